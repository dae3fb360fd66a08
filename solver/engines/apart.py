"""Weighted problems part by part, where their parts share no agent (02 section 3)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from solver.components import Part, joined, parts_of
from solver.engines.course import UNWATCHED, Bound, Course
from solver.engines.engine import Solution
from solver.engines.sequential import SequentialEngine
from solver.problem import Problem

Solve = Callable[[Problem, Course, float], Solution]
"""Solves a part on a course, with its share of the time."""


def solve_apart(problem: Problem, solve: Solve, course: Course = UNWATCHED) -> Solution:
    """All parts of a problem; as one where there is only one."""
    parts = parts_of(problem)
    if len(parts) == 1:
        return solve(problem, course, 1.0)
    apart = _Apart(problem, parts, course)
    course.found(apart.solution)
    shares = _shares(parts)
    # Where weights cannot bind, it takes no time.
    for place in sorted(range(len(parts)), key=lambda place: parts[place].problem.is_weighted):
        apart.solved[place] = solve(parts[place].problem, _OfPart(apart, place), shares[place])
    return apart.solution()


def _shares(parts: tuple[Part, ...]) -> list[float]:
    """Of the time, as far as it goes by triples in which weights can bind."""
    sizes = [len(part.triple) if part.problem.is_weighted else 0 for part in parts]
    return [size / max(sum(sizes), 1) for size in sizes]


@dataclass(slots=True, eq=False)
class _Apart:
    """What there is of all parts; the others are served one case after the other."""

    problem: Problem
    parts: tuple[Part, ...]
    course: Course
    solved: dict[int, Solution] = field(default_factory=dict)

    def solution(self) -> Solution:
        """The whole plan, with what is claimed of its parts."""
        return self.with_part(-1, None)

    def with_part(self, place: int, new: Solution | None) -> Solution:
        """The same with another plan of one part."""
        greedy = SequentialEngine()
        parts = tuple(
            new
            if new is not None and one == place
            else self.solved.get(one) or greedy.solve(part.problem)
            for one, part in enumerate(self.parts)
        )
        choice = joined(self.problem, self.parts, tuple(part.choice for part in parts))
        engines = [part.engine for part in parts if part.engine not in ("", "flow")]
        count = sum(part.solve_count for part in parts)
        engine = engines[0] if engines else greedy.name
        return Solution(choice, solve_count=count, parts=parts, engine=engine)


@dataclass(frozen=True, slots=True, eq=False)
class _OfPart:
    """The course of one part."""

    apart: _Apart
    place: int

    def is_over(self) -> bool:
        """As of the whole."""
        return self.apart.course.is_over()

    def found(self, make: Callable[[], Solution], bound: Bound | None = None) -> None:
        """A plan of the part is one of the whole; a bound of the part is none of the whole."""
        self.apart.course.found(lambda: self.apart.with_part(self.place, make()))
