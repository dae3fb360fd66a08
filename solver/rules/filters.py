"""What a hard rule is, and when its refusals end."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from solver.facts import Snapshot
from solver.reasons import Reason
from solver.rules.memberships import Memberships
from solver.units import Bools, Indexes, Ints

UNKNOWN = np.iinfo(np.int64).min
"""As an unblock time: it may end by itself, nobody knows when."""
NEVER = np.iinfo(np.int64).max
"""As an unblock time: waiting does not end it."""


@runtime_checkable
class AgentFilter(Protocol):
    """A hard rule that depends on the agent alone."""

    @property
    def reason(self) -> Reason:
        """The refusal of this rule."""

    def agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases; shape: agents."""


@runtime_checkable
class QueueFilter(Protocol):
    """A hard rule that depends on the queue and the agent."""

    @property
    def reason(self) -> Reason:
        """The refusal of this rule."""

    def queue_agents(self, snapshot: Snapshot) -> Bools:
        """True where the agent may take cases of the queue; shape: queues x agents."""


@runtime_checkable
class PairFilter(Protocol):
    """A hard rule that refuses single pairs."""

    @property
    def reason(self) -> Reason:
        """The refusal of this rule."""

    def refused(self, snapshot: Snapshot) -> "PairList":
        """The refused pairs, in any order, repeats allowed."""


@dataclass(frozen=True, slots=True, eq=False)
class PairList:
    """Single pairs by position; both arrays have one entry per pair."""

    case: Indexes
    agent: Indexes


@dataclass(frozen=True, slots=True, eq=False)
class EntryMask:
    """Who passes a rule, by profile of the entries of `Memberships`.

    profile: of each entry. allowed: shape: profiles x agents.
    """

    profile: Indexes
    allowed: Bools


@runtime_checkable
class EntryFilter(Protocol):
    """A hard rule that depends on the case, the queue and the agent, by few profiles."""

    @property
    def reason(self) -> Reason:
        """The refusal of this rule."""

    def entries(self, snapshot: Snapshot, memberships: Memberships) -> EntryMask:
        """Who passes, entry by entry."""


@dataclass(frozen=True, slots=True, eq=False)
class EntryWaits:
    """When refusals end, by profile of the entries of `Memberships`.

    profile: of each entry. wait: microseconds since the creation of the case, NEVER, or
    anything where nothing refuses; shape: profiles x agents.
    """

    profile: Indexes
    wait: Ints


@runtime_checkable
class Widening(Protocol):
    """An EntryFilter that some cases need not meet once they have waited (Q12, V4)."""

    @property
    def reason(self) -> Reason:
        """The refusal of this rule."""

    def waits(self, snapshot: Snapshot, memberships: Memberships) -> EntryWaits:
        """After how long a wait each refusal ends."""


Filter = AgentFilter | QueueFilter | PairFilter | EntryFilter


@runtime_checkable
class Ending(Protocol):
    """A filter or limit that knows when its refusals end by themselves (V4).

    Of one that offers nothing, refusals that time may change end nobody knows when, the
    others never. A limit of 0 never ends either, whatever its rule says.
    """

    def unblock(self, snapshot: Snapshot) -> Ints:
        """UTC microseconds, UNKNOWN or NEVER for each refusal; anything where it refuses nobody.

        Shape: that of the rule's answers or of the limit's usage; for a PairFilter the
        pairs of `refused` in its order.
        """
