"""What a pillar of the fit is, and all that the fit is made of."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from solver.facts import Snapshot
from solver.units import Bools, Indexes, Ints


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
