"""Why this agent: how the fit came about, and his place among the others (02 section 5)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.compile import Compiled, first_queues
from solver.picks import Picks
from solver.rules import FitFacts
from solver.units import PPM, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The served cases of a plan, all of shape: picks (x pillars where said).

    value, weight: pillars in ppm; contribution: their shares of the fit, which sum
    to it exactly; flag: why a value is a default; all picks x pillars. keep: 1 -
    penalty in ppm, 1e6 where none applies. place: among the case's eligible agents by
    raw fit, from 1; eligible: how many.
    """

    picks: Picks
    value: Ints
    weight: Ints
    contribution: Ints
    flag: NDArray[np.uint8]
    keep: Ints
    place: Ints
    eligible: Ints


def explain_chosen(compiled: Compiled, picks: Picks) -> Chosen:
    """Breaks the fits of a plan down."""
    facts = compiled.facts
    sent = picks.sent.astype(np.bool_)
    case = picks.case.astype(np.int32)
    value, flag = pillar_values(facts, case, picks.agent)
    weighed_by = np.where(picks.queue >= 0, picks.queue, first_queues(compiled.eligibility)[case])
    weight = np.vstack([facts.weights, facts.policy_weights])[weighed_by]
    keep = np.where(picks.kept | sent, PPM, facts.keep[picks.agent])
    parts = contributions(value * weight, keep, picks.fit)
    contribution = np.where(sent[:, None], 0, parts)
    place, eligible = _places(compiled, picks)
    return Chosen(picks, value, weight, contribution, flag, keep, place, eligible)


def pillar_values(facts: FitFacts, case: Indexes, agent: Indexes) -> tuple[Ints, NDArray[np.uint8]]:
    """Values in ppm and flags of single pairs; both of shape: pairs x pillars."""
    shape = (len(case), len(facts.pillars))
    value, flag = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.uint8)
    for column, factor in enumerate(facts.factors):
        value[:, column] = factor.at(case, agent)
        flag[:, column] = factor.flag_at(case, agent)
    return value, flag


def contributions(shares: Ints, keep: Ints, fit: Ints) -> Ints:
    """Splits fits over pillars by largest remainder, ties to the first pillar.

    shares: W x v, pairs x pillars; keep: ppm, pairs; fit: units of 1e-4, pairs. Each
    part is within one unit of its exact share, and each row sums to its fit.
    """
    exact = shares * keep[:, None]
    parts = exact // _UNIT
    missing = fit - parts.sum(axis=1)
    by_rest = np.argsort(-(exact % _UNIT), axis=1, kind="stable")
    turn = np.empty_like(by_rest)
    np.put_along_axis(turn, by_rest, np.arange(shares.shape[1])[None, :], axis=1)
    result: Ints = parts + (turn < missing[:, None])
    return result


_UNIT = 10**14


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
