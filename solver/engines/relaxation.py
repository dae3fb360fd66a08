"""The weighted model in fractions: its prices are the first evidence for a bound (02 section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from solver.engines.math_opt import relax
from solver.engines.program import Rows, limit, no_rows, rows_of
from solver.engines.tightened import rounded_rows
from solver.problem import DeskKind, Problem
from solver.units import Bools, Floats, Indexes, Ints
from solver.weighing.evidence import LARGEST, Goal, OpenPlans, WeighedPrices

FINEST = 2**20
"""Units of a price in one unit of cost, at most."""


@dataclass(frozen=True, slots=True, eq=False)
class InFractions:
    """An optimum in fractions. prices: rounded; share: how much of each triple it uses; None =
    there is none. duration: what it took."""

    prices: WeighedPrices | None
    share: Floats | None
    duration: timedelta


def in_fractions(
    plans: OpenPlans, goal: Goal, binding: tuple[int, ...], time_limit: timedelta | None
) -> InFractions:
    """binding: the levels above that open plans do not keep to by themselves."""
    table = _Table.of(plans, goal, binding)
    relaxed = relax(table, table.costs, time_limit)
    duals, prices, share = relaxed.duals, None, relaxed.values
    if duals is not None and np.isfinite(duals).all():
        prices = _rounded(goal, table.charges(duals), table.nodes(duals))
    if share is not None:
        share = share[: len(plans.triple)]
    return InFractions(prices, share, relaxed.duration)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Columns: triples, then copies that cost something. Rows: those of `_limits`, then others.

    copies: positions of chain arcs. binding: positions of the levels above that are rows.
    """

    plans: OpenPlans
    copies: Ints
    binding: tuple[int, ...]
    upper: Ints
    rows: Rows
    costs: Ints

    @staticmethod
    def of(plans: OpenPlans, goal: Goal, binding: tuple[int, ...]) -> "_Table":
        """Everything that plans must keep to."""
        problem, chain = plans.network.problem, plans.network.chain
        levels = [(goal.costs, goal.chain_costs), *(goal.above[level] for level in binding)]
        costly = np.any([chain_costs > 0 for _, chain_costs in levels], axis=0)
        copies = np.flatnonzero(np.isin(chain.tail, chain.tail[costly]))
        rows = no_rows()
        tight = (rounded_rows(problem), *_loads(problem))
        for part in (*_limits(plans), _balance(plans, copies), *tight):
            rows = rows.joined(part)
        for costs, level in zip(levels[1:], binding, strict=True):
            rows = rows.joined(_most(_columns(costs, copies), goal.most[level]))
        capacity = np.where(plans.chain[copies], chain.capacity[copies], 0)
        upper = np.concatenate([plans.triple.astype(np.int64), capacity])
        return _Table(plans, copies, binding, upper, rows, _columns(levels[0], copies))

    def charges(self, duals: Floats) -> dict[int, float]:
        """What a unit of each binding level is charged."""
        first = len(duals) - len(self.binding)
        return {
            level: max(0.0, -float(dual))
            for level, dual in zip(self.binding, duals[first:], strict=True)
        }

    def nodes(self, duals: Floats) -> Floats:
        """Prices of the nodes, from the sink back to the cases."""
        problem, nodes = self.plans.network.problem, self.plans.network.nodes
        cases, desks, agents = problem.case_count, len(problem.desks), problem.agent_count
        ends = np.cumsum([cases, desks, agents, agents, agents, agents])
        of_case, of_desk, of_new, of_all, turns, fits = np.split(duals[: ends[-1]], ends[:-1])
        price = np.zeros(nodes.count)
        price[:cases] = of_case
        price[nodes.backlog : nodes.sink] = -of_all
        price[nodes.new : nodes.backlog] = price[nodes.backlog : nodes.sink] - of_new
        price[nodes.rotation : nodes.fit] = price[nodes.new : nodes.backlog] - turns
        price[nodes.fit : nodes.new] = price[nodes.new : nodes.backlog] - fits
        starts = np.array([nodes.fit, nodes.rotation, nodes.backlog, nodes.sink])
        kind = problem.desks.kind
        agent = np.where(kind == DeskKind.KEEP_UNCOUNTED, 0, problem.desks.agent)
        price[nodes.desk : nodes.rotation] = price[starts[kind] + agent] - of_desk
        return price


