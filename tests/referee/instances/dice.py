"""Seeded choices, and moments around the snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import UTC, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any, TypeVar
from zlib import crc32

Row = dict[str, Any]
Each = TypeVar("Each")

# Ordinary days, weekends, holidays, and days on which clocks change in one of the zones.
DAYS = (
    "2026-03-04",
    "2026-03-06",
    "2026-03-08",
    "2026-03-29",
    "2026-04-05",
    "2026-10-04",
    "2026-10-25",
    "2026-11-01",
    "2026-12-24",
)
ZONES = (
    "Europe/Vienna",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "America/St_Johns",
    "UTC",
)
# What a request is about: all at once would leave nobody to choose from.
THEMES = ("designated", "filters", "owners", "requirements", "switches", "tiers", "turns")
WEEK = (
    "DAY_MONDAY",
    "DAY_TUESDAY",
    "DAY_WEDNESDAY",
    "DAY_THURSDAY",
    "DAY_FRIDAY",
    "DAY_SATURDAY",
    "DAY_SUNDAY",
)


class Dice:
    """Choices of one request; equal seeds choose alike."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._random = Random(seed)
        day = datetime.fromisoformat(self.one(DAYS)).replace(tzinfo=UTC)
        self.now = day + timedelta(
            minutes=self.between(0, 1439),
            seconds=self.one((0, 0, 0, 30, 17)),
            microseconds=self.one((0, 0, 0, 123456)),
        )
        self.zones = self._random.sample(ZONES, 3)
        self.is_open = self.chance(0.5)
        self.themes = frozenset(theme for theme in THEMES if self.chance(0.4))

    @cached_property
    def beside(self) -> Dice:
        """Dice for urgency, of the same moment: what they show changes no other choice."""
        other = copy(self)
        other._random = Random(f"beside {self.seed}")
        other.themes = frozenset({"urgency"} if other.chance(0.4) else ())
        return other

    def apart(self, theme: str) -> Dice:
        """Other dice for one theme: what they show changes no other choice."""
        return Dice(self.seed * 2**32 + crc32(theme.encode()))

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def one(self, choices: Sequence[Each]) -> Each:
        return self._random.choice(choices)

    def some(self, choices: Sequence[Each], least: int = 0) -> list[Each]:
        """A part of the choices, in random order."""
        count = self.between(min(least, len(choices)), len(choices))
        return self._random.sample(choices, count)

    def shuffled(self, rows: Sequence[Each]) -> list[Each]:
        return self._random.sample(rows, len(rows))

    def about(self, theme: str, probability: float) -> bool:
        """As likely as said in requests of the theme, never in others."""
        return theme in self.themes and self.chance(probability)

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def share(self) -> float:
        """From 0 to 1, often on a coarse grid so that values tie."""
        return self.one((self._random.random(), self.between(0, 10) / 10))

    def ago(self, minutes: float) -> str:
        """A moment before the snapshot, `minutes` from it or exactly at the edge of a window."""
        return stamp(self.now - timedelta(minutes=minutes))

    def hours(self) -> list[Row]:
        """One or two windows of the week; they may cross midnight."""
        return [self._window() for _ in range(self.one((1, 1, 2)))]

    def _window(self) -> Row:
        start = self.between(0, 95) * 15
        end = (start + self.one((240, 600, 1200, 1200, 1425))) % 1440
        days = self.one((WEEK, WEEK, WEEK[:5], self.some(WEEK, least=1)))
        return {"days": list(days), "start": clock(start), "end": clock(end) if end else "24:00"}


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def stamp(moment: datetime) -> str:
    """As proto-JSON writes it."""
    return moment.isoformat().replace("+00:00", "Z")
