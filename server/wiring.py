"""The only place where rules, engines and kernel meet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

import constraints
import objectives
from constraints.filters import Filter as CaseFilter
from constraints.matching import own_queues, taken_by
from objectives.in_batch_discount import discounts
from objectives.rotation import rotation
from objectives.would_be import would_be
from solver.compile import Compiled, compile_problem
from solver.engines.auto import AutoEngine
from solver.engines.engine import Engine
from solver.engines.flow import FlowEngine
from solver.engines.mip_solver import MipSolver
from solver.engines.round_robin import RoundRobinEngine
from solver.engines.sequential import SequentialEngine
from solver.facts import Snapshot
from solver.reasons import Reason
from solver.rules import (
    Filter,
    FitFacts,
    Limit,
    Memberships,
    PairList,
    PillarMeans,
    Rotation,
    WeightedLimit,
)
from solver.triage import Triage, without
from solver.units import Bools, Ints
from solver.urgency import Deadlines, Urgency


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """What is known of all cases before the solve.

    matching: positions of the queues that take each case themselves; queues: of those, the
    ones of its drain group; shape: cases.
    """

    snapshot: Snapshot
    urgency: Urgency
    matching: list[tuple[int, ...]]
    queues: list[tuple[int, ...]]
    deadlines: Deadlines
    triage: Triage


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What a sighting knows of the cases of a snapshot, which is not worked out again."""

    snapshot: Snapshot
    urgency: Urgency
    matching: list[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of this version. seen: of one snapshot, None = nothing yet."""

    filters: tuple[Filter, ...] = constraints.FILTERS
    limits: tuple[Limit, ...] = constraints.LIMITS
    weighted_limit: WeightedLimit | None = constraints.WEIGHTED_CAPACITY
    seen: Seen | None = None

    def with_limits(
        self, limits: tuple[Limit, ...], weighted_limit: WeightedLimit | None
    ) -> "Rules":
        """The same with other limits."""
        return replace(self, limits=limits, weighted_limit=weighted_limit)

    def memberships(self, snapshot: Snapshot) -> Memberships:
        """Which queues take which cases."""
        if self.seen is not None and snapshot is self.seen.snapshot:
            return constraints.memberships_of(snapshot, self.seen.matching)
        return constraints.memberships(snapshot, _given(snapshot))

    def own_queues(self, snapshot: Snapshot) -> list[tuple[int, ...]]:
        """Positions of all queues that take each case themselves, in the policy's order."""
        return own_queues(snapshot, _given(snapshot))

    def sight(self, snapshot: Snapshot) -> Sighting:
        """Urgency, deadlines, and who is set aside."""
        urgency = objectives.urgency(snapshot)
        matching = own_queues(snapshot, _given(snapshot, urgency))
        _, queues = constraints.own_of(snapshot.policy, matching)
        zones = constraints.business_zones(snapshot, queues)
        return Sighting(
            snapshot=snapshot,
            urgency=urgency,
            matching=matching,
            queues=queues,
            deadlines=objectives.deadlines(snapshot, zones),
            triage=constraints.triage(snapshot, urgency.after_hours, zones),
        )

    def taken_by(self, snapshot: Snapshot, filters: tuple[CaseFilter, ...]) -> Bools:
        """Which cases filters take that are in no queue; shape: filters x cases."""
        return taken_by(snapshot, filters, _given(snapshot))

    def rotation(self, snapshot: Snapshot, memberships: Memberships) -> Rotation:
        """Where turns decide."""
        return rotation(snapshot, memberships)

    def least_quality(self, snapshot: Snapshot, memberships: Memberships) -> Ints:
        """Least quality of the pairs of each entry."""
        return constraints.least_quality(snapshot, memberships)

    def urgency(self, snapshot: Snapshot) -> Urgency:
        """Who goes first."""
        if self.seen is not None and snapshot is self.seen.snapshot:
            return self.seen.urgency
        return objectives.urgency(snapshot)

    def fit_facts(self, snapshot: Snapshot) -> FitFacts:
        """Who suits whom."""
        return objectives.fit_facts(snapshot)

    def would_be(
        self,
        snapshot: Snapshot,
        facts: FitFacts,
        case: int,
        agent: int,
        reasons: frozenset[Reason],
    ) -> FitFacts:
        """Who would suit whom."""
        return would_be(snapshot, facts, case, agent, reasons)

    def discounts(self, snapshot: Snapshot, facts: FitFacts, means: PillarMeans) -> Ints:
        """In-batch discounts."""
        return discounts(snapshot, facts, means)

    def scored_pairs(self, snapshot: Snapshot) -> PairList | None:
        """The only pairs that may be assigned."""
        return objectives.scored_pairs(snapshot)


def _given(snapshot: Snapshot, urgency: Urgency | None = None) -> dict[str, Sequence[object]]:
    """What filters may ask for and only a computation tells, by field and case."""
    if not any(queue.filter for queue in snapshot.policy.queues):
        return {}
    urgency = urgency or objectives.urgency(snapshot)
    names = urgency.band_names
    return {
        "band": [names[place] for place in urgency.band.tolist()],
        "urgency": urgency.score.exact.tolist(),
    }


RULES = Rules()


def compile_sighted(sighting: Sighting) -> Compiled:
    """The problem of all cases that are not set aside."""
    chosen = np.flatnonzero(~sighting.triage.aside)
    rest = without(sighting.snapshot, sighting.triage.aside)
    matching = [sighting.matching[case] for case in chosen.tolist()]
    seen = Seen(rest, sighting.urgency.of(chosen), matching)
    return compile_problem(rest, replace(RULES, seen=seen))


BASELINES: tuple[Engine, ...] = (SequentialEngine(), RoundRobinEngine())
"""Whom an optimum is compared with: the price of greed is the difference."""


def engine_named(
    name: str, mip_solver: MipSolver | None = None, time_limit: timedelta | None = None
) -> Engine:
    """The engine of a name. mip_solver: of the engine `mip`. time_limit: for engines that
    can take one."""
    if name == "mip":
        # MathOpt takes its time to load.
        from solver.engines.mip import MipEngine

        return MipEngine(mip_solver or MipSolver.HIGHS, time_limit)
    if name == "weighted":
        from solver.engines.weighted import WeightedEngine

        return WeightedEngine(time_limit)
    if name == "pulp":
        from solver.engines.pulp import PulpEngine

        return PulpEngine()
    engines: dict[str, Engine] = {engine.name: engine for engine in (*BASELINES, FlowEngine())}
    return engines.get(name) or AutoEngine(time_limit)
