"""What the caller of a solve hears on its way, and how he ends it (02 section 3, "Anytime")."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from solver.compile import Compiled
from solver.engines.course import Bound
from solver.engines.solution import Solution
from solver.levels import LevelKind, levels_of
from solver.values import LevelValue, as_read, level_values


@dataclass(frozen=True, slots=True)
class Reachable:
    """What an engine claims that a level could reach at best, with those above as they are.

    group: drain group from 0, -1 = all. value: as people read it.
    """

    kind: LevelKind
    group: int
    value: int


@dataclass(frozen=True, slots=True, eq=False)
class Incumbent:
    """A feasible plan on the way, with its values.

    compiled: holds the triples of the plan. reachable: of the first level that is not proved;
    None = unknown.
    """

    compiled: Compiled
    solution: Solution
    levels: tuple[LevelValue, ...]
    reachable: Reachable | None

    @property
    def costs(self) -> tuple[int, ...]:
        """All values in min form, most important first."""
        return tuple(as_read(level.kind, level.value) for level in self.levels)


class Progress(Protocol):
    """The caller of a solve: he is asked and told between the solves of an engine."""

    def is_over(self) -> bool:
        """Nothing better is looked for any more: the best plan so far goes out."""

    def is_late(self) -> bool:
        """Nor are its prices held against all pairs any more."""

    def found(self, make: Callable[[], Incumbent]) -> None:
        """There is a plan, no worse than those before. Nothing of it is worked out unless he
        calls `make`, now or later."""


class Silent:
    """A caller who waits for the end."""

    def is_over(self) -> bool:
        """Never."""
        return False

    def is_late(self) -> bool:
        """Never."""
        return False

    def found(self, make: Callable[[], Incumbent]) -> None:
        """He does not care."""


SILENT = Silent()


class Watched:
    """An engine's course under a caller's eyes. What he has seen is never taken back.

    count: of the plans.
    """

    def __init__(self, compiled: Compiled, progress: Progress) -> None:
        self._compiled = compiled
        self._progress = progress
        self._make: Callable[[], Solution] | None = None
        self._seen: Incumbent | None = None
        self.count = 0

    def is_over(self) -> bool:
        """As the caller says."""
        return self._progress.is_over()

    def found(self, make: Callable[[], Solution], bound: Bound | None = None) -> None:
        """Tells the caller."""
        self.count += 1
        self._make = make
        self._progress.found(lambda: self._shown(make(), bound))

    def best(self) -> Solution | None:
        """The last plan, or the one that was seen where that is better."""
        return None if self._make is None else self._shown(self._make(), None).solution

    def _shown(self, solution: Solution, bound: Bound | None) -> Incumbent:
        """The better plan of two; prices are those of the new one, which prove more."""
        new = incumbent(self._compiled, solution, bound)
        if self._seen is not None and self._seen.costs < new.costs:
            old = self._seen.solution
            kept = replace(solution, choice=old.choice, core=old.core, engine=old.engine)
            new = incumbent(self._compiled, kept, bound)
        self._seen = new
        return new


class Proving:
    """The course of a proof, which may go on when the solve is over."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def is_over(self) -> bool:
        """Later than the solve."""
        return self._progress.is_late()

    def found(self, make: Callable[[], Solution], bound: Bound | None = None) -> None:
        """A proof finds no plans."""


def incumbent(compiled: Compiled, solution: Solution, claimed: Bound | None = None) -> Incumbent:
    """A plan of an engine with its values."""
    if solution.core is not None:
        compiled = compiled.holding(solution.core)
    levels = levels_of(compiled.problem)
    values = level_values(compiled.problem, levels, solution.choice)
    if claimed is None:
        return Incumbent(compiled, solution, values, None)
    level = levels[claimed.level]
    reachable = Reachable(level.kind, level.group, as_read(level.kind, claimed.cost))
    return Incumbent(compiled, solution, values, reachable)