def _columns(costs: tuple[Ints, Ints], copies: Ints) -> Ints:
    return np.concatenate([costs[0], costs[1][copies]])


def _most(costs: Ints, most: int) -> Rows:
    """A level above costs no more than it does."""
    used = np.flatnonzero(costs)
    return rows_of(np.zeros_like(used), used, costs[used], np.array([most]))


def _limits(plans: OpenPlans) -> Iterator[Rows]:
    """A row for every case, desk, agent's new cases and agent's backlog, whether it binds or not.

    What never binds has no entries.
    """
    problem = plans.network.problem
    triples, desk = problem.triples, problem.triples.desk
    agent, kind = problem.desks.agent[desk], problem.desks.kind[desk]
    everywhere = np.ones(len(desk), dtype=np.bool_)
    once = np.ones(problem.case_count, dtype=np.int64)
    column = np.arange(len(desk))
    cases = rows_of(triples.case.astype(np.int64), column, np.ones_like(column), once)
    yield replace(cases, low=np.where(plans.waits, cases.low, 1))
    yield _counts(desk, everywhere, problem.desks.room)
    yield _counts(agent, kind < DeskKind.KEEP, problem.new_room)
    yield _counts(agent, kind <= DeskKind.KEEP, problem.backlog_room)


def _counts(node: Indexes, counted: Bools, room: Ints) -> Rows:
    """At most so many of the counted triples at each node."""
    binding = np.bincount(node[counted], minlength=len(room)) > room
    column = np.flatnonzero(counted & binding[node])
    at_most = np.minimum(room, len(node) + 1)
    return rows_of(node[column].astype(np.int64), column, np.ones_like(column), at_most)


def _balance(plans: OpenPlans, copies: Ints) -> Rows:
    """As many triples into rotation and fit of each agent as copies of theirs are used."""
    network, problem = plans.network, plans.network.problem
    chain, nodes, desk = network.chain, network.nodes, problem.triples.desk
    kind = problem.desks.kind[desk]
    into = np.where(kind == DeskKind.TURN, nodes.rotation, nodes.fit) + problem.desks.agent[desk]
    column = np.flatnonzero((kind < DeskKind.KEEP) & np.isin(into, chain.tail[copies]))
    zeros = np.zeros(nodes.new - nodes.rotation, dtype=np.int64)
    rows = rows_of(
        np.concatenate([into[column], chain.tail[copies]]) - nodes.rotation,
        np.concatenate([column, len(desk) + np.arange(len(copies))]),
        np.concatenate([np.ones(len(column)), -np.ones(len(copies))]).astype(np.int64),
        zeros,
    )
    return replace(rows, low=zeros)


def _loads(problem: Problem) -> Iterator[Rows]:
    """Weighted capacity, where it can bind."""
    if problem.weighted is not None:
        agent = problem.desks.agent[problem.triples.desk]
        everywhere = np.ones(len(agent), dtype=np.bool_)
        yield limit(agent, problem.weighted.weight, problem.weighted.room, everywhere)


def _rounded(goal: Goal, charges: dict[int, float], node: Floats) -> WeighedPrices | None:
    """In whole numbers, as fine as int64 holds them; None where they are too large."""
    above = np.array([charges.get(level, 0.0) for level in range(len(goal.above))])
    scale = _scale(goal, above, node)
    if scale < 1:
        return None
    whole = np.rint(above * scale).astype(np.int64)
    return WeighedPrices(np.rint(node * scale).astype(np.int64), tuple(whole.tolist()), scale)


def _scale(goal: Goal, charges: Floats, node: Floats) -> int:
    """The largest power of 2 with which no priced cost is too large."""
    levels = [*goal.above, (goal.costs, goal.chain_costs)]
    sizes = [max(float(np.abs(part).max(initial=0)) for part in each) for each in levels]
    largest = sum(charge * size for charge, size in zip([*charges, 1.0], sizes, strict=True))
    largest = max(largest, float(np.abs(node).max(initial=0)), 1.0)
    scale = FINEST
    while scale and scale * largest * 4 >= LARGEST:
        scale //= 2
    return scale
