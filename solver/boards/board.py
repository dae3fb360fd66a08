"""Cases that may change their agents at no cost above fit, as one table (02 section 3)."""

from dataclasses import dataclass

import numpy as np

from solver.problem import OFF
from solver.units import Bools, Indexes, Ints

FAR = 2**29
"""The cost where there is no way; others are less than a quarter of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """Rows of cases that are alike, and agents.

    cost: of a case of each row with each agent, FAR where there is no way; shape: rows x agents.
    weight: of a case of each row. row: of each case, -1 = it stays where it is; shape: cases.
    room, most: what agents can carry and how many cases they may take. discount: of an agent's
    k-th case, nondecreasing along the row and constant beyond its end; shape: agents x k.
    spread: how far costs, discounts included, lie apart; ceiling: more than a place is worth.
    """

    cost: Indexes
    weight: Ints
    row: Ints
    room: Ints
    most: Ints
    discount: Ints
    spread: int
    ceiling: int

    @staticmethod
    def of(
        cost: Indexes, weight: Ints, row: Ints, room: Ints, most: Ints, discount: Ints
    ) -> "Board":
        """Agents take no more cases than they can carry of the lightest."""
        least = max(1, int(weight.min(initial=OFF)))
        some = cost[cost < FAR]
        low, high = int(some.min(initial=FAR)), int(some.max(initial=-FAR))
        spread = max(1, high - low + int(discount.max(initial=0)))
        most = np.minimum(most, room // least)
        return Board(cost, weight, row, room, most, discount, spread, high + 3 * spread)

    @property
    def cases(self) -> Ints:
        """Those that may change."""
        return np.flatnonzero(self.row >= 0)

    @property
    def count(self) -> Ints:
        """How many cases there are; shape: rows."""
        return np.bincount(self.row[self.row >= 0], minlength=len(self.weight))

    @property
    def usual_weight(self) -> float:
        """The mean weight of a case."""
        count = self.count
        whole = float((self.weight * count).sum())
        return max(whole / max(int(count.sum()), 1), 1e-9)

    def of_pairs(self, case: Ints, agent: Ints) -> Ints:
        """Costs of some cases with some agents."""
        cost: Ints = self.cost[self.row[case], agent].astype(np.int64)
        return cost

    def discount_of(self, agent: Ints, k: Ints) -> Ints:
        """Of the agents' k-th cases, k from 1; 0 for k = 0."""
        column = np.clip(k, 1, self.discount.shape[1]) - 1
        return np.where(k > 0, self.discount[agent, column], 0)

    def first_units(self) -> tuple[Ints, Ints, Ints]:
        """Agent, capacity and cost of single cases, those of equal cost at the end as one."""
        width = self.discount.shape[1]
        agent, k = np.nonzero(np.arange(width) < self.most[:, None])
        capacity = np.where(k == width - 1, self.most[agent] - width + 1, 1)
        return agent, capacity, self.discount[agent, k]


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What agents have of a plan. load: what they carry; count: of cases; shape: agents."""

    load: Ints
    count: Ints

    @staticmethod
    def of(board: Board, agent: Ints) -> "Shares":
        """agent: of each case of the board; shape: board.cases."""
        weight = board.weight[board.row[board.cases]]
        agents = len(board.room)
        load = np.bincount(agent, weights=weight, minlength=agents).astype(np.int64)
        return Shares(load, np.bincount(agent, minlength=agents))

    def overfull(self, board: Board) -> Bools:
        """True for agents who carry or have too much."""
        overfull: Bools = (self.load > board.room) | (self.count > board.most)
        return overfull
