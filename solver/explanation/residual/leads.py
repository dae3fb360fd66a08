"""What leads from one place of cases to another by one case at most.

A case goes to another desk, or waits; from its desk the arcs behind it lead on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from solver.explanation.residual.arcs import BEHIND, Arcs, Standing
from solver.explanation.residual.exits import Exits
from solver.explanation.residual.service import Service
from solver.pricing.sweep import UNIT
from solver.units import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """From places to places, nodes of the network. cost: fit * UNIT + tie-break."""

    tail: Ints
    head: Ints
    cost: Ints


class Leads(Protocol):
    """Some that are looked at together. tail, head: nodes where they start and end, or others
    from where paths there and back tie above fit. above: leads x levels above fit."""

    @property
    def tail(self) -> Ints:
        """Nodes where they start."""

    @property
    def head(self) -> Ints:
        """Nodes where they end."""

    @property
    def above(self) -> Ints:
        """What they cost above fit, under the prices."""

    def service(self, lead: Ints) -> Ints:
        """What some of them cost in service, under its prices; shape: leads x rows."""

    def step_count(self, lead: Ints) -> int:
        """How many steps some of them stand for."""

    def steps(self, lead: Ints) -> Iterator[Steps]:
        """All that some of them stand for, so many at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldLeads:
    """Those by arcs that are held. slack: leads x levels; lost: leads x rows of service."""

    tail: Ints
    head: Ints
    slack: Ints
    lost: Ints

    @staticmethod
    def of(standing: Standing, arcs: Arcs, exits: Exits, prices: Service) -> "HeldLeads":
        """All of them."""
        moves = arcs[arcs.case != BEHIND]
        waits = moves.head == standing.sink
        return _joined(
            _by_moves(moves[~waits], exits, prices),
            _by_waiting(moves[waits], prices),
            _by_nobody(standing, exits, prices),
        )

    @property
    def above(self) -> Ints:
        """All levels but fit and tie-break."""
        return self.slack[:, :-2]

    def service(self, lead: Ints) -> Ints:
        """As it is held."""
        return self.lost[lead]

    def step_count(self, lead: Ints) -> int:
        """They stand for themselves."""
        return len(lead)

    def steps(self, lead: Ints) -> Iterator[Steps]:
        """They stand for themselves."""
        cost = self.slack[lead, -2] * UNIT + self.slack[lead, -1]
        yield Steps(self.tail[lead], self.head[lead], cost)


def _by_moves(moves: Arcs, exits: Exits, prices: Service) -> HeldLeads:
    """A case goes to a desk, from where something leads on."""
    move, exit_ = exits.of_starts(moves.head)
    end = exits.end[exit_]
    lost = prices.of_moves(moves.case, moves.head)[move]
    lost -= prices.of_paths(exits.start[exit_], end)
    return HeldLeads(moves.tail[move], end, moves.slack[move] + exits.slack[exit_], lost)


def _by_waiting(drops: Arcs, prices: Service) -> HeldLeads:
    """A case waits."""
    return HeldLeads(drops.tail, drops.head, drops.slack, prices.of_moves(drops.case, drops.head))


def _by_nobody(standing: Standing, exits: Exits, prices: Service) -> HeldLeads:
    """Nothing but arcs behind the desks."""
    is_place = np.zeros(standing.node_count, dtype=np.bool_)
    is_place[standing.place], is_place[standing.sink] = True, True
    some = np.flatnonzero(is_place[exits.start])
    start, end = exits.start[some], exits.end[some]
    return HeldLeads(start, end, exits.slack[some], -prices.of_paths(start, end))


def _joined(*parts: HeldLeads) -> HeldLeads:
    columns = (
        np.concatenate([getattr(part, name) for part in parts]) for name in HeldLeads.__slots__
    )
    return HeldLeads(*columns)
