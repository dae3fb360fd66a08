"""A shadow price: what one more of something is worth to the batch (02 section 5)."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from solver.explanation.level_rows import LevelRow, level_rows, lost_service, told_losses
from solver.explanation.residual.forced import WAITS
from solver.explanation.shadow.slots import Worth
from solver.levels import Level, LevelKind
from solver.problem import Problem
from solver.units import Ints
from solver.values import MAXIMISED, LevelValue


class PriceKind(IntEnum):
    """One more of what; the numbers are the contract's."""

    HOURLY = 1
    """A case that is new to an agent, by the hour or the cycle."""
    BACKLOG = 2
    """A case that he holds."""
    BOTH = 3
    QUEUE = 4
    """An agent with room for one case, in the first bucket of a queue."""
    SKILL = 5
    """A skill, for the agent with whom it is worth most."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What a batch gains. gain: by row of its levels, above 0 where it is better; served:
    cases that are served more, by row, 0 but for coverage."""

    gain: tuple[int, ...]
    served: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShadowPrice:
    """One more of something. agent, queue: positions, -1 for none. skill: with its level, the
    highest that the batch asks for; the agent is the one whom it helps."""

    kind: PriceKind
    gain: Gain
    agent: int = -1
    queue: int = -1
    skill: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """Turns costs into gains by the rows of a batch.

    rows: of a problem that may have levels beside those of the batch; kept: the batch's.
    """

    problem: Problem
    rows: tuple[LevelRow, ...]
    kept: Ints

    @staticmethod
    def of(problem: Problem, levels: tuple[Level, ...], told: tuple[LevelRow, ...]) -> "Telling":
        """Of a problem and its levels. told: the rows of the batch."""
        rows = level_rows(problem, levels)
        place = {_key(row): place for place, row in enumerate(rows)}
        return Telling(problem, rows, np.array([place[_key(row)] for row in told], dtype=np.int64))

    def gain(self, worth: Worth) -> Gain:
        """Of a way through the residual network."""
        case = np.array([move.case for move in worth.moves], dtype=np.int64)
        sign = np.array(
            [(move.after == WAITS) - (move.before == WAITS) for move in worth.moves],
            dtype=np.int64,
        )
        gain = -told_losses(self.rows, np.array([worth.cost]))[0]
        gain = gain - lost_service(self.problem, self.rows, case, sign)
        served = [self._served(row, case, sign) for row in self.rows]
        return Gain(*(tuple(np.array(one)[self.kept].tolist()) for one in (gain, served)))

    def _served(self, row: LevelRow, case: Ints, sign: Ints) -> int:
        """How many cases more are served in a row."""
        if row.kind != LevelKind.COVERAGE:
            return 0
        mine = self.problem.group[case] == row.group
        mine &= self.problem.urgency_class[case] == row.urgency_class
        return -int(sign[mine].sum())


def difference(before: tuple[LevelValue, ...], after: tuple[LevelValue, ...]) -> Gain:
    """From one batch to another, by the rows of the first."""
    reached = {_key(value): value for value in after}
    pairs = [(value, reached[_key(value)]) for value in before]
    gain = tuple(_better(one, other) for one, other in pairs)
    return Gain(gain, tuple(other.served_count - one.served_count for one, other in pairs))


def _better(before: LevelValue, after: LevelValue) -> int:
    """Above 0 where it is better."""
    more = after.value - before.value
    return more if before.kind in MAXIMISED else -more


def _key(row: LevelRow | LevelValue) -> tuple[int, int, int]:
    return row.kind, row.group, row.urgency_class
