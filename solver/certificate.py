"""The certificate of a plan: what is claimed of its levels, and the prices that prove it
(02 section 4). Nothing is proved here: `solver.proof` has done that, and `solver.check` does
it again from the facts alone.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np

from solver.levels import ClassCoverage, Coverage, Level, LevelKind, levels_of
from solver.network import Nodes, build_network
from solver.plan import Plan
from solver.problem import DeskKind, Problem
from solver.proof import Proof, flow_of, level_costs
from solver.units import Bools, Ints
from solver.values import LevelValue, as_read


class Basis(IntEnum):
    """What a bound rests on; the numbers are the contract's."""

    NOTHING = 0
    PRICES = 1
    SOLVER = 2


class NodeKind(StrEnum):
    """Kinds of nodes, in the order of the network."""

    CASE = "case"
    QUEUE = "queue"
    ROTATION = "rotation"
    FIT = "fit"
    NEW = "new"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class PriceLevel:
    """One level of the prices. group: drain group from 0, -1 = all; urgency_class: in the
    weighted model, else -1. value, bound: costs; bound None = unknown."""

    kind: LevelKind
    group: int
    urgency_class: int
    value: int
    bound: int | None
    proved: bool
    basis: Basis


@dataclass(frozen=True, slots=True, eq=False)
class NodePrices:
    """Nodes of one kind. place: cases or agents; queue: of each desk, else empty.

    prices: nodes x levels that they prove.
    """

    kind: NodeKind
    place: Ints
    queue: Ints
    prices: Ints


@dataclass(frozen=True, slots=True, eq=False)
class PhaseCertificate:
    """Levels of one phase, and its prices where it has any."""

    levels: tuple[PriceLevel, ...]
    nodes: tuple[NodePrices, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Both phases; override None: the second had nothing to do."""

    first: PhaseCertificate
    override: PhaseCertificate | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """One phase. case: of the snapshot, for each case of the problem; prices: nodes x levels.
    values: as people read them."""

    problem: Problem
    levels: tuple[Level, ...]
    choice: Ints
    prices: Ints | None
    proof: Proof
    case: Ints
    values: tuple[LevelValue, ...]


def certificate_of(plan: Plan) -> Certificate:
    """All that is claimed of a plan."""
    problem, second = plan.compiled.problem, plan.overrides
    cases = np.arange(problem.case_count, dtype=np.int64)
    levels = levels_of(problem)
    first = _phase(
        _Solved(problem, levels, plan.choice, plan.prices, plan.proof, cases, plan.levels)
    )
    if second is None:
        return Certificate(first)
    solved = _Solved(
        second.problem, second.price_levels, second.choice, second.prices, second.proof,
        second.cases, second.levels,
    )  # fmt: skip
    return Certificate(first, _phase(solved))


def _phase(solved: _Solved) -> PhaseCertificate:
    """Levels with their costs, counted anew from the plan."""
    network = build_network(solved.problem)
    flow = flow_of(network, solved.choice)
    if flow is None:
        return PhaseCertificate(())
    costs = level_costs(network, solved.levels, flow)
    levels = tuple(_level(solved, k, cost) for k, cost in enumerate(costs))
    proved = solved.proof.proved_levels
    if solved.prices is None or not proved:
        return PhaseCertificate(levels)
    return PhaseCertificate(levels, tuple(_nodes(solved, solved.prices[:, :proved])))


def _level(solved: _Solved, k: int, cost: int) -> PriceLevel:
    """Proved levels are their own bound; others may have one that is not reached."""
    level = solved.levels[k]
    proved = k < solved.proof.proved_levels
    bound = cost if proved else _bound(solved, k)
    basis = Basis.PRICES if proved and solved.prices is not None else Basis.SOLVER
    of_class = level.urgency_class if isinstance(level, ClassCoverage) else -1
    return PriceLevel(
        level.kind, level.group, of_class, cost, bound, proved,
        Basis.NOTHING if bound is None else basis,
    )  # fmt: skip


def _bound(solved: _Solved, k: int) -> int | None:
    """Least cost of a level that is not proved: as the batch tells it, where it has that level."""
    level, proof = solved.levels[k], solved.proof
    if isinstance(level, Coverage):
        return proof.bound if k == proof.proved_levels else None
    of_class = level.urgency_class if isinstance(level, ClassCoverage) else -1
    mine = (level.kind, level.group, of_class)
    bounds = [v.bound for v in solved.values if (v.kind, v.group, v.urgency_class) == mine]
    return None if bounds[0] is None else as_read(level.kind, bounds[0])


def _nodes(solved: _Solved, prices: Ints) -> list[NodePrices]:
    """The nodes that cases can reach; owners' desks are arcs, and no nodes (02 section 1)."""
    desks, nodes = solved.problem.desks, Nodes.of(solved.problem)
    ways = ~desks.keeping
    none = np.zeros(0, dtype=np.int64)
    cases = prices[: solved.problem.case_count]
    listed = [
        NodePrices(NodeKind.CASE, solved.case, none, cases),
        NodePrices(
            NodeKind.QUEUE,
            desks.agent[ways].astype(np.int64),
            desks.queue[ways].astype(np.int64),
            prices[nodes.desk : nodes.rotation][ways],
        ),
    ]
    kinds: tuple[tuple[NodeKind, int, Bools], ...] = (
        (NodeKind.ROTATION, nodes.rotation, desks.kind == DeskKind.TURN),
        (NodeKind.FIT, nodes.fit, desks.kind == DeskKind.FIT),
        (NodeKind.NEW, nodes.new, ways),
        (NodeKind.ALL, nodes.backlog, desks.kind != DeskKind.KEEP_UNCOUNTED),
    )
    for kind, start, mine in kinds:
        agents = np.unique(desks.agent[mine]).astype(np.int64)
        listed.append(NodePrices(kind, agents, none, prices[start + agents]))
    return listed
