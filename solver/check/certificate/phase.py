"""One phase as the price conditions see it: cases, ways, costs and what is taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from solver.check.certificate.arcs import Arcs
from solver.check.certificate.chain import Desks
from solver.check.certificate.levels import ALL, Kind, Level, Naming
from solver.check.certificate.ways import Way
from solver.units import Bools, Ints

KEEPS = -1
"""In place of a queue: the case stays with its owner."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Who has a case after the batch, by position; queue KEEPS: its owner still."""

    agent: int
    queue: int


@dataclass(frozen=True, slots=True)
class Keep:
    """The way of a case to its owner. counted: his backlog counts it (L5)."""

    owner: int
    fit: int
    counted: bool


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """Everything that costs are made of.

    cases: that have a price, ascending. group, urgency_class, dense, weight, owned: by case;
    dense: rank for coverage. place: by last assignment; shape: agents. ways: of a case.
    keep: its way to the owner, None for nobody's case. score: of a case in a way, of some of
    its agents. taken: by case. arcs: behind the desks, with what is taken of each.
    """

    levels: tuple[Level, ...]
    naming: Naming
    cases: Ints
    group: Ints
    urgency_class: Ints
    dense: Ints
    weight: Ints
    owned: Bools
    place: Ints
    ways: Callable[[int], tuple[Way, ...]]
    keep: Callable[[int], Keep | None]
    score: Callable[[int, Way, Ints], Ints]
    taken: Mapping[int, Taken]
    arcs: tuple[Arcs, ...]
    desks: Desks

    def cost(self, level: Level, case: int, way: Way, some: Ints) -> "Ints | int":
        """Costs of a case in a way with some of its agents, by their places in it."""
        if not self._is_of(level, case):
            return 0
        match level.kind:
            case Kind.RANK:
                return int(self.weight[case]) * way.rank[some]
            case Kind.ORDER:
                return way.order[some]
            case Kind.FIT:
                return -self.score(case, way, some)
            case Kind.TIE_BREAK:
                return 1 + self.place[way.agent[some]]
            case _:
                return self._served(level, case)

    def kept_cost(self, level: Level, case: int, keep: Keep) -> int:
        """Cost of a case that stays: rank 0, its fit without penalty, no tie-break."""
        if not self._is_of(level, case):
            return 0
        return -keep.fit if level.kind == Kind.FIT else self._served(level, case)

    def _served(self, level: Level, case: int) -> int:
        """What serving the case is worth, whoever does it."""
        if level.kind == Kind.INCUMBENTS:
            return -int(self.owned[case])
        if level.kind == Kind.COVERAGE:
            dense = level.urgency_class == ALL
            return -int(self.dense[case] if dense else self.weight[case])
        return 0

    def _is_of(self, level: Level, case: int) -> bool:
        """The level is about the case."""
        return level.group in (ALL, self.group[case]) and level.urgency_class in (
            ALL,
            self.urgency_class[case],
        )

    def used_costs(self, levels: tuple[Level, ...]) -> Ints:
        """Costs of the served cases as they are served; shape: served cases x levels."""
        rows = [self.used_cost(levels, case, taken) for case, taken in self.taken.items()]
        return np.array(rows, dtype=np.int64).reshape(-1, len(levels))

    def used_cost(self, levels: tuple[Level, ...], case: int, taken: Taken) -> list[int]:
        """Costs of one served case, by level."""
        if taken.queue == KEEPS:
            keep = self.keep(case)
            assert keep is not None
            return [self.kept_cost(level, case, keep) for level in levels]
        way = next(way for way in self.ways(case) if way.queue == taken.queue)
        some = np.array([way.place(taken.agent)])
        return [int(np.sum(self.cost(level, case, way, some))) for level in levels]
