"""What a limit is: it counts, or it weighs."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np

from solver.facts import Snapshot
from solver.problem import OFF
from solver.reasons import Reason
from solver.units import Bools, Indexes, Ints

NO_LIMIT = np.iinfo(np.int32).max
"""Room without a limit."""


class Scope(IntEnum):
    """Which node of the network a limit narrows (02 section 1)."""

    BACKLOG = 1
    """All cases an agent holds: node all(agent)."""
    NEW = 2
    """Cases new to an agent in this batch: node new(agent)."""
    QUEUE = 3
    """Cases of a queue for an agent: node (agent, queue)."""


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """What a limit has counted and allows; `limit` is NO_LIMIT where there is none.

    Shape: agents, or queues x agents for Scope.QUEUE.
    """

    used: Ints
    limit: Ints

    @property
    def room(self) -> Ints:
        """What is left over, clamped at 0, or NO_LIMIT."""
        left = np.maximum(self.limit - self.used, 0)
        room: Ints = np.where(self.limit == NO_LIMIT, NO_LIMIT, left)
        return room


class Limit(Protocol):
    """A counting limit; no room left is its refusal."""

    @property
    def reason(self) -> Reason:
        """The refusal when no room is left."""

    @property
    def scope(self) -> Scope:
        """Which node it narrows."""

    def usage(self, snapshot: Snapshot) -> Usage:
        """Used and allowed."""


class PairWeights(Protocol):
    """Weights of single pairs that differ from those of their cases (S13, L2)."""

    @property
    def cases(self) -> Bools:
        """True for cases of which some pair has a weight of its own; shape: cases."""

    def find(self, case: Indexes, agent: Indexes) -> tuple[Bools, Ints]:
        """Whether each pair has a weight of its own, and that in hundredths."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightedUsage:
    """Weighted capacity (L2), all in hundredths.

    weight: of each case; shape: cases. used: weight of what each agent holds; limit: OFF
    where there is none; shape: agents. own: of single pairs, None where all are alike.
    """

    weight: Ints
    used: Ints
    limit: Ints
    own: PairWeights | None = None

    def of(self, case: Indexes, agent: Indexes) -> Ints:
        """w(i, a) of single pairs."""
        weight: Ints = self.weight[case]
        if self.own is None:
            return weight
        listed, own = self.own.find(case, agent)
        return np.where(listed, own, weight)

    @property
    def room(self) -> Ints:
        """What is left over, clamped at 0, or OFF."""
        left = np.maximum(self.limit - self.used, 0)
        room: Ints = np.where(self.limit == OFF, OFF, left)
        return room


class WeightedLimit(Protocol):
    """A limit on the sum of weights; a case that alone weighs more than is left is refused."""

    @property
    def reason(self) -> Reason:
        """The refusal of cases that weigh too much."""

    def limits(self, snapshot: Snapshot) -> Ints:
        """What agents may hold at most, in hundredths, OFF without a limit; shape: agents."""

    def usage(self, snapshot: Snapshot) -> WeightedUsage:
        """Weights, used and allowed."""
