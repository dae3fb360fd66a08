"""The ontology file: YAML or JSON, every mistake with its line (S9, S12)."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from objectives.learning.ontology import Ontology, OntologySkill, ontology_of
from objectives.learning.words import words_of
from server.errors import FileError
from server.translate.plain_text import lines_of, read_yaml, write_yaml
from server.translate.proto_json import path_of

ONTOLOGY_SUFFIXES = (".yaml", ".yml", ".json")
ID_LENGTH = 16
MOST_WORK = 10_000
"""As the effort of a case."""

Name = Annotated[str, Field(min_length=1, max_length=200)]
Work = Annotated[float, Field(gt=0, le=MOST_WORK, allow_inf_nan=False)]
Phrases = Annotated[tuple[Name, ...], Field(max_length=1000)]


class _Strict(BaseModel):
    """A frozen part of the file that knows all its keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, use_attribute_docstrings=True
    )


class SkillRow(_Strict):
    """A skill of the file."""

    name: Name
    """As skills of agents have it."""
    keywords: Phrases = ()
    """Words or phrases that name it, whole words, whatever their case."""
    synonyms: Phrases = ()
    """Other words for the same."""
    complexity: Work = 1.0
    """Work of a case with this skill; 1 = an ordinary case (S12)."""

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        for phrase in (*self.keywords, *self.synonyms):
            if not words_of(phrase):
                raise ValueError(f"{phrase!r} has no word. Maybe leave it out.")
        return self


class CategoryRow(_Strict):
    """How much work cases of a category are where no skill says it."""

    name: Name
    """As `category` of cases has it."""
    complexity: Work
    """1 = an ordinary case."""


class OntologyFile(_Strict):
    """What an ontology file holds."""

    version: Literal[1]
    """Of this form of the file."""
    skills: Annotated[tuple[SkillRow, ...], Field(min_length=1, max_length=10_000)]
    """All skills, each name once."""
    categories: tuple[CategoryRow, ...] = ()
    """Work by category, each name once."""

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        rows: tuple[Sequence[SkillRow | CategoryRow], ...] = (self.skills, self.categories)
        for names in ([row.name for row in each] for each in rows):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{twice[0]!r} is there twice. Maybe a copy.")
        return self

    def facts(self) -> Ontology:
        """The ontology."""
        return ontology_of(
            [OntologySkill(s.name, s.keywords, s.synonyms, s.complexity) for s in self.skills],
            [(row.name, row.complexity) for row in self.categories],
        )


def read_ontology(path: Path) -> Ontology:
    """The ontology in a file; raises FileError with every mistake and its line."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise FileError(f"{path} is no UTF-8 text at byte {error.start}.") from error
    return parse_ontology(text, str(path))


def parse_ontology(text: str, name: str) -> Ontology:
    """The ontology of a text; `name` stands before every mistake. Raises FileError."""
    try:
        return OntologyFile.model_validate(read_yaml(text)).facts()
    except ValidationError as error:
        raise FileError(_report(name, text, error)) from error
    except (ValueError, yaml.YAMLError) as error:
        raise FileError(f"{name}: {error}") from error
    except RecursionError as error:
        raise FileError(f"{name} nests too deeply. Maybe an alias holds itself.") from error


def ontology_text(ontology: Ontology) -> str:
    """The file of an ontology."""
    skills = [
        {
            "name": skill.name,
            "keywords": list(skill.keywords),
            "synonyms": list(skill.synonyms),
            "complexity": skill.complexity,
        }
        for skill in ontology.skills
    ]
    categories = [{"name": name, "complexity": work} for name, work in ontology.categories]
    return write_yaml({"version": 1, "skills": skills, "categories": categories})


def ontology_id(ontology: Ontology) -> str:
    """Tells ontologies apart, whatever their files look like."""
    return hashlib.sha256(ontology_text(ontology).encode()).hexdigest()[:ID_LENGTH]


def _report(name: str, text: str, error: ValidationError) -> str:
    """Every mistake in a line of its own, with file, line and path."""
    places = [problem["loc"] for problem in error.errors()]
    lines = lines_of(text, places)
    return "\n".join(
        f"{name}{f':{line}' if line else ''}: {path_of(place) or 'the file'}: "
        f"{problem['msg'].removeprefix('Value error, ')}"
        for place, line, problem in zip(places, lines, error.errors(), strict=True)
    )
