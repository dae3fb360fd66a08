"""Three-valued answers: a condition holds, does not, or is unknown (Q2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from solver.units import Bools


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Where a condition holds, and where it does not; unknown elsewhere. Shapes: cases."""

    yes: Bools
    no: Bools

    def __invert__(self) -> "Answer":
        """NOT: what is unknown stays unknown."""
        return Answer(self.no, self.yes)


def all_of(answers: Sequence[Answer]) -> Answer:
    """AND: one no decides, else one unknown does."""
    yes = reduce(np.logical_and, (answer.yes for answer in answers))
    return Answer(yes, reduce(np.logical_or, (answer.no for answer in answers)))


def any_of(answers: Sequence[Answer]) -> Answer:
    """OR: one yes decides, else one unknown does."""
    yes = reduce(np.logical_or, (answer.yes for answer in answers))
    return Answer(yes, reduce(np.logical_and, (answer.no for answer in answers)))
