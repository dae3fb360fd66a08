"""Predicted hours of agents and activity windows of accounts, as a model (S6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from objectives.learning.predicted_hours import (
    HOURS_PER_DAY,
    Activity,
    Smoothing,
    active_spans,
    histograms,
)
from server.learning.activity import Kind, Moment, Person
from server.learning.errors import HistoryError
from server.learning.model_file import read_checked, write_model
from server.learning.windows import weekly_windows

KIND = "predicted-hours"
VERSION = 1

AGENT_EVENTS = 20
ACCOUNT_EVENTS = 5
LEAST = {Kind.AGENT: AGENT_EVENTS, Kind.ACCOUNT: ACCOUNT_EVENTS}
"""Moments below which nothing is said about somebody."""

SMOOTHING = {
    Kind.AGENT: Smoothing(own_day=0.5, threshold=1.0),
    # Seldom seen: the days of a customer are taken together.
    Kind.ACCOUNT: Smoothing(own_day=0.0, threshold=1.0),
}

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-4]):[0-5]\d$")]


class _Strict(BaseModel):
    """A frozen part of the model that knows all its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Window(_Strict):
    """A weekly window, local; days from 1 = Monday."""

    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(min_length=1)
    start: Clock
    end: Clock


class PersonHours(_Strict):
    """Hours of one agent or account.

    histogram: weight of the activity in each hour of the week, Monday 00:00 first.
    """

    kind: Kind
    id: str = Field(min_length=1)
    zone: str
    events: int
    histogram: tuple[float, ...] = Field(min_length=168, max_length=168)
    windows: tuple[Window, ...]


class HoursModel(_Strict):
    """What was learned, until when and how. skipped: people seen too seldom."""

    learned_until: datetime
    half_life_days: float
    threshold: float
    skipped: int
    people: tuple[PersonHours, ...]

    def of(self, kind: Kind) -> list[PersonHours]:
        """The agents, or the accounts."""
        return [person for person in self.people if person.kind is kind]

    def hours_of(self, kind: Kind, person_id: str) -> PersonHours | None:
        """The hours of an agent or account, None where nothing was learned."""
        return self._by_id.get((kind, person_id))

    @cached_property
    def _by_id(self) -> dict[tuple[Kind, str], PersonHours]:
        return {(person.kind, person.id): person for person in self.people}


@dataclass(frozen=True, slots=True)
class Learning:
    """How hours are learned. until: later activity is not looked at; None = all there is."""

    until: datetime | None = None
    half_life: timedelta = timedelta(days=28)
    threshold: float = 1.0

    def smoothing(self, kind: Kind) -> Smoothing:
        """The smoothing of a kind of people."""
        own_day = SMOOTHING[kind].own_day
        return Smoothing(own_day=own_day, threshold=self.threshold, half_life=self.half_life)


def learn_hours(
    moments: Iterable[Moment], learning: Learning, least: int | None = None
) -> HoursModel:
    """Hours of everybody who was seen often enough, `least` times or as `LEAST` has it.

    Raises HistoryError where nobody was seen.
    """
    seen = [one for one in moments if learning.until is None or one.time <= learning.until]
    if not seen:
        raise HistoryError("The history tells of no activity so far.\nMaybe give a later --at.")
    until = learning.until or max(one.time for one in seen)
    people = sorted({one.person for one in seen}, key=lambda p: (p.kind, p.id, p.zone.key))
    _check_zones(people)
    activity = _activity(seen, people, until)
    counts = np.bincount(activity.person, minlength=len(people))
    table = histograms(activity, len(people), learning.smoothing(Kind.AGENT))
    known = [
        place
        for place, person in enumerate(people)
        if counts[place] >= (LEAST[person.kind] if least is None else least)
    ]
    return HoursModel(
        learned_until=until.astimezone(UTC),
        half_life_days=learning.half_life / timedelta(days=1),
        threshold=learning.threshold,
        skipped=len(people) - len(known),
        people=tuple(
            _hours(people[place], int(counts[place]), table[place], learning) for place in known
        ),
    )


def save_hours(model: HoursModel, path: Path) -> str:
    """Writes the model; its checksum."""
    return write_model(path, KIND, VERSION, model.model_dump(mode="json"))


def load_hours(path: Path) -> HoursModel:
    """The model of a file. Raises ModelFileError."""
    return read_checked(path, KIND, VERSION, HoursModel)


def _activity(seen: Sequence[Moment], people: Sequence[Person], until: datetime) -> Activity:
    places = {person: place for place, person in enumerate(people)}
    # The order of the rows must not matter: sums of floats depend on it.
    rows = sorted((places[one.person], one.time) for one in seen)
    local = [time.astimezone(people[place].zone) for place, time in rows]
    return Activity(
        person=np.array([place for place, _ in rows], dtype=np.int32),
        hour=np.array([t.weekday() * HOURS_PER_DAY + t.hour for t in local], dtype=np.int32),
        age=np.array([(until - time).total_seconds() for _, time in rows], dtype=np.float64),
    )


def _check_zones(people: Sequence[Person]) -> None:
    for before, person in pairwise(people):
        if (before.kind, before.id) == (person.kind, person.id):
            raise HistoryError(
                f"The {person.kind} {person.id!r} has two zones, {before.zone.key} and "
                f"{person.zone.key}.\nMaybe keep the one where it is now."
            )


def _hours(
    person: Person, events: int, histogram: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    learning: Learning,
) -> PersonHours:  # fmt: skip
    # Rounded first: what is stored is what the windows come from.
    stored = np.round(histogram, 3)
    spans = active_spans(stored, learning.smoothing(person.kind))
    return PersonHours(
        kind=person.kind,
        id=person.id,
        zone=person.zone.key,
        events=events,
        histogram=tuple(stored.tolist()),
        windows=tuple(
            Window(days=tuple(int(day) for day in one.days), start=one.start, end=one.end)
            for one in weekly_windows(spans)
        ),
    )
