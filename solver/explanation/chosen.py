"""Why this agent: how the fit came about, and his place among the others (02 section 5)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.compile import Compiled, first_queues
from solver.problem import DeskKind
from solver.rules import FitFacts
from solver.units import PPM, Bools, Indexes, Ints
from solver.values import Served, discounts


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The served cases of a plan, all of shape: served cases (x pillars where said).

    value, weight: pillars in ppm; contribution: their shares of the fit, which sum
    to `fit` exactly; flag: why a value is a default; all served x pillars.
    queue: -1 where a case stays with its owner. keep: 1 - penalty in ppm, 1e6 there.
    place: among the case's eligible agents by raw fit, from 1; eligible: how many.
    """

    served: Served
    queue: Indexes
    fit: Ints
    sent: Bools
    value: Ints
    weight: Ints
    contribution: Ints
    flag: NDArray[np.uint8]
    keep: Ints
    discount: Ints
    place: Ints
    eligible: Ints


def explain_chosen(compiled: Compiled, choice: Ints) -> Chosen:
    """Breaks the fits of a plan down."""
    facts = compiled.facts
    served = Served.of(compiled.problem, choice)
    queue = compiled.queue[served.triple]
    case = served.case.astype(np.int32)
    value, flag = pillar_values(facts, case, served.agent)
    weighed_by = np.where(queue >= 0, queue, first_queues(compiled.eligibility)[case])
    weight = np.vstack([facts.weights, facts.policy_weights])[weighed_by]
    keep = np.where(served.kind >= DeskKind.KEEP, PPM, facts.keep[served.agent])
    fit = compiled.fit[served.triple]
    sent = compiled.sent[served.triple].astype(np.bool_)
    place, eligible = _places(compiled, served)
    return Chosen(
        served,
        queue,
        fit,
        sent,
        value,
        weight,
        np.where(sent[:, None], 0, contributions(value * weight, keep, fit)),
        flag,
        keep,
        discounts(compiled.problem, served, compiled.fit),
        place,
        eligible,
    )


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


def _places(compiled: Compiled, served: Served) -> tuple[Ints, Ints]:
    """Place by raw fit and number of eligible agents, each by the best of his ways to the case."""
    problem = compiled.problem
    case, agent, best = _best_ways(compiled)
    chosen_fit = np.full(problem.case_count, np.iinfo(np.int64).max, dtype=np.int64)
    chosen_fit[served.case] = compiled.fit[served.triple]
    chosen_agent = np.full(problem.case_count, -1, dtype=np.int32)
    chosen_agent[served.case] = served.agent
    better = (best > chosen_fit[case]) & (agent != chosen_agent[case])
    ahead = np.bincount(case[better], minlength=problem.case_count)
    eligible = np.bincount(case, minlength=problem.case_count)
    return ahead[served.case] + 1, eligible[served.case]


def _best_ways(compiled: Compiled) -> tuple[Indexes, Indexes, Ints]:
    """Case, agent and best raw fit of every pair; triples are sorted by (case, agent)."""
    case, agent = compiled.problem.triples.case, compiled.agent
    fresh = np.ones(len(case), dtype=np.bool_)
    fresh[1:] = (case[1:] != case[:-1]) | (agent[1:] != agent[:-1])
    first = np.flatnonzero(fresh)
    if not len(first):
        return case, agent, compiled.fit
    return case[first], agent[first], np.maximum.reduceat(compiled.fit, first)
