"""What a rule is: the protocols that `constraints/` and `objectives/` implement.

A rule answers for whole axes, never pair by pair: agents, queues x agents, or
a sparse list of pairs. So nothing of pair size is needed to know who may take
what (04 section 4).
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from solver.facts import Snapshot
from solver.problem import OFF
from solver.reasons import Reason
from solver.units import Bools, Indexes, Ints
from solver.urgency import Urgency

NO_LIMIT = np.iinfo(np.int32).max
"""Room without a limit."""

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


class Scope(IntEnum):
    """Which node of the network a limit narrows (02 section 1)."""

    BACKLOG = 1
    """All cases an agent holds: node all(agent)."""
    NEW = 2
    """Cases new to an agent in this batch: node new(agent)."""
    QUEUE = 3
    """Cases of a queue for an agent: node (agent, queue)."""


@dataclass(frozen=True, slots=True, eq=False)
class Usage:
    """What a limit has counted and allows; `limit` is NO_LIMIT where there is none.

    Shape: agents, or queues x agents for Scope.QUEUE.
    """

    used: Ints
    limit: Ints

    @property
    def room(self) -> Ints:
        """What is left over, clamped at 0, or NO_LIMIT."""
        left = np.maximum(self.limit - self.used, 0)
        room: Ints = np.where(self.limit == NO_LIMIT, NO_LIMIT, left)
        return room


class Limit(Protocol):
    """A counting limit; no room left is its refusal."""

    @property
    def reason(self) -> Reason:
        """The refusal when no room is left."""

    @property
    def scope(self) -> Scope:
        """Which node it narrows."""

    def usage(self, snapshot: Snapshot) -> Usage:
        """Used and allowed."""


class PairWeights(Protocol):
    """Weights of single pairs that differ from those of their cases (S13, L2)."""

    @property
    def cases(self) -> Bools:
        """True for cases of which some pair has a weight of its own; shape: cases."""

    def find(self, case: Indexes, agent: Indexes) -> tuple[Bools, Ints]:
        """Whether each pair has a weight of its own, and that in hundredths."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightedUsage:
    """Weighted capacity (L2), all in hundredths.

    weight: of each case; shape: cases. used: weight of what each agent holds; limit: OFF
    where there is none; shape: agents. own: of single pairs, None where all are alike.
    """

    weight: Ints
    used: Ints
    limit: Ints
    own: PairWeights | None = None

    def of(self, case: Indexes, agent: Indexes) -> Ints:
        """w(i, a) of single pairs."""
        weight: Ints = self.weight[case]
        if self.own is None:
            return weight
        listed, own = self.own.find(case, agent)
        return np.where(listed, own, weight)

    @property
    def room(self) -> Ints:
        """What is left over, clamped at 0, or OFF."""
        left = np.maximum(self.limit - self.used, 0)
        room: Ints = np.where(self.limit == OFF, OFF, left)
        return room


class WeightedLimit(Protocol):
    """A limit on the sum of weights; a case that alone weighs more than is left is refused."""

    @property
    def reason(self) -> Reason:
        """The refusal of cases that weigh too much."""

    def usage(self, snapshot: Snapshot) -> WeightedUsage:
        """Weights, used and allowed."""


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


class Factor(Protocol):
    """Values per pair that can be looked up without holding them all."""

    @property
    def alike(self) -> Indexes:
        """Cases of equal numbers have equal values with every agent; shape: cases."""

    def block(self, case: Indexes, agent: Indexes) -> Ints | Indexes:
        """Values of all pairs of some cases and ascending agents, in parts per million.

        Shape: cases x agents, or one row where it is the same for all cases.
        """

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """Values of single pairs, in parts per million."""

    def flag_at(self, case: Indexes, agent: Indexes) -> NDArray[np.uint8]:
        """Why a value is a default, a `Flag` per pair."""


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """A number that a pillar's values came from, NaN where a pair has none; shape: pairs."""

    name: str
    value: NDArray[np.float64]


@runtime_checkable
class Telling(Protocol):
    """A factor that can tell what its values came from."""

    def inputs(self, case: Indexes, agent: Indexes) -> tuple[Input, ...]:
        """The numbers behind single pairs."""


@dataclass(frozen=True, slots=True)
class Match:
    """A topic of a case that an agent masters (S11). skill: its position; share: of the topic
    in the case; grade: of the agent; both in parts per million. manual: given by hand."""

    skill: int
    share: int
    grade: int
    manual: bool


@runtime_checkable
class Matching(Protocol):
    """A factor that can name the skills behind its values."""

    def matches(self, case: int, agent: int) -> tuple[Match, ...]:
        """Of one pair, those that add most first."""


class Flag(IntEnum):
    """Why a pillar's value is a default; the numbers are the contract's."""

    NONE = 0
    SENT = 1
    NO_CUSTOMER_WINDOW = 2
    NO_HISTORY = 3
    NO_TOPIC = 4
    NO_AGENT_HOURS = 5
    DROPPED = 6
    NO_ONTOLOGY = 7


class Pillar(Protocol):
    """One part of the fit, between 0 and 1 (S1)."""

    @property
    def name(self) -> str:
        """Its name in the policy's weights."""

    def factor(self, snapshot: Snapshot) -> Factor:
        """Its values."""


