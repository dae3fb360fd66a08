"""The second phase, read from the facts: priority cases over capacity limits, by turns (Q9)."""

from dataclasses import dataclass

import numpy as np

from solver.check.certificate.arcs import Arcs, Node
from solver.check.certificate.chain import Desks, agent_arcs, desk_arcs, turn_table, unit_arcs
from solver.check.certificate.levels import OVERRIDE_LEVELS, Kind, Naming
from solver.check.certificate.phase import Keep, Phase, Taken
from solver.check.certificate.ways import Way, ways_of
from solver.check.decided import Decided
from solver.check.limits import UNLIMITED
from solver.check.overrides import has_room, is_light, only_capacity, own_tiers
from solver.check.refusals import Refusals
from solver.check.staff import NOBODY
from solver.check.standing import Standing, dense_ranks
from solver.check.turns import TurnScores, places
from solver.check.usage import Left
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class OverridePhase:
    """What the second phase is made of, after the first one of a batch."""

    refusals: Refusals
    standing: Standing
    batch: Decided
    left: Left

    def phase(self) -> Phase | None:
        """None where it has nothing to do."""
        ways = {case: self._ways(case) for case in self._waiting().tolist() if self._is_due(case)}
        ways = {case: found for case, found in ways.items() if found}
        if not ways:
            return None
        cases = np.array(list(ways), dtype=np.int64)
        standing, turns = self.standing, TurnScores(self.refusals)
        every = standing.group * len(standing.class_names) + standing.urgency_class
        nothing = np.zeros_like(standing.group)
        desks = self._desks(ways)
        return Phase(
            levels=OVERRIDE_LEVELS,
            naming=Naming(standing.class_names, grouped=True),
            cases=cases,
            group=nothing,
            urgency_class=every,
            dense=dense_ranks(cases, nothing, every, standing.weight),
            weight=standing.weight,
            owned=nothing > 0,
            place=places(self.refusals),
            ways=ways.__getitem__,
            keep=_nobody,
            score=lambda _, way, some: turns.of(way.queue)[way.agent[some]],
            taken={one.case: Taken(one.agent, one.queue) for one in self.batch.over},
            arcs=self._arcs(desks),
            desks=desks,
        )

    def _waiting(self) -> Ints:
        """Cases of a listed priority that the first phase left waiting."""
        refusals, served = self.refusals, set(self.batch.cases().tolist())
        listed = refusals.snapshot.policy.fallback.priorities
        return np.array(
            [
                place
                for place, case in enumerate(refusals.snapshot.cases)
                if refusals.staff.priority(case.priority) in listed
                and place not in served
                and refusals.staff.owner[place] == NOBODY
                and refusals.triage.outcome(place) is None
            ],
            dtype=np.int64,
        )

    def _is_due(self, case: int) -> bool:
        """None of the pairs that only capacity refuses has room."""
        return not any(
            (
                only_capacity(self.refusals, case, tier)
                & has_room(self.refusals, case, tier, self.left)
            ).any()
            for tier in own_tiers(self.refusals, case)
        )

    def _ways(self, case: int) -> tuple[Way, ...]:
        """Through own queues, to whom only limits that may be gone over refuse the case."""
        heavy = self.refusals.snapshot.policy.fallback.override_weighted
        light = is_light(self.refusals, case, self.left) | heavy
        tiers = own_tiers(self.refusals, case)
        open_ = [(tier, only_capacity(self.refusals, case, tier) & light) for tier in tiers]
        return ways_of(self.refusals, case, open_)

    def _desks(self, ways: dict[int, tuple[Way, ...]]) -> Desks:
        reach = np.zeros(self.refusals.rooms.daily.shape, dtype=np.bool_)
        for found in ways.values():
            for way in found:
                reach[way.queue, way.agent] = True
        every: Bools = np.ones(len(reach), dtype=np.bool_)
        return Desks.of(reach, every)

    def _arcs(self, desks: Desks) -> tuple[Arcs, ...]:
        """No limit but that of overrides; the first turn comes after all of the first phase."""
        taken = np.zeros(desks.place.shape, dtype=np.int64)
        for one in self.batch.over:
            taken[one.queue, one.agent] += 1
        count, agents = taken.sum(axis=0), np.unique(desks.agent)
        most = self.refusals.snapshot.policy.fallback.max_overrides_per_agent
        endless = np.full(len(count), UNLIMITED)
        before = np.bincount(self.batch.agents(), minlength=len(count))
        by_turns, _ = desk_arcs(desks, taken, np.full(taken.shape, UNLIMITED))
        turns = turn_table(before, int(count.max(initial=0)) + 1)
        return (
            by_turns,
            unit_arcs(Node.ROTATION, Kind.ROUNDS, agents, count, turns),
            agent_arcs(
                Node.NEW, Node.ALL, agents, count,
                endless if most is None else np.full(len(count), most),
            ),
            agent_arcs(Node.ALL, Node.SINK, agents, count, endless),
        )  # fmt: skip


def _nobody(_: int) -> Keep | None:
    """No case of this phase has an owner."""
    return None
