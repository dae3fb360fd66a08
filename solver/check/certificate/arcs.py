"""What lies behind the desks: rooms, turns and discounts, with what is taken (02 section 1)."""

from dataclasses import dataclass
from enum import StrEnum

from solver.check.certificate.levels import Kind
from solver.units import Ints


class Node(StrEnum):
    """Kinds of nodes."""

    CASE = "case"
    QUEUE = "queue"
    ROTATION = "rotation"
    FIT = "fit"
    NEW = "new"
    ALL = "all"
    SINK = "sink"


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Arcs from nodes of one kind to nodes of another.

    tail, head: places among the nodes of their kinds: agents, desks for a queue; agent,
    queue: whose they are, queue -1 where it is none. taken: units; room: most units. last,
    further: cost of the last unit that is taken and of one more, in the level `kind`; total:
    of all that are taken. All of shape: arcs.
    """

    tail_kind: Node
    head_kind: Node
    tail: Ints
    head: Ints
    agent: Ints
    queue: Ints
    taken: Ints
    room: Ints
    last: Ints
    further: Ints
    total: Ints
    kind: Kind = Kind.FIT

    @property
    def name(self) -> str:
        """For complaints."""
        return f"{self.tail_kind} -> {self.head_kind}"
