"""Stories of incidents: opened, assigned, passed on, waited for, resolved, closed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from benchmarks.instances.dice import Dice, Ints
from benchmarks.instances.incident_log.resolvers import DAY, Desk, Resolver, make_desk
from benchmarks.instances.order import Order
from benchmarks.instances.shares import zipf_weights

STORY_DICE = 22
START = datetime(2026, 3, 2)  # noqa: DTZ001 - times in a log are local and naive
DAYS = 14
DAY_WEIGHTS = (18, 18, 18, 18, 16, 3, 2)
HOUR_WEIGHTS = (1, 1, 1, 1, 1, 2, 6, 20, 50, 60, 60, 50, 35, 40, 50, 50, 40, 30, 15, 8, 4, 3, 2, 1)
LEVELS = (1, 2, 3)
LEVEL_WEIGHTS = (4, 90, 6)
PRIORITY = {(1, 1): 1, (1, 2): 2, (2, 1): 2, (2, 2): 3, (1, 3): 3, (3, 1): 3}
"""Priority by (impact, urgency), 4 where not listed."""
INCIDENTS_PER_CALLER = 3
CLOSED_AFTER = 5 * DAY


@dataclass(frozen=True, slots=True)
class Change:
    """What an incident was like from a minute on; minute 0 is START."""

    minute: int
    state: str
    group: int | None
    assignee: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """An incident from its opening on."""

    number: str
    opened: int
    caller: int
    impact: int
    urgency: int
    changes: tuple[Change, ...]

    @property
    def priority(self) -> int:
        """1 is the most urgent."""
        return PRIORITY.get((self.impact, self.urgency), 4)


def make_log(order: Order) -> tuple[Story, ...]:
    """Two weeks of incidents in the order of their opening; the tightness is not used."""
    dice = Dice(order.seed, STORY_DICE)
    desk = make_desk(order.agents, order.seed)
    opened = np.sort(_openings(dice, order.cases))
    callers = dice.places(zipf_weights(max(1, order.cases // INCIDENTS_PER_CALLER)), order.cases)
    groups = dice.places(zipf_weights(len(desk.groups)), order.cases)
    levels = dice.places(LEVEL_WEIGHTS, 2 * order.cases).reshape(order.cases, 2)
    fates = dice.whole(0, 9999, order.cases * 16).reshape(order.cases, 16)
    width = max(7, len(str(order.cases)))
    return tuple(
        Story(
            number=f"INC{place + 1:0{width}d}",
            opened=int(opened[place]),
            caller=int(callers[place]) + 1,
            impact=LEVELS[levels[place, 0]],
            urgency=LEVELS[levels[place, 1]],
            changes=_Life(desk, iter(fates[place].tolist())).lived(
                int(opened[place]), int(groups[place])
            ),
        )
        for place in range(order.cases)
    )


def _openings(dice: Dice, count: int) -> Ints:
    """Minutes in which incidents are opened: mostly in office hours."""
    week = dice.whole(0, DAYS // 7 - 1, count)
    day = dice.places(DAY_WEIGHTS, count)
    hour = dice.places(HOUR_WEIGHTS, count)
    return (week * 7 + day) * DAY + hour * 60 + dice.whole(0, 59, count)


@dataclass(slots=True)
class _Life:
    """One incident being lived; `fate` are whole numbers below 10,000."""

    desk: Desk
    fate: Iterator[int]
    changes: list[Change] = field(default_factory=list)

    def lived(self, opened: int, group: int) -> tuple[Change, ...]:
        """All changes of the incident."""
        known = None if self._happens(5) else group
        self._note(opened + self._between(0, 20), "New", known, None)
        if self._happens(4):
            return tuple(self.changes)
        resolver = self._assigned(group)
        if self._happens(20):
            group = self._other(group)
            self._note(self._later(15, 240), "Active", group, None)
            resolver = self._assigned(group)
        if self._happens(30):
            waited = resolver.next_minute_on_duty(self._later(10, 200))
            self._note(waited, "Awaiting User Info", group, resolver.name)
            back = resolver.next_minute_on_duty(self._later(60, 2 * DAY))
            self._note(back, "Active", group, resolver.name)
        self._end(group, resolver)
        return tuple(self.changes)

    def _assigned(self, group: int) -> Resolver:
        members = self.desk.groups[group]
        resolver = members[self._between(0, len(members) - 1)]
        # Seven in ten are taken within two hours, the others wait for days.
        patience = 120 if self._happens(70) else 3 * DAY
        time = resolver.next_minute_on_duty(self._later(1, patience))
        self._note(time, "Active", group, resolver.name)
        return resolver

    def _end(self, group: int, resolver: Resolver) -> None:
        resolved = resolver.next_minute_on_duty(self._later(20, 3 * DAY))
        self._note(resolved, "Resolved", group, resolver.name)
        self._note(resolved + CLOSED_AFTER, "Closed", group, resolver.name)

    def _other(self, group: int) -> int:
        count = len(self.desk.groups)
        return (group + 1 + self._between(0, max(0, count - 2))) % count

    def _note(self, minute: int, state: str, group: int | None, assignee: str | None) -> None:
        self.changes.append(Change(minute, state, group, assignee))

    def _later(self, least: int, most: int) -> int:
        return self.changes[-1].minute + self._between(least, most)

    def _between(self, low: int, high: int) -> int:
        return low + next(self.fate) * (high - low + 1) // 10_000

    def _happens(self, percent: int) -> bool:
        return next(self.fate) < percent * 100
