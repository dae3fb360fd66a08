"""The levels of a phase, most important first, and their names (02 section 2)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from solver.units import Bools, Ints

ALL = -1
"""In place of a drain group or an urgency class."""

ONE_CLASS = "all"
"""Name of the only class where a policy drops both priority level and band."""


class Kind(StrEnum):
    """What a level measures."""

    INCUMBENTS = "incumbents"
    COVERAGE = "coverage"
    RANK = "rank"
    ORDER = "order"
    ROUNDS = "rounds"
    FIT = "fit"
    TIE_BREAK = "tie_break"


MAXIMISED = (Kind.INCUMBENTS, Kind.COVERAGE, Kind.FIT)
"""Levels whose value for people is minus the cost."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level. group: the cases that it is about, or ALL. urgency_class: of coverage by the
    sum of u; ALL: by dense ranks, all classes in one.
    """

    kind: Kind
    group: int = ALL
    urgency_class: int = ALL


@dataclass(frozen=True, slots=True, eq=False)
class Naming:
    """How levels are called. class_names: (priority level, band); grouped: classes are those
    of all drain groups, one group after the other."""

    class_names: tuple[tuple[str, str], ...]
    grouped: bool = False

    def parts(self, level: Level) -> tuple[int, str, str]:
        """Drain group from 1, 0 = all; priority level and band of a class."""
        if level.urgency_class == ALL:
            return level.group + 1, "", ""
        group, of_class = level.group, level.urgency_class
        if self.grouped:
            group, of_class = divmod(of_class, len(self.class_names))
        return (group + 1, *self.class_names[of_class])

    def name(self, level: Level) -> str:
        """Such as `coverage(1)`."""
        group, *class_name = self.parts(level)
        named = [str(group)] if group else []
        if level.urgency_class != ALL:
            named += [part for part in class_name if part] or [ONE_CLASS]
        return f"{level.kind}({', '.join(named)})" if named else str(level.kind)


def first_levels(group: Ints, *, owned: bool, turning: bool) -> tuple[Level, ...]:
    """Of the first phase. group: of its cases; owned: some have an owner; turning: some can
    go through a queue in rotation."""
    return (
        *([Level(Kind.INCUMBENTS)] if owned else []),
        *(
            Level(kind, each)
            for each in np.unique(group).tolist()
            for kind in (Kind.COVERAGE, Kind.RANK, Kind.ORDER)
        ),
        *([Level(Kind.ROUNDS)] if turning else []),
        Level(Kind.FIT),
        Level(Kind.TIE_BREAK),
    )


OVERRIDE_LEVELS = (
    Level(Kind.COVERAGE),
    Level(Kind.ROUNDS),
    Level(Kind.RANK),
    Level(Kind.FIT),
    Level(Kind.TIE_BREAK),
)
"""Of the second phase (Q9)."""


def by_class(levels: tuple[Level, ...], group: Ints, urgency_class: Ints) -> tuple[Level, ...]:
    """The same with a coverage level for every class that has cases.

    group, urgency_class: of the cases of the phase.
    """
    found: list[Level] = []
    for level in levels:
        if level.kind == Kind.COVERAGE:
            classes = np.unique(urgency_class[_mine(level, group)]).tolist()
            found += [Level(level.kind, level.group, each) for each in classes]
        else:
            found.append(level)
    return tuple(found)


def _mine(level: Level, group: Ints) -> Bools:
    mine: Bools = (group == level.group) | (level.group == ALL)
    return mine
