"""Fits and pair scores of whole blocks of pairs, from factors (04 section 4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import alike, numbered
from solver.fit import pair_fits
from solver.rules import FitFacts, Rotation
from solver.units import (
    PPM,
    SCORE,
    Bools,
    Floats,
    Indexes,
    Ints,
    divide_exact_products,
    divide_half_even,
)

_PER_SCORE = PPM // SCORE


@dataclass(frozen=True, slots=True, eq=False)
class BlockFits:
    """Fits of a block of pairs, as `PairFits` has them of a list; shape: cases x ways.

    pillar_sum: as it was computed, in whole numbers, perhaps one row for all; sent: in ppm,
    listed: where the caller sent it, None = nowhere.
    """

    score: Indexes
    pillar_sum: Floats
    sent: Ints | None = None
    listed: Bools | None = None


@dataclass(frozen=True, slots=True, eq=False)
class FitScores:
    """Pair scores from fit, turns and the cost of a move (02 section 2).

    owned: cases with an owner, who gain `switch_cost` by a move or stay; shape: cases.
    """

    facts: FitFacts
    rotation: Rotation
    owned: Bools
    switch_cost: int

    @property
    def alike(self) -> Indexes:
        """Alike in every factor, in what was sent, and in having an owner."""
        columns = [factor.alike for factor in self.facts.factors]
        if self.facts.sent is not None:
            columns.append(self.facts.sent.alike)
        return numbered([*columns, self.owned.astype(np.int32)])

    def of_fit_block(
        self, fit: NDArray[np.int16], case: Indexes | Ints, agent: Indexes, queue: Indexes
    ) -> NDArray[np.int16] | Ints:
        """Scores of some cases in some ways from their fits; shape: cases x ways."""
        score: NDArray[np.int16] | Ints = fit
        owned = self.owned[case]
        turning = self.rotation.turning[queue]
        if turning.any():
            by_turns = self.rotation.score[queue, agent]
            score = np.where(turning & ~owned[:, None], by_turns, score)
        return score - np.where(owned, self.switch_cost, 0)[:, None] if owned.any() else score

    def pairs(self, case: Indexes, agent: Indexes, queue: Indexes) -> Ints:
        """Scores of single (case, agent, queue)."""
        return self.of_fits(pair_fits(self.facts, case, agent, queue).score, case, agent, queue)

    def of_fits(self, fit: Ints, case: Indexes, agent: Indexes, queue: Indexes) -> Ints:
        """Scores of single (case, agent, queue) from their fits: a move must gain the cost (O3)."""
        owned = self.owned[case]
        by_turns = self.rotation.turning[queue] & ~owned
        score = np.where(by_turns, self.rotation.score[queue, agent], fit)
        return score - np.where(owned, self.switch_cost, 0)

    def fits(self, case: Indexes, agent: Indexes, queue: Indexes) -> BlockFits:
        """Fits of some cases in some ways, each under the weights of its queue."""
        pillar_sum = self._sums(case, agent, queue)
        score = divide_exact_products(pillar_sum, self.facts.keep[agent], PPM * PPM * _PER_SCORE)
        if self.facts.sent is None:
            return BlockFits(score, pillar_sum)
        pairs = np.broadcast_arrays(case[:, None], agent[None, :])
        listed, value = self.facts.sent.listed(*pairs), self.facts.sent.at(*pairs)
        sent = divide_half_even(value, _PER_SCORE).astype(np.int32)
        return BlockFits(np.where(listed, sent, score), pillar_sum, value, listed)

    def _sums(self, case: Indexes, agent: Indexes, queue: Indexes) -> Floats:
        """Pillar sums, each under the weights of its queue; cases x ways, or one row."""
        agents, place = np.unique(agent, return_inverse=True)
        weights, kind = self._weights(queue)
        if len(weights) == 1:
            sums = self._pillar_sums(case, agents, weights[0])
            return sums if len(agents) == len(agent) else sums[:, place]
        result = np.empty((len(case), len(agent)))
        for row, weight in enumerate(weights):
            mine = np.flatnonzero(kind == row)
            result[:, mine] = self._pillar_sums(case, agents, weight)[:, place[mine]]
        return result

    def _weights(self, queue: Indexes) -> tuple[Ints, Ints]:
        """Different weights of the queues of some ways, and which ones each way has."""
        once, place = alike([queue])
        table = self.facts.weights[queue[once]]
        first, kind = alike(list(table.T))
        return table[first], kind[place]

    def _pillar_sums(self, case: Indexes, agent: Indexes, weight: Ints) -> Floats:
        """`pre = sum_p W_p * v_p`, in units of 1e-12; shape: cases x agents, or one row."""
        total = np.zeros((1, len(agent)))
        for factor, share in zip(self.facts.factors, weight.tolist(), strict=True):
            if share:
                part = np.multiply(factor.block(case, agent), float(share), dtype=np.float64)
                total = np.add(part, total, out=part if len(part) >= len(total) else None)
        return total
