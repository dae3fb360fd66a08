"""What a unit of weight is charged by each agent, so that few carry too much (02 section 3).

Agents who carry more than they can become dearer, those who carry less cheaper, in ever smaller
steps. Under all charges the flow is solved over a core that grows by what would pay outside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from solver.boards.board import FAR, Board
from solver.boards.relaxed import Core, Relaxed, relaxed, spread_units
from solver.engines.course import Course, keep_on
from solver.units import Floats, Ints

GUESSES, SAMPLES = 24, 6
"""Steps of the first guess, and how many samples its rows fall into: one is asked in a step."""
COARSE, FINE = 0.2, 0.004
"""How near to the cheapest an agent must be to be asked, at first and at last, in spreads."""
EASE = 0.3
"""Share of a step that is taken."""
FIRST, MORE = 30, 25
"""Pairs of each row in the first core, and what a look adds at most."""
SCATTER = 0.01
"""Rows see costs with so much noise in the first core: those that are alike choose others."""
ROUNDS, FEWEST = 30, 6
A_PAIR = 20e-9
"""Seconds of a round for each pair of a board, about: the kernel knows no clock."""
STEP, MEMORY = 4e-3, 0.75
"""The first step for a case too much, in spreads, and how much of the slope before is kept."""
SETTLED = 0.2
"""Charges wait while more pairs per case than this would pay."""
BLOCK = 256
"""Rows that are looked at together."""


@dataclass(frozen=True, slots=True, eq=False)
class Charged:
    """Charges, and what cases pay under them. bound: about what any plan of the board costs at
    least; charges are rounded for each pair, so that it ranks rounds and proves nothing.

    price: of one more case of each agent; paid: by a case of each row at least, over all pairs.
    agent: of each case of the board in the flow, -1 = it found no place.
    """

    charge: Floats
    price: Ints
    paid: Ints
    bound: int
    agent: Ints


def rounds_within(board: Board, time_limit: timedelta | None) -> int:
    """How many rounds take about half of a time; None = no limit."""
    if time_limit is None:
        return ROUNDS
    each = A_PAIR * board.cost.size
    return int(min(max(time_limit.total_seconds() / 2 / each, FEWEST), ROUNDS))


def charges(board: Board, course: Course, rounds: int = ROUNDS) -> Charged:
    """The best of so many rounds; raises TimeIsUp before there is one."""
    keep_on(course)
    best: Charged | None = None
    for found in _rounds(board, rounds):
        if best is None or found.bound > best.bound:
            best = found
        if course.is_over():
            break
    assert best is not None
    return best


def _rounds(board: Board, rounds: int) -> Iterator[Charged]:
    """Charges and their prices, one after the other."""
    price, charge = _guess(board)
    core = Core.of(board, _first(board, price, charge))
    usual = board.usual_weight
    slope, step = np.zeros(len(charge)), STEP * board.spread / usual**2
    for turn in range(rounds):
        solved = relaxed(board, core, charge)
        paid, more = look(board, solved, charge)
        agent = spread_units(board, core, solved.units)
        yield Charged(charge, solved.price, paid, _bound(board, solved.price, paid, charge), agent)
        core = Core.of(board, np.concatenate([core.key, more]))
        load = _load(board, agent)
        slope = MEMORY * slope + (1 - MEMORY) * (load - board.room)
        if len(more) <= SETTLED * len(board.cases):
            charge = np.maximum(0.0, charge + step * slope / np.sqrt(1 + turn))


def _load(board: Board, agent: Ints) -> Ints:
    """What agents carry of the cases that found a place."""
    placed = agent >= 0
    weight = board.weight[board.row[board.cases[placed]]]
    return np.bincount(agent[placed], weights=weight, minlength=len(board.room))


def _bound(board: Board, price: Ints, paid: Ints, charge: Floats) -> int:
    """What cases pay, less what agents ask for units of weight and cases that they have."""
    agent, capacity, discount = board.first_units()
    gained = np.minimum(0, discount - price[agent]) * capacity
    room = np.minimum(board.room, FAR)
    return int((board.count * paid).sum() + gained.sum() - (charge * room).sum())


def _blocks(board: Board, price: Ints, charge: Floats) -> Iterator[tuple[slice, Ints]]:
    """Some rows, and what a case of theirs would pay with each agent."""
    weights, kind = np.unique(board.weight, return_inverse=True)
    asked = np.rint(np.outer(weights, charge)) + price
    asked = np.minimum(asked, FAR).astype(np.int32)
    for start in range(0, len(board.weight), BLOCK):
        rows = slice(start, start + BLOCK)
        yield rows, board.cost[rows] + asked[kind[rows]]


def look(board: Board, solved: Relaxed, charge: Floats) -> tuple[Ints, Ints]:
    """What a case of each row could pay at least, and pairs that cost less than it pays."""
    paid, keys = np.empty(len(board.weight), dtype=np.int64), [np.zeros(0, dtype=np.int64)]
    for rows, cost in _blocks(board, solved.price, charge):
        paid[rows] = cost.min(axis=1)
        keys.append(_below(cost, solved.paid[rows], rows.start, MORE))
    return np.minimum(paid, solved.paid), np.concatenate(keys)


def nearest(board: Board, charged: Charged, count: int) -> Ints:
    """The agents with whom a case of each row would pay least; shape: rows x count."""
    width = min(count, len(board.room))
    near = np.empty((len(board.weight), width), dtype=np.int64)
    for rows, cost in _blocks(board, charged.price, charged.charge):
        near[rows] = np.argpartition(cost, width - 1, axis=1)[:, :width]
    return near


def _first(board: Board, price: Ints, charge: Floats) -> Ints:
    """The cheapest pairs of each row under some prices, and of each agent."""
    rng, noise, keys = np.random.default_rng(0), SCATTER * board.spread, []
    for rows, cost in _blocks(board, price, charge):
        seen = cost + rng.integers(0, int(noise) + 1, cost.shape, dtype=np.int32)
        keys.append(_below(seen, np.full(len(cost), FAR), rows.start, FIRST))
    return np.concatenate(keys)


def _below(cost: Ints, bar: Ints, first_row: int, count: int) -> Ints:
    """Keys of the cheapest pairs of each row that cost less than the bar."""
    some = np.flatnonzero(cost.min(axis=1) < bar)
    width = min(count, cost.shape[1])
    best = np.argpartition(cost[some], width - 1, axis=1)[:, :width]
    row, place = np.nonzero(np.take_along_axis(cost[some], best, axis=1) < bar[some, None])
    keys: Ints = (first_row + some[row]) * cost.shape[1] + best[row, place]
    return keys


def _guess(board: Board) -> tuple[Ints, Floats]:
    """Prices and charges by small steps: who is asked too much becomes dearer."""
    agents, usual = len(board.room), board.usual_weight
    price, charge = np.zeros(agents), np.zeros(agents)
    turns = np.random.default_rng(0).permutation(len(board.weight))
    for turn, part in enumerate(np.geomspace(COARSE, FINE, GUESSES)):
        near, some = part * board.spread, turns[turn % SAMPLES :: SAMPLES]
        if not len(some):
            continue
        count, load = _asked(board, some, price, charge, near)
        price += EASE * near * np.log((count + 0.3) / (_offered(board, price) + 0.3))
        room = np.minimum(board.room, FAR) / usual
        charge += EASE / usual * near * np.log((load / usual + 0.3) / (room + 0.3))
        np.maximum(price, 0, out=price)
        np.maximum(charge, 0, out=charge)
    return np.rint(price).astype(np.int64), charge


def _asked(
    board: Board, some: Ints, price: Floats, charge: Floats, near: float
) -> tuple[Floats, Floats]:
    """How many cases ask for each agent, and their weight, made up from some rows."""
    weight, count = board.weight[some].astype(np.float32), board.count
    cost = board.cost[some] + (price + np.outer(weight, charge)).astype(np.float32)
    cost -= cost.min(axis=1, keepdims=True)
    wish = np.exp(np.maximum(cost / np.float32(-near), np.float32(-20)))
    wish[board.cost[some] >= FAR] = 0
    wish *= (count[some] / np.maximum(wish.sum(axis=1), 1e-9))[:, None]
    scale = count.sum() / max(int(count[some].sum()), 1)
    return wish.sum(axis=0) * scale, (weight @ wish) * scale


def _offered(board: Board, price: Floats) -> Floats:
    """How many cases each agent takes whose discounts his price covers, between whole ones."""
    table, agents = board.discount, np.arange(len(board.room))
    covered = (table <= price[:, None]).sum(axis=1)
    place = np.clip(covered, 1, max(table.shape[1] - 1, 1))
    low, high = table[agents, place - 1], table[agents, np.minimum(place, table.shape[1] - 1)]
    part = np.clip((price - low) / np.maximum(high - low, 1), 0, 1)
    offered: Floats = np.clip(covered - 0.5 + part, 0.0, board.most)
    return offered
