"""Events: the rows of a log up to a moment, parsed and in a stated order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from zoneinfo import ZoneInfo

from server.importing.errors import LogError
from server.importing.event_log import Row
from server.importing.local_time import LocalTimes
from server.importing.mapping import Mapping


class Stage(IntEnum):
    """What the state of an incident means."""

    OPEN = 1
    RESOLVED = 2
    CLOSED = 3


@dataclass(frozen=True, slots=True)
class Event:
    """One event; None: the row does not say it. `local` times are naive."""

    incident: str
    time: datetime
    local: datetime
    sequence: int
    state: str | None
    stage: Stage | None
    opened: datetime | None
    opened_local: datetime | None
    assignee: str | None
    group: str | None
    caller: str | None
    priority: str | None
    urgency: str | None
    impact: str | None
    changed_by: str | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """Events sort by time, then incident, sequence and content: never by row."""
        content = (self.state, self.assignee, self.group, self.caller)
        details = (self.priority, self.urgency, self.impact, self.opened_local, self.changed_by)
        texts = tuple("" if value is None else str(value) for value in content + details)
        return (self.time, self.incident, self.sequence, texts)


@dataclass(frozen=True, slots=True)
class EventsSoFar:
    """The events up to a moment in order, and what was met on the way.

    `first` is the time of the first event of the whole log, None if there is none.
    """

    events: tuple[Event, ...]
    row_count: int
    first: datetime | None
    impossible_time_count: int


class EventReader:
    """Turns rows into events; of rows after the moment it reads the time alone."""

    def __init__(self, mapping: Mapping, zone: ZoneInfo, at: datetime) -> None:
        self._mapping = mapping
        self._at = at
        self._times = LocalTimes(zone, mapping.date_formats)
        self._stages = {
            **dict.fromkeys(mapping.states.open, Stage.OPEN),
            **dict.fromkeys(mapping.states.resolved, Stage.RESOLVED),
            **dict.fromkeys(mapping.states.closed, Stage.CLOSED),
        }

    def read(self, rows: Iterable[Row]) -> EventsSoFar:
        """The events up to the moment, sorted. Raises LogError."""
        events: list[Event] = []
        row_count = 0
        first: datetime | None = None
        for row in rows:
            row_count += 1
            time, local = self._event_time(row)
            first = time if first is None else min(first, time)
            if time <= self._at:
                events.append(self._event(row, time, local))
        events.sort(key=lambda event: event.order)
        impossible = sum(not self._times.exists(event.local) for event in events)
        return EventsSoFar(tuple(events), row_count, first, impossible)

    def _event_time(self, row: Row) -> tuple[datetime, datetime]:
        column = self._mapping.columns.event_time
        return self._times.moment(row.needed("event_time", column), row.line, column)

    def _event(self, row: Row, time: datetime, local: datetime) -> Event:
        opened, opened_local = self._opened(row)
        state = row.values["state"]
        return Event(
            incident=row.needed("incident", self._mapping.columns.incident),
            time=time,
            local=local,
            sequence=self._sequence(row),
            state=state,
            stage=self._stage(state, row.line),
            opened=opened,
            opened_local=opened_local,
            assignee=row.values["assignee"],
            group=row.values["group"],
            caller=row.values.get("caller"),
            priority=row.values.get("priority"),
            urgency=row.values.get("urgency"),
            impact=row.values.get("impact"),
            changed_by=row.values.get("changed_by"),
        )

    def _opened(self, row: Row) -> tuple[datetime | None, datetime | None]:
        text = row.values.get("opened_time")
        if text is None:
            return None, None
        return self._times.moment(text, row.line, str(self._mapping.columns.opened_time))

    def _sequence(self, row: Row) -> int:
        text = row.values.get("sequence")
        try:
            return -1 if text is None else int(text)
        except ValueError as error:
            column = self._mapping.columns.sequence
            raise LogError(
                f"Line {row.line}: {column} is {text!r}, but a sequence is a whole number."
            ) from error

    def _stage(self, state: str | None, line: int) -> Stage | None:
        if state is None:
            return None
        stage = self._stages.get(state)
        if stage is None:
            raise LogError(
                f"Line {line}: the state {state!r} is not in the mapping. "
                f"It knows: {', '.join(self._stages)}.\n"
                "Maybe add it to `states`, as open, resolved or closed."
            )
        return stage
