"""Pillar sums of each agent over all pairs that nobody holds (S4)."""

from dataclasses import dataclass

import numpy as np

from solver.candidates import Candidates, Classes, blocks
from solver.fit import pair_fits
from solver.scoring import FitScores
from solver.units import PPM, Indexes, Ints


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


def pillar_totals(scores: FitScores, candidates: Candidates | None) -> PillarTotals:
    """The sums over all candidates."""
    totals = PillarTotals.nothing(len(scores.facts.keep))
    if candidates is not None:
        _add_patterns(totals, scores, candidates)
        _take_removed(totals, scores, candidates)
    return totals


def _add_patterns(totals: PillarTotals, scores: FitScores, candidates: Candidates) -> None:
    """Every class of cases once, as often as it has cases."""
    patterns = candidates.patterns
    classes = Classes.of([patterns.of_case, scores.alike])
    count = np.bincount(classes.of_case)
    of_class = patterns.of_case[classes.first]
    for pattern in range(len(patterns)):
        ways = patterns.ways(pattern)
        agent, queue = patterns.agent[ways], patterns.queue[ways]
        mine = np.flatnonzero(of_class == pattern)
        for some in (mine[rows] for rows in blocks(len(mine), len(agent))):
            fits = scores.fits(classes.first[some], agent, queue)
            times = count[some][:, None]
            computed = fits.pillar_sum.astype(np.int64) * times
            if fits.listed is not None and fits.sent is not None:
                sent = np.where(fits.listed, fits.sent * PPM, 0) * times
                computed = np.where(fits.listed, 0, computed)
                np.add.at(totals.sent, agent, sent.sum(axis=0))
            np.add.at(totals.computed, agent, computed.sum(axis=0))
        np.add.at(totals.pairs, agent, int(count[mine].sum()))


def _take_removed(totals: PillarTotals, scores: FitScores, candidates: Candidates) -> None:
    """Takes away the pairs that are removed."""
    case, way = candidates.removed_ways()
    agent, queue = candidates.patterns.agent[way], candidates.patterns.queue[way]
    fits = pair_fits(scores.facts, case, agent, queue)
    totals.add(agent, fits.before_penalty, fits.sent, -1)
