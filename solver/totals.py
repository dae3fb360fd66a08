"""Pillar sums of each agent over all pairs that nobody holds (S4)."""

from dataclasses import dataclass

import numpy as np

from solver.candidates import Candidates
from solver.fit import pair_fits
from solver.units import PPM, Floats, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class PillarTotals:
    """Sums before the penalty in units of 1e-12, computed and sent ones apart; shape: agents.

    pairs: how many there are.
    """

    computed: Ints
    sent: Ints
    pairs: Ints

    @staticmethod
    def nothing(agents: int) -> "PillarTotals":
        """Of no pairs."""
        return PillarTotals(*(np.zeros(agents, dtype=np.int64) for _ in range(3)))

    def add(self, agent: Indexes, before: Ints, sent: Ints | Indexes, sign: int = 1) -> None:
        """Adds single pairs, or takes them away."""
        np.add.at(self.computed, agent, np.where(sent, 0, before) * sign)
        np.add.at(self.sent, agent, np.where(sent, before, 0) * sign)
        np.add.at(self.pairs, agent, sign)


def pillar_totals(agents: int, candidates: Candidates | None) -> PillarTotals:
    """The sums over all candidates, whose fits are held from here on."""
    totals = PillarTotals.nothing(agents)
    if candidates is not None:
        _add_patterns(totals, candidates)
        _take_removed(totals, candidates)
    return totals


def _add_patterns(totals: PillarTotals, candidates: Candidates) -> None:
    """Every class of cases once, as often as it has cases."""
    patterns, count = candidates.patterns, candidates.fits.classes.count
    for ways, some, fits in candidates.fits.walk():
        agent, times = patterns.agent[ways], count[some]
        computed = fits.pillar_sum
        if fits.listed is not None and fits.sent is not None:
            sent = times @ np.where(fits.listed, fits.sent * PPM, 0)
            computed = np.where(fits.listed, 0.0, computed)
            np.add.at(totals.sent, agent, sent)
        np.add.at(totals.computed, agent, _summed(computed, times))
        np.add.at(totals.pairs, agent, int(times.sum()))


def _summed(sums: Floats, times: Ints) -> Ints:
    """Sums over classes, each so many times; exact: whole numbers of at most 1e12."""
    if len(sums) < len(times):
        alike: Ints = sums[0].astype(np.int64) * times.sum()
        return alike
    if times.sum() > _EXACT:
        whole: Ints = np.sum(times[:, None] * sums.astype(np.int64), axis=0)
        return whole
    exact: Ints = (times.astype(np.float64) @ sums).astype(np.int64)
    return exact


_EXACT = 9_000
"""Sums of so many pillar sums are below 2^53, and exact in floats."""


def _take_removed(totals: PillarTotals, candidates: Candidates) -> None:
    """Takes away the pairs that are removed."""
    case, way = candidates.removed_ways()
    agent, queue = candidates.patterns.agent[way], candidates.patterns.queue[way]
    fits = pair_fits(candidates.fits.scores.facts, case, agent, queue)
    totals.add(agent, fits.before_penalty, fits.sent, -1)
