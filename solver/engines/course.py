"""The course of a solve: what an engine tells on its way, and who tells it to end.

The kernel knows no clock; whoever calls it does (02 section 3, "Anytime").
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from solver.engines.solution import Solution
from solver.errors import TimeIsUp


@dataclass(frozen=True, slots=True)
class Bound:
    """The least cost that a level could have with those above as they are, as an engine claims.

    level: position among all levels.
    """

    level: int
    cost: int


class Course(Protocol):
    """Listens to an engine. It is asked and told between solves, in the engine's own thread."""

    def is_over(self) -> bool:
        """Nothing better is looked for any more."""

    def found(self, make: Callable[[], Solution], bound: Bound | None = None) -> None:
        """There is a feasible plan, no worse than those before; `make` works it out."""


class Unwatched:
    """Nobody listens, and time has no end."""

    def is_over(self) -> bool:
        """Never."""
        return False

    def found(self, make: Callable[[], Solution], bound: Bound | None = None) -> None:
        """Nobody wants it."""


UNWATCHED = Unwatched()


def keep_on(course: Course) -> None:
    """Raises TimeIsUp once time is over."""
    if course.is_over():
        raise TimeIsUp("The time for the solve is over.")