@dataclass(frozen=True, slots=True, eq=False)
class Failure:
    """A pillar that could not be computed (S15).

    cause: for people. bug: what was raised where nobody expected it, for the log.
    """

    pillar: str
    cause: str
    bug: Exception | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Memberships:
    """Which queues take which cases, and in what order (Q1-Q6, Q10, Q13).

    case, queue, offset, own: one entry per (case, queue), sorted by case, then in the
    order in which the queues are tried. offset: steps of the chain before the queue's
    first bucket. own: the queue takes the case itself, not as a fallback.
    group: drain group of each case, 0 first; shape: cases.
    bucket: bucket of each agent in each queue from 0, -1 where he is in none;
    shape: queues x agents.
    designated: the agent who is bucket 1 of the case, -1 for none; shape: cases.
    catch_all: position of the catch-all queue, -1 for none.
    """

    case: Indexes
    queue: Indexes
    offset: Indexes
    own: Bools
    group: Indexes
    bucket: Indexes
    designated: Indexes
    catch_all: int = -1

    def first_entries(self) -> Ints:
        """Where the entries of each case start, with the end at last; shape: cases + 1."""
        starts: Ints = np.searchsorted(self.case, np.arange(len(self.group) + 1))
        return starts

    def is_home(self, entry: Ints | Indexes) -> Bools:
        """True for the case's own queues, and for the catch-all of a case that has none.

        In these the designated agent is bucket 1 (Q13).
        """
        home: Bools = self.own[entry] | (self.first_entries()[self.case[entry]] == entry)
        return home


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


@dataclass(frozen=True, slots=True, eq=False)
class Rotation:
    """Queues in which turns decide now (Q8).

    turning: shape: queues. score: `1 - pos / N` in units of 1e-4, also of queues that do
    not turn now; shape: queues x agents.
    """

    turning: Bools
    score: Ints


@dataclass(frozen=True, slots=True, eq=False)
class AgentLoad:
    """Load of the agents (S7), all in units of 1e-4 or parts per million; shape: agents."""

    load: Ints
    utilisation: Ints


@dataclass(frozen=True, slots=True, eq=False)
class FitFacts:
    """All that the fit of a pair is made of (S1, S2, S3, S7, S13).

    factors: one per pillar, in the policy's order of pillars.
    weights: effective weights in ppm, each row sums to 1e6; shape: queues x pillars.
    policy_weights: effective weights of the policy itself; shape: pillars.
    keep: 1 - penalty in ppm; shape: agents.
    minutes: since the last assignment, NaN for never; shape: agents.
    remembered: of each agent the minutes since all that count, where more than the last
    do (S3); else empty.
    sent: the caller's final fit; it replaces the rest where it lists a pair.
    quality_weights: weights without bandwidth, renormalised (Q7); shape: queues x pillars.
    failures: pillars that could not be computed; their weight is 0, the others share it (S15).
    stopped: queues that decide nothing, for want of them; shape: queues.
    """

    pillars: tuple[str, ...]
    factors: tuple[Factor, ...]
    weights: Ints
    policy_weights: Ints
    keep: Ints
    minutes: NDArray[np.float64]
    load: AgentLoad
    quality_weights: Ints
    stopped: Bools
    remembered: tuple[tuple[float, ...], ...] = ()
    sent: "SentFit | None" = None
    failures: tuple[Failure, ...] = ()


class SentFit(Protocol):
    """Final fits of the caller (S13)."""

    @property
    def alike(self) -> Indexes:
        """Cases of equal numbers have equal fits with every agent; shape: cases."""

    @property
    def is_whole(self) -> bool:
        """No pair that may be assigned needs a pillar."""

    def listed(self, case: Indexes, agent: Indexes) -> Bools:
        """True where the caller decides the fit of the pair."""

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """Fits of listed pairs in parts per million; anything elsewhere."""


@dataclass(frozen=True, slots=True, eq=False)
class PillarMeans:
    """Mean pillar sums of each agent over his allowed pairs, as ratios (S4); shape: agents.

    A sent fit counts as its own pillar sum, without penalty. pairs: how many there are.
    """

    before_penalty: NDArray[np.float64]
    after_penalty: NDArray[np.float64]
    pairs: Ints


class Rulebook(Protocol):
    """All rules of a policy together, as `server/wiring.py` lays them out."""

    @property
    def filters(self) -> tuple[Filter, ...]:
        """Hard rules, in the order of their reasons."""

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Counting limits, in the order of their reasons."""

    @property
    def weighted_limit(self) -> WeightedLimit | None:
        """Weighted capacity; None = no such rule."""

    def memberships(self, snapshot: Snapshot) -> Memberships:
        """Which queues take which cases."""

    def rotation(self, snapshot: Snapshot, memberships: Memberships) -> Rotation:
        """Where turns decide."""

    def least_quality(self, snapshot: Snapshot, memberships: Memberships) -> Ints:
        """Least quality of the pairs of each entry in ppm, 0 for any (Q7)."""

    def urgency(self, snapshot: Snapshot) -> Urgency:
        """Who goes first."""

    def fit_facts(self, snapshot: Snapshot) -> FitFacts:
        """Who suits whom."""

    def would_be(
        self,
        snapshot: Snapshot,
        facts: FitFacts,
        case: int,
        agent: int,
        reasons: frozenset[Reason],
    ) -> FitFacts:
        """The facts of one pair without what blocks it (S14)."""

    def discounts(self, snapshot: Snapshot, facts: FitFacts, means: PillarMeans) -> Ints:
        """In-batch discount of each agent's k-th case in units of 1e-4 (S4).

        Shape: agents x k, k from 1; nondecreasing, constant beyond the last column.
        """

    def scored_pairs(self, snapshot: Snapshot) -> "PairList | None":
        """The only pairs that may be assigned, sorted by (case, agent); None = all (S13)."""
