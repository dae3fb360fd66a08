"""How fits came about, to the last number (02 section 2 "Numbers", 02 section 5)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.factors import inputs_of
from solver.rules import FitFacts, Input
from solver.units import PPM, Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs whose fits are asked about, with what is known of them; all of shape: pairs.

    weighed_by: queue whose weights hold, -1 for the policy's. fit: in units of 1e-4.
    sent: the caller decided it. kept: no penalty applies, the case stays with its owner.
    """

    case: Indexes
    agent: Indexes
    weighed_by: Indexes
    fit: Ints
    sent: Bools
    kept: Bools


@dataclass(frozen=True, slots=True, eq=False)
class Breakdown:
    """The fits of pairs in parts, all of shape: pairs (x pillars where said).

    value, weight: pillars in ppm; contribution: their shares of the fit, which sum to it
    exactly; flag: why a value is a default; all pairs x pillars. inputs: of each pillar,
    what its values came from. keep: 1 - penalty in ppm, 1e6 where none applies.
    """

    pairs: Pairs
    value: Ints
    weight: Ints
    contribution: Ints
    flag: NDArray[np.uint8]
    inputs: tuple[tuple[Input, ...], ...]
    keep: Ints


def break_down(facts: FitFacts, pairs: Pairs) -> Breakdown:
    """Takes fits apart."""
    value, flag = pillar_values(facts, pairs.case, pairs.agent)
    weight = np.vstack([facts.weights, facts.policy_weights])[pairs.weighed_by]
    keep = np.where(pairs.kept | pairs.sent, PPM, facts.keep[pairs.agent])
    parts = contributions(value * weight, keep, pairs.fit)
    contribution = np.where(pairs.sent[:, None], 0, parts)
    inputs = tuple(inputs_of(factor, pairs.case, pairs.agent) for factor in facts.factors)
    return Breakdown(pairs, value, weight, contribution, flag, inputs, keep)


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
