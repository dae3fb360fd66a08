"""The residual network of a proved plan, without its cases (02 section 5).

A case only leads from the desk that it has to one that it could have, so it is an arc: from
the head of its current arc, which is the sink where it waits.
"""

from dataclasses import dataclass, replace

import numpy as np

from solver.candidates import joined
from solver.errors import SolveError
from solver.levels import Level
from solver.network import Network, build_network
from solver.problem import Problem, Triples
from solver.proof import flow_of
from solver.units import Bools, Ints

BEHIND = -1
"""Case of an arc behind the desks."""


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Arcs of the residual network; nodes are those of the network without the cases.

    case: who changes hands, or BEHIND. slack: arcs x levels, lexicographically at least 0.
    """

    tail: Ints
    head: Ints
    case: Ints
    slack: Ints

    def __len__(self) -> int:
        return len(self.tail)

    def __getitem__(self, chosen: "Bools | Ints") -> "Arcs":
        return Arcs(*(getattr(self, name)[chosen] for name in Arcs.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """A plan with the prices that prove it.

    units: flow on the chain arcs. place: node without cases where each case is now, the sink
    where it waits. price: nodes x levels, cases first.
    """

    network: Network
    levels: tuple[Level, ...]
    units: Ints
    place: Ints
    price: Ints

    @staticmethod
    def of(problem: Problem, levels: tuple[Level, ...], choice: Ints, price: Ints) -> "Standing":
        """Of a triple for each case, -1 = waits. Raises SolveError where it breaks a limit."""
        network = build_network(problem)
        flow = flow_of(network, choice)
        if flow is None:
            raise SolveError("The plan breaks a limit: nothing can be said about its changes.")
        place = np.full(len(choice), network.nodes.sink - network.nodes.desk, dtype=np.int64)
        served = choice >= 0
        place[served] = problem.triples.desk[choice[served]]
        return Standing(network, levels, flow.chain, place, price)

    def holding(self, triples: Triples) -> "Standing":
        """The same with further triples."""
        problem = self.problem
        wider = replace(problem, triples=joined(problem.triples, triples))
        return replace(self, network=replace(self.network, problem=wider))

    @property
    def problem(self) -> Problem:
        """What was solved."""
        return self.network.problem

    @property
    def node_count(self) -> int:
        """Nodes without the cases; the sink is the last one."""
        return self.network.nodes.count - self.network.nodes.desk

    @property
    def sink(self) -> int:
        """The sink."""
        return self.node_count - 1

    @property
    def behind(self) -> Ints:
        """Prices of the nodes without the cases; shape: nodes x levels."""
        return self.price[self.network.nodes.desk :]

    def slack(self, triples: Triples, costs: Ints) -> Ints:
        """What some triples cost under the prices; shape: triples x levels."""
        slack: Ints = costs + self.behind[triples.desk] - self.price[triples.case]
        return slack


def triple_costs(problem: Problem, levels: tuple[Level, ...], triple: Ints) -> Ints:
    """Costs of some triples; shape: triples x levels."""
    return np.stack([level.costs(problem, triple) for level in levels], axis=1)


def residual_arcs(standing: Standing) -> Arcs:
    """All arcs with room, as far as the problem holds their triples."""
    return _joined(_moves(standing), _drops(standing), *_chain(standing))


def _moves(standing: Standing) -> Arcs:
    """Cases that go to another desk."""
    problem, triples = standing.problem, standing.problem.triples
    everything = np.arange(len(triples), dtype=np.int64)
    slack = standing.slack(triples, triple_costs(problem, standing.levels, everything))
    arcs = Arcs(
        standing.place[triples.case],
        triples.desk.astype(np.int64),
        triples.case.astype(np.int64),
        slack,
    )
    return arcs[arcs.tail != arcs.head]


def _drops(standing: Standing) -> Arcs:
    """Cases that are served and would wait."""
    case = np.flatnonzero(standing.place != standing.sink)
    sink = np.full(len(case), standing.sink, dtype=np.int64)
    return Arcs(standing.place[case], sink, case, -standing.price[case])


def _chain(standing: Standing) -> tuple[Arcs, Arcs]:
    """Chain arcs that take one more unit, and those that can give one back."""
    chain, tail, head, slack = standing.network.chain, *chain_slack(standing)
    nobody = np.full(len(chain), BEHIND, dtype=np.int64)
    spare, taken = standing.units < chain.capacity, standing.units > 0
    return Arcs(tail, head, nobody, slack)[spare], Arcs(head, tail, nobody, -slack)[taken]


def chain_slack(standing: Standing) -> tuple[Ints, Ints, Ints]:
    """Tail, head and slack of a unit on each chain arc; slack: arcs x levels."""
    chain, first = standing.network.chain, standing.network.nodes.desk
    tail, head = chain.tail - first, chain.head - first
    costs = np.stack([level.chain_costs(chain) for level in standing.levels], axis=1)
    slack: Ints = costs + standing.behind[head] - standing.behind[tail]
    return tail, head, slack


def _joined(*parts: Arcs) -> Arcs:
    columns = (np.concatenate([getattr(part, name) for part in parts]) for name in Arcs.__slots__)
    return Arcs(*columns)
