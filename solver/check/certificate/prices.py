"""Claimed prices by position: every node that counts once, and no other."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from solver.check.certificate.arcs import Node
from solver.check.certificate.claims import PricedNodes
from solver.check.certificate.levels import Level
from solver.check.certificate.phase import Phase
from solver.check.complaint import Complaint, Wrong
from solver.facts import Snapshot
from solver.units import Ints

HIGHEST = 2**61
"""Prices up to here can be added up three at a time."""

Key = tuple[str, str]
"""Id of a node, and of its queue."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """of: levels x nodes by kind, in the order in which the phase counts them: cases and agents
    of the snapshot (0 where one has no node), desks of the phase; the sink has 0."""

    of: Mapping[Node, Ints]

    def at(self, kind: Node, place: Ints) -> Ints:
        """Of some nodes of a kind; shape: levels x nodes."""
        found: Ints = self.of[kind][:, place]
        return found


def read_prices(
    snapshot: Snapshot, phase: Phase, levels: tuple[Level, ...], claimed: Sequence[PricedNodes]
) -> tuple[Prices | None, tuple[Complaint, ...]]:
    """The prices, or what is wrong with their list. levels: those that have prices."""
    nodes = _nodes(snapshot, phase)
    kinds = [one.kind for one in claimed]
    if sorted(kinds) != sorted(nodes):
        found, right = (tuple(sorted(names)) for names in (kinds, nodes))
        return None, (Complaint(Wrong.NODE_KINDS, found=found, right=right),)
    wrong = [each for one in claimed for each in _wrong(one, nodes[Node(one.kind)], len(levels))]
    if wrong:
        return None, tuple(wrong)
    of = {Node.SINK: np.zeros((len(levels), 1), dtype=np.int64)}
    for one in claimed:
        keys, places = nodes[Node(one.kind)]
        of[Node(one.kind)] = _placed(one, dict(zip(keys, places, strict=True)), len(levels))
    return Prices(of), ()


_NONE = np.zeros(0, dtype=np.int64)


def _nodes(snapshot: Snapshot, phase: Phase) -> dict[Node, tuple[list[Key], list[int]]]:
    """Keys and places of the nodes that count, by kind."""
    agents, queues = snapshot.agents, snapshot.policy.queues
    desks = phase.desks
    cases = phase.cases.tolist()
    rows = zip(desks.agent.tolist(), desks.queue.tolist(), strict=True)
    found = {
        Node.CASE: ([(snapshot.cases[place].case_id, "") for place in cases], cases),
        Node.QUEUE: (
            [(agents[agent].agent_id, queues[queue].queue_id) for agent, queue in rows],
            list(range(len(desks.agent))),
        ),
    }
    for kind in (Node.ROTATION, Node.FIT, Node.NEW, Node.ALL):
        tails = [arcs.tail for arcs in phase.arcs if arcs.tail_kind == kind]
        some = np.unique(np.concatenate([*tails, _NONE])).tolist()
        found[kind] = ([(agents[place].agent_id, "") for place in some], some)
    return found


def _wrong(
    one: PricedNodes, nodes: tuple[list[Key], list[int]], levels: int
) -> Iterator[Complaint]:
    """What is wrong with the nodes of a kind and the number and size of their prices."""
    keys, queues = _keys(one), len(one.ids) if one.kind == Node.QUEUE else 0
    if len(one.queue_ids) != queues:
        yield Complaint(Wrong.QUEUE_COUNT, node=one.kind, found=len(one.queue_ids), right=queues)
    expected, given = set(nodes[0]), Counter(keys)
    for key in sorted(expected - given.keys()):
        yield _about(Wrong.MISSING_NODE, one.kind, key)
    for key, count in sorted(given.items()):
        if key not in expected:
            yield _about(Wrong.UNKNOWN_NODE, one.kind, key)
        elif count > 1:
            yield _about(Wrong.REPEATED_NODE, one.kind, key)
    wanted = len(keys) * levels
    if len(one.prices) != wanted:
        found = len(one.prices)
        yield Complaint(Wrong.PRICE_COUNT, node=one.kind, found=found, right=wanted)
    for price in one.prices[(one.prices > HIGHEST) | (one.prices < -HIGHEST)][:1].tolist():
        yield Complaint(Wrong.PRICE_SIZE, node=one.kind, found=price, right=HIGHEST)


def _keys(one: PricedNodes) -> list[Key]:
    """Ids with their queues; an id or a queue without the other is a node that nobody knows."""
    return list(zip_longest(one.ids, one.queue_ids, fillvalue=""))


def _about(wrong: Wrong, kind: str, key: Key) -> Complaint:
    name, queue_id = key
    if kind == Node.CASE:
        return Complaint(wrong, case_id=name, node=kind)
    return Complaint(wrong, agent_id=name, queue_id=queue_id, node=kind)


def _placed(one: PricedNodes, places: dict[Key, int], levels: int) -> Ints:
    """Prices by place; shape: levels x places."""
    order = np.array([places[key] for key in _keys(one)], dtype=np.int64)
    placed = np.zeros((levels, int(order.max(initial=-1)) + 1), dtype=np.int64)
    placed[:, order] = one.prices.reshape(-1, levels).T
    return placed
