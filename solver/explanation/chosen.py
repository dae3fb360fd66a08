"""Why this agent: how the fit came about, and his place among the others (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled, first_queues
from solver.explanation.breakdown import Breakdown, Pairs, break_down
from solver.picks import Picks
from solver.units import Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The served cases of a plan, all of shape: picks.

    place: among the case's eligible agents by raw fit, from 1; eligible: how many.
    """

    picks: Picks
    breakdown: Breakdown
    place: Ints
    eligible: Ints


def explain_chosen(compiled: Compiled, picks: Picks) -> Chosen:
    """Breaks the fits of a plan down."""
    case = picks.case.astype(np.int32)
    first = first_queues(compiled.eligibility)[case]
    weighed_by = np.where(picks.queue >= 0, picks.queue, first)
    sent = picks.sent.astype(np.bool_)
    pairs = Pairs(case, picks.agent, weighed_by, picks.fit, sent, picks.kept)
    return Chosen(picks, break_down(compiled.facts, pairs), *_places(compiled, picks))


def _places(compiled: Compiled, picks: Picks) -> tuple[Ints, Ints]:
    """Place by raw fit and number of eligible agents, each by the best of his ways to the case.

    Over the limits nobody is eligible: an override is placed among those who have room.
    """
    count = compiled.problem.case_count
    case, agent, best = _best_ways(compiled)
    chosen_fit = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
    chosen_fit[picks.case] = picks.fit
    chosen_agent = np.full(count, -1, dtype=np.int32)
    chosen_agent[picks.case] = picks.agent
    better = (best > chosen_fit[case]) & (agent != chosen_agent[case])
    ahead = np.bincount(case[better], minlength=count)
    eligible = np.bincount(case, minlength=count)
    return ahead[picks.case] + 1, eligible[picks.case]


def _best_ways(compiled: Compiled) -> tuple[Indexes, Indexes, Ints]:
    """Case, agent and best raw fit of every pair; triples are sorted by (case, agent)."""
    case, agent = compiled.problem.triples.case, compiled.agent
    fresh = np.ones(len(case), dtype=np.bool_)
    fresh[1:] = (case[1:] != case[:-1]) | (agent[1:] != agent[:-1])
    first = np.flatnonzero(fresh)
    if not len(first):
        return case, agent, compiled.fit
    return case[first], agent[first], np.maximum.reduceat(compiled.fit, first)
