"""A better fit of a plan, weights included, and prices that bound every fit (02 section 3)."""

from dataclasses import replace

import numpy as np
import pytest

from solver.boards.board import FAR, Board, Shares
from solver.boards.by_weight import packed, placed_again
from solver.boards.charges import charges, nearest
from solver.boards.evicted import evicted
from solver.boards.exchanges import improved, repaired
from solver.boards.held import HeldBoard
from solver.engines.course import UNWATCHED
from solver.engines.on_board import on_board
from solver.engines.sequential import SequentialEngine
from solver.levels import LevelKind, levels_of
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of, level_costs
from solver.units import Ints
from solver.weighing.evidence import Goal, OpenPlans, weigh
from tests.problems import SMALL, random_weighted_problem

SEEDS = range(40)


def planned(seed: int) -> tuple[Problem, Ints, HeldBoard] | None:
    """A plan one case after the other, and its board if it has one."""
    problem = random_weighted_problem(seed, SMALL)
    choice = SequentialEngine().solve(problem).choice
    open_ = np.ones(len(problem.triples), dtype=np.bool_)
    board = HeldBoard.of(problem, open_, choice) if problem.weighted else None
    return None if board is None else (problem, choice, board)


def plans() -> list[tuple[Problem, Ints, HeldBoard]]:
    found = [one for one in map(planned, SEEDS) if one is not None]
    assert len(found) >= 5
    return found


def cost(board: Board, agent: Ints) -> int:
    """What the cases cost with these agents."""
    of_agents = np.arange(len(board.room))
    count = Shares.of(board, agent).count
    discounts = [
        int(board.discount_of(of_agents, np.full(len(count), k))[count >= k].sum())
        for k in range(1, int(count.max()) + 1)
    ]
    return int(board.of_pairs(board.cases, agent).sum()) + sum(discounts)


def test_other_agents_of_a_board_change_no_level_above_fit() -> None:
    """And the levels tell of fit what the board tells."""
    changed = 0
    for problem, choice, held in plans():
        network, levels = build_network(problem), levels_of(problem)
        near = nearest(held.board, charges(held.board, UNWATCHED), 60)
        agent = improved(held.board, held.agent, near, UNWATCHED)
        before, after = (flow_of(network, each) for each in (choice, held.placed(agent)))
        assert before is not None
        assert after is not None
        fit = [level.kind for level in levels].index(LevelKind.FIT)
        old, new = (level_costs(network, levels, flow) for flow in (before, after))
        assert old[:fit] == new[:fit]
        assert new[fit] - old[fit] == cost(held.board, agent) - cost(held.board, held.agent)
        assert new[fit] <= old[fit]
        changed += new[fit] < old[fit]
    assert changed


def test_nobody_carries_more_than_he_has_room_for_in_the_end() -> None:
    """From an optimum without weights, in which some do."""
    started = 0
    for _, _, held in plans():
        board = held.board
        found = charges(board, UNWATCHED)
        near = nearest(board, found, 60)
        start = np.where(found.agent >= 0, found.agent, near[board.row[board.cases], 0])
        started += int(Shares.of(board, start).overfull(board).any())
        agent = evicted(board, repaired(board, start, near, UNWATCHED))
        placed = np.flatnonzero(agent >= 0)
        weight = board.weight[board.row[board.cases]]
        load = np.bincount(agent[placed], weights=weight[placed], minlength=len(board.room))
        assert (load <= board.room).all()
        assert (np.bincount(agent[placed], minlength=len(board.room)) <= board.most).all()
    assert started


@pytest.mark.parametrize("seed", range(10))
def test_prices_of_a_board_bound_fit_and_its_plans_hold(seed: int) -> None:
    made = planned(seed)
    if made is None:
        return
    problem, choice, _ = made
    network, levels = build_network(problem), levels_of(problem)
    fit = [level.kind for level in levels].index(LevelKind.FIT)
    open_ = OpenPlans.of(network)
    found = on_board(open_, fit, choice, UNWATCHED)
    assert found is not None
    for each in found.choices:
        assert flow_of(network, each) is not None
    flow = flow_of(network, choice)
    assert flow is not None
    costs = level_costs(network, levels, flow)
    weighed = weigh(open_, Goal.of(network, levels, costs[:fit]), found.prices)
    assert weighed is not None
    assert weighed.least <= costs[fit]


def test_cases_of_one_weight_placed_anew_make_no_plan_worse() -> None:
    """And keep to all rooms; in some it gains."""
    gained = 0
    for _, _, held in plans():
        board = held.board
        near = nearest(board, charges(board, UNWATCHED), 60)
        agent = placed_again(board, held.agent, near, UNWATCHED)
        assert (agent >= 0).all()
        assert not Shares.of(board, agent).overfull(board).any()
        assert cost(board, agent) <= cost(board, held.agent)
        gained += cost(board, agent) < cost(board, held.agent)
    assert gained


def test_a_plan_packed_from_nothing_keeps_to_all_rooms() -> None:
    """Evicted from it is nobody."""
    served = 0
    for _, _, held in plans():
        board = held.board
        found = charges(board, UNWATCHED)
        agent = packed(board, found, nearest(board, found, 60), UNWATCHED)
        assert np.array_equal(evicted(board, agent), agent)
        served += int((agent >= 0).sum())
    assert served


def test_two_cases_come_back_for_one() -> None:
    """A heavy case and two light ones change places where that suits all of them."""
    cost_of = np.array([[0, -90], [-90, 0], [-90, 0]], dtype=np.int32)
    board = Board.of(
        cost_of,
        weight=np.array([2, 1, 1]),
        row=np.arange(3),
        room=np.array([2, 2]),
        most=np.array([3, 3]),
        discount=np.zeros((2, 3), dtype=np.int64),
    )
    near = np.array([[0, 1]] * 3)

    assert improved(board, np.array([0, 1, 1]), near, UNWATCHED).tolist() == [1, 0, 0]


def test_nobody_loses_a_place_to_save_the_others_much() -> None:
    """Placing the third case costs both others more than the ceiling."""
    cost_of = np.array([[-90, 0], [-90, 0], [FAR, -90]], dtype=np.int32)
    board = Board.of(
        cost_of,
        weight=np.array([1, 1, 1]),
        row=np.arange(3),
        room=np.array([2, 2]),
        most=np.array([3, 3]),
        discount=np.zeros((2, 3), dtype=np.int64),
    )
    cheap = replace(board, ceiling=-89)
    near = np.array([[0, 1]] * 3)

    agent = placed_again(cheap, np.array([1, 0, 1]), near, UNWATCHED)
    assert (agent >= 0).all()
    assert cost(cheap, agent) <= cost(cheap, np.array([1, 0, 1]))
