"""The mapping file: which column of a log holds which fact, and what its values mean."""

from importlib import resources
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from server.importing.errors import MappingError

READY_MAPPINGS = ("servicenow",)
"""Mappings that ship with the package, by name."""

Name = Annotated[str, Field(min_length=1)]
Points = Annotated[float, Field(ge=0, le=100)]


class _Strict(BaseModel):
    """A frozen part of the file that knows all its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Columns(_Strict):
    """Column of each fact; None: the log does not have it."""

    incident: Name
    state: Name
    event_time: Name
    assignee: Name
    group: Name
    opened_time: Name | None = None
    sequence: Name | None = None
    caller: Name | None = None
    priority: Name | None = None
    urgency: Name | None = None
    impact: Name | None = None
    changed_by: Name | None = None

    def named(self) -> dict[str, str]:
        """Columns by fact, without the facts that the log does not have."""
        return {fact: column for fact, column in self if column is not None}


class States(_Strict):
    """What each state of an incident means."""

    open: tuple[Name, ...] = Field(min_length=1)
    resolved: tuple[Name, ...] = ()
    closed: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [*self.open, *self.resolved, *self.closed]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"the state {twice[0]!r} is listed twice, but it means one thing")
        return self


class Sources(_Strict):
    """Who is behind each value of `changed_by`: this product, another program, or else a person.

    What an assignment counts for depends on it (L5).
    """

    allotment: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        twice = sorted(self.allotment & self.other)
        if twice:
            raise ValueError(f"{twice[0]!r} is listed twice, but it is one or the other")
        return self


class UrgencyPoints(_Strict):
    """Points by value of the urgency and of the impact column; a case gets their sum."""

    urgency: dict[str, Points] = {}
    impact: dict[str, Points] = {}


class Mapping(_Strict):
    """How a log is read."""

    name: Name
    missing: frozenset[str] = frozenset({""})
    date_formats: tuple[Name, ...] = Field(min_length=1)
    columns: Columns
    tells_the_future: frozenset[str] = frozenset()
    states: States
    statuses: dict[str, str] = {}
    priorities: dict[str, Name] = {}
    urgency_points: UrgencyPoints = UrgencyPoints()
    sources: Sources = Sources()

    @model_validator(mode="after")
    def _can_tell_sources(self) -> Self:
        if self.sources != Sources() and self.columns.changed_by is None:
            raise ValueError("`sources` are told by columns.changed_by, which names no column")
        return self

    @model_validator(mode="after")
    def _reads_no_future(self) -> Self:
        for fact, column in self.columns.named().items():
            if column in self.tells_the_future:
                raise ValueError(
                    f"columns.{fact} names {column!r}, which `tells_the_future` forbids to read"
                )
        return self


def load_mapping(name_or_path: str) -> Mapping:
    """A ready mapping by its name, or the mapping of a file.

    Raises MappingError.
    """
    text = _text(name_or_path)
    try:
        facts = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MappingError(f"The mapping {name_or_path} is not YAML: {error}") from error
    try:
        return Mapping.model_validate(facts)
    except ValidationError as error:
        raise MappingError(_told(name_or_path, error)) from error


def _text(name_or_path: str) -> str:
    """What the mapping says, as text."""
    if name_or_path in READY_MAPPINGS:
        ready = resources.files("server.importing") / "mappings" / f"{name_or_path}.yaml"
        return ready.read_text(encoding="utf-8")
    try:
        return Path(name_or_path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(
            f"The mapping {name_or_path} cannot be read: {error}.\n"
            f"Maybe you meant a ready one: {', '.join(READY_MAPPINGS)}."
        ) from error


def _told(name: str, error: ValidationError) -> str:
    """Every mistake of the file on a line of its own, with its place."""
    lines = []
    for mistake in error.errors():
        place = ".".join(str(part) for part in mistake["loc"]) or "file"
        lines.append(f"  {place}: {mistake['msg']}")
    return "\n".join(
        [
            f"The mapping {name} has mistakes:",
            *lines,
            "Maybe start from a copy of the ready mapping `servicenow`.",
        ]
    )
