"""Stretches of time in which a zone keeps one UTC offset."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

# No zone changes its clock twice within this time.
STEP = 6 * 3600


@dataclass(frozen=True, slots=True)
class Stretch:
    """UTC seconds from `start` until before `end`; local = UTC + `offset`."""

    start: int
    end: int
    offset: int


@lru_cache(maxsize=1024)
def stretches(zone: ZoneInfo, start: int, end: int) -> tuple[Stretch, ...]:
    """The stretches of [start, end) in order."""
    # Kept, because thousands of customers share a few zones and one horizon.
    marks = [*range(start, end, STEP), end]
    changes = [_change(zone, *step) for step in pairwise(marks) if _changes(zone, *step)]
    return tuple(
        Stretch(first, last, offset(zone, first))
        for first, last in pairwise([start, *changes, end])
        if first < last
    )


def offset(zone: ZoneInfo, second: int) -> int:
    """Seconds that local time is ahead of UTC."""
    local = datetime.fromtimestamp(second, zone)
    return int(local.replace(tzinfo=UTC).timestamp()) - second


def _changes(zone: ZoneInfo, low: int, high: int) -> bool:
    return offset(zone, low) != offset(zone, high)


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The first second after `low` with another offset."""
    seconds = range(low, high)
    return low + bisect_left(seconds, x=True, key=lambda second: _changes(zone, low, second))
