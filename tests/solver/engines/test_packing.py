"""Whom fractions serve finds a place, and no room is overrun (L2)."""

from dataclasses import replace

import numpy as np
import pytest

from solver.engines.course import UNWATCHED
from solver.engines.packing import packed_cases
from solver.levels import ClassCoverage
from solver.network import build_network
from solver.problem import DeskKind, Desks, Problem, Triples, WeightedRows
from solver.proof import flow_of
from solver.units import Floats, Ints
from solver.weighing.evidence import Goal, OpenPlans

CASES, AGENTS, BEST = 120, 30, 8
PLENTY = 10**6


def full_rooms(seed: int) -> Problem:
    """Cases of weights 1 to 8 that some plan packs to the last unit of every room."""
    rng = np.random.default_rng(seed)
    weight = rng.choice([100, 200, 400, 800], CASES, p=[0.3, 0.45, 0.15, 0.1])
    home = rng.integers(0, AGENTS, CASES)
    allowed = rng.permuted(np.tile(np.arange(AGENTS), (CASES, 1)), axis=1)[:, :BEST]
    pairs = {(case, int(agent)) for case in range(CASES) for agent in allowed[case]}
    pairs |= {(case, int(agent)) for case, agent in enumerate(home)}
    case, desk = np.array(sorted(pairs), dtype=np.int32).T
    zeros = np.zeros(len(case), dtype=np.int32)
    one_each = np.zeros(AGENTS, dtype=np.int64)
    return Problem(
        group=np.zeros(CASES, dtype=np.int32),
        urgency_class=np.zeros(CASES, dtype=np.int32),
        urgency=np.ones(CASES, dtype=np.int64),
        desks=Desks(
            agent=np.arange(AGENTS, dtype=np.int32),
            queue=np.zeros(AGENTS, dtype=np.int32),
            room=one_each + PLENTY,
            kind=np.full(AGENTS, DeskKind.FIT, dtype=np.int32),
        ),
        triples=Triples(case, desk, zeros, zeros, np.zeros(len(case), dtype=np.int64)),
        new_room=one_each + PLENTY,
        backlog_room=one_each + PLENTY,
        place=one_each,
        discount=np.zeros((AGENTS, 1), dtype=np.int64),
        turns_before=one_each,
        weighted=WeightedRows(
            weight[case].astype(np.int64),
            np.bincount(home, weights=weight, minlength=AGENTS).astype(np.int64),
        ),
    )


def packed(problem: Problem, share: Floats) -> Ints:
    """Of the one class that there is."""
    network = build_network(problem)
    plans = OpenPlans.of(network)
    choice = packed_cases(plans, Goal.of(network, (ClassCoverage(0, 0),), ()), share, UNWATCHED)
    assert choice is not None
    assert flow_of(network, choice) is not None
    return choice


def drawn_shares(problem: Problem, seed: int) -> Floats:
    """Every case is served, here and there a part of it."""
    share = np.random.default_rng(seed).random(len(problem.triples))
    case = problem.triples.case
    return share / np.bincount(case, weights=share)[case]


@pytest.mark.parametrize("start", [0, 10])
def test_L2_nearly_all_find_a_place_where_no_unit_is_to_spare(start: int) -> None:
    served = 0
    for seed in range(start, start + 10):
        problem = full_rooms(seed)
        served += int((packed(problem, drawn_shares(problem, seed)) >= 0).sum())
    assert served >= 0.96 * 10 * CASES


def test_L2_all_find_a_place_where_some_units_are_to_spare() -> None:
    for seed in range(10):
        tight = full_rooms(seed)
        assert tight.weighted is not None
        room = tight.weighted.room + 200
        problem = replace(tight, weighted=replace(tight.weighted, room=room))
        assert (packed(problem, drawn_shares(problem, seed)) >= 0).all()


def test_whom_fractions_do_not_serve_waits() -> None:
    problem = full_rooms(0)
    share = drawn_shares(problem, 0)
    share[problem.triples.case % 2 == 1] = 0.0

    assert (packed(problem, share)[1::2] < 0).all()
