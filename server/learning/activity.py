"""Activity of agents and customers, and how a plain table tells it (S6)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TextIO
from zoneinfo import ZoneInfo

from server.importing.errors import MomentError
from server.importing.local_time import parse_moment, zone_named
from server.learning.errors import HistoryError

COLUMNS = ("kind", "id", "time")
ZONE_COLUMN = "zone"


class Kind(StrEnum):
    """Whose activity it is."""

    AGENT = "agent"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Person:
    """An agent or an account, with the zone of its hours."""

    kind: Kind
    id: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Moment:
    """Somebody did something."""

    person: Person
    time: datetime


def read_table(text: TextIO, zone: ZoneInfo) -> Iterator[Moment]:
    """The rows of a CSV with the columns kind, id, time and, if it likes, zone.

    zone: where a row has none. Times without an offset are local. Raises HistoryError.
    """
    reader = csv.DictReader(text)
    try:
        _check_columns(reader.fieldnames or ())
        zones = _Zones(zone)
        for row in reader:
            yield _moment(row, zones, reader.line_num)
    except (csv.Error, UnicodeDecodeError, OSError, EOFError) as error:
        raise HistoryError(f"Line {reader.line_num + 1} cannot be read: {error}.") from error


class _Zones:
    """Zones by name, each looked up once."""

    def __init__(self, usual: ZoneInfo) -> None:
        self._known = {"": usual}

    def named(self, name: str) -> ZoneInfo:
        """The zone; the usual one for no name."""
        if name not in self._known:
            self._known[name] = zone_named(name)
        return self._known[name]


def _check_columns(found: Iterable[str]) -> None:
    missing = [name for name in COLUMNS if name not in set(found)]
    if missing:
        raise HistoryError(
            f"The history has no column {missing[0]!r}; it needs {', '.join(COLUMNS)}.\n"
            "Maybe it is an event log: then give --mapping."
        )


def _moment(row: dict[str, str | None], zones: _Zones, line: int) -> Moment:
    values = {name: (value or "").strip() for name, value in row.items() if name}
    try:
        kind = Kind(values["kind"])
    except ValueError as error:
        raise HistoryError(
            f"Line {line}: the kind is {values['kind']!r}, but must be agent or account."
        ) from error
    if not values["id"]:
        raise HistoryError(f"Line {line}: the id is missing.")
    try:
        zone = zones.named(values.get(ZONE_COLUMN, ""))
        return Moment(Person(kind, values["id"], zone), parse_moment(values["time"], zone))
    except MomentError as error:
        raise HistoryError(f"Line {line}: {error}") from error
