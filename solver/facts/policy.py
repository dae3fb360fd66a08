"""The policy: everything that an operator configures."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from solver.facts.agent import Limits
from solver.facts.queues import Queue
from solver.facts.schedule import Absence, Shift
from solver.facts.urgency import UrgencyPolicy


class CountedSources(IntEnum):
    """Which assignments a limit counts (L5)."""

    ALL = 1
    ALLOTMENT = 2


@dataclass(frozen=True, slots=True)
class PriorityLevel:
    """A priority level with its weight in an agent's load (S7)."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Team:
    """A named set of agents with limits and absences of its own (Q11)."""

    team_id: str
    agent_ids: frozenset[str] = frozenset()
    limits: Limits = Limits()
    absences: tuple[Absence, ...] = ()


class Memory(IntEnum):
    """Which past assignments the penalty counts (S3)."""

    LAST = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class PenaltyPolicy:
    """Recent-assignment penalty `weight * max(0, 1 - t / window)` (S3)."""

    weight: float = 0.6
    window: timedelta = timedelta(minutes=180)
    memory: Memory = Memory.LAST


class ManualMatch(IntEnum):
    """How a skill that was given by hand counts (S10)."""

    FULL = 1
    PROPORTIONAL = 2


class OnPillarFailure(IntEnum):
    """What happens when a pillar cannot be computed (S15)."""

    DROP = 1
    STOP = 2


@dataclass(frozen=True, slots=True)
class FitPolicy:
    """Who suits a case (S1-S7)."""

    pillar_weights: tuple[tuple[str, float], ...] = (
        ("time_overlap", 0.33),
        ("bandwidth", 0.33),
        ("customer_history", 0.17),
        ("skills", 0.17),
    )
    penalty: PenaltyPolicy = PenaltyPolicy()
    in_batch_discount: bool = True
    skip_weekends: bool = True
    default_capacity: float = 40.0
    status_multipliers: tuple[tuple[str, float], ...] = (
        ("New", 1.25),
        ("Waiting on customer", 0.5),
    )
    manual_match: ManualMatch = ManualMatch.FULL
    on_pillar_failure: OnPillarFailure = OnPillarFailure.DROP


@dataclass(frozen=True, slots=True)
class LimitPolicy:
    """Hard limits of everybody, and what each limit counts (L5)."""

    limits: Limits = Limits()
    backlog_sources: CountedSources = CountedSources.ALL
    hourly_sources: CountedSources = CountedSources.ALL
    daily_sources: CountedSources = CountedSources.ALLOTMENT


class SourceMode(IntEnum):
    """How the sources of availability of an agent are joined (V1)."""

    FIRST = 1
    ALL_OF = 2


@dataclass(frozen=True, slots=True)
class AvailabilityPolicy:
    """Who is really there: presence statuses that mean so, and what a shift must have left."""

    mode: SourceMode = SourceMode.FIRST
    available_statuses: frozenset[str] = frozenset({"Available", "Online"})
    min_time_left: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class RoundRobinFallback:
    """Priority cases that may go over capacity limits, by turns (Q9); no priorities: off."""

    priorities: frozenset[str] = frozenset()
    override_weighted: bool = False
    max_overrides_per_agent: int | None = None


class FieldType(IntEnum):
    """What values a declared field has (Q2)."""

    TEXT = 1
    NUMBER = 2
    TRUTH = 3
    MOMENT = 4


class FieldOwner(IntEnum):
    """Whose field it is."""

    CASE = 1
    ACCOUNT = 2
    AGENT = 3


@dataclass(frozen=True, slots=True)
class DeclaredField:
    """A custom field that filters may use (Q2)."""

    name: str
    type: FieldType
    owner: FieldOwner = FieldOwner.CASE


@dataclass(frozen=True, slots=True)
class Policy:
    """One policy; `queues` keep their configured order, `drain_groups` hold queue ids."""

    policy_id: str = "default"
    version: str = ""
    zone: ZoneInfo = ZoneInfo("UTC")
    priority_levels: tuple[PriorityLevel, ...] = (
        PriorityLevel("P1", 8.0),
        PriorityLevel("P2", 4.0),
        PriorityLevel("P3", 2.0),
        PriorityLevel("P4", 1.0),
    )
    teams: tuple[Team, ...] = ()
    shifts: tuple[Shift, ...] = ()
    queues: tuple[Queue, ...] = ()
    drain_groups: tuple[frozenset[str], ...] = ()
    fit: FitPolicy = FitPolicy()
    limits: LimitPolicy = LimitPolicy()
    availability: AvailabilityPolicy = AvailabilityPolicy()
    urgency: UrgencyPolicy = UrgencyPolicy()
    cooldown: timedelta = timedelta(hours=8)
    switch_cost: float = 0.0
    catch_all_id: str = ""
    fallback: RoundRobinFallback = RoundRobinFallback()
    virtual_accounts: tuple[tuple[str, frozenset[str]], ...] = ()
    declared_fields: tuple[DeclaredField, ...] = ()
    max_candidates: int = 150
