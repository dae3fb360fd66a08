"""The second phase: priority cases over limits that routine used up (Q9, 02 section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from allotment.v1 import explanation_pb2 as why
from allotment.v1.case_pb2 import Case
from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.plan_pb2 import Assignment, Level
from tests.referee import urgency, weighing
from tests.referee.case_file import CaseFile
from tests.referee.chains import Tier
from tests.referee.near import ZERO, Near
from tests.referee.places import place_by_last
from tests.referee.refusals import CAPACITY
from tests.referee.rotation import turn_score

Class = tuple[int, str, str]
"""Drain group, priority, band."""


@dataclass(frozen=True)
class Way:
    """A case, an agent, and the case's own queue that it goes through."""

    case: Case
    agent: str
    tier: Tier


class SecondPhase:
    """What may be overridden after the first phase of an answer."""

    def __init__(self, file: CaseFile) -> None:
        self.file = file
        self.snapshot = file.snapshot
        self.rule = file.snapshot.policy.round_robin_fallback

    @cached_property
    def ways(self) -> dict[str, list[Way]]:
        """E0 of every flagged case that somebody may take for all that it weighs."""
        served = {row.case_id for row in (*self.file.assigned, *self.file.kept)}
        found = {
            name: list(self._ways(case))
            for name, case in self.snapshot.cases.items()
            if name not in served and self.snapshot.priority(case.priority) in self.rule.priorities
        }
        flagged = {name: ways for name, ways in found.items() if not any(map(self.has_room, ways))}
        light = {name: list(filter(self.may_weigh, ways)) for name, ways in flagged.items()}
        return {name: ways for name, ways in light.items() if ways}

    def _ways(self, case: Case) -> Iterator[Way]:
        """Pairs of its own queues, none of them stopped, that only capacity refuses (R8)."""
        over = set(CAPACITY)
        if not self.rule.override_weighted:
            over -= {why.PAIR_REASON_WEIGHTED_CAPACITY}
        stopped = self.file.refusals.stopped
        own = (tier for tier in self.file.chains.tiers(case) if tier.own)
        for tier in own:
            for agent in () if tier.queue.queue_id in stopped else self.snapshot.agents:
                if set(self.file.refusals.of(case, agent, tier)) <= over:
                    yield Way(case, agent, tier)

    def has_room(self, way: Way) -> bool:
        """After the first phase."""
        left = self.file.room_after(way.agent, way.tier.queue.queue_id)
        return (left is None or left > 0) and self.file.may_weigh(way.agent, way.case)

    def may_weigh(self, way: Way) -> bool:
        return self.rule.override_weighted or self.file.may_weigh(way.agent, way.case)

    def way(self, row: Assignment) -> Way | None:
        """The way that an override goes, if there is such a one."""
        ways = self.ways.get(row.case_id, [])
        same = [w for w in ways if (w.agent, w.tier.queue.queue_id) == (row.agent_id, row.queue_id)]
        return same[0] if same else None

    @property
    def most(self) -> int | None:
        """Overrides of one agent."""
        rule = self.rule
        has = rule.HasField("max_overrides_per_agent")
        return rule.max_overrides_per_agent if has else None

    def keeps_limits(self, ways: list[Way]) -> bool:
        """So many of one agent, and no more than he may hold by weight."""
        return all(self._keeps_limits([w for w in ways if w.agent == a]) for a in agents(ways))

    def _keeps_limits(self, ways: list[Way]) -> bool:
        if self.most is not None and len(ways) > self.most:
            return False
        left = self.file.weight_after(ways[0].agent)
        weight = sum(weighing.of_pair(self.snapshot, way.case, way.agent) for way in ways)
        return self.rule.override_weighted or left is None or weight <= left

    def overridden(self, ways: list[Way], place: int) -> set[PairReason.ValueType]:
        """Limits that one of the overrides goes over, after those before it of the same agent."""
        way, before = ways[place], [w for w in ways[:place] if w.agent == ways[place].agent]
        queue_id = way.tier.queue.queue_id
        through = [w for w in before if w.tier.queue.queue_id == queue_id]
        taken = {why.PAIR_REASON_QUEUE_DAILY_LIMIT: len(through)}
        left = self.file.left_after(way.agent, queue_id)
        over = {reason for reason, room in left.items() if room <= taken.get(reason, len(before))}
        weight = sum(weighing.of_pair(self.snapshot, w.case, w.agent) for w in [*before, way])
        most = self.file.weight_after(way.agent)
        if most is not None and weight > max(0, most):
            over.add(why.PAIR_REASON_WEIGHTED_CAPACITY)
        return over

    def levels(self, ways: list[Way]) -> list[tuple[Level.Kind.ValueType, Class, Near, int, int]]:
        """(kind, class, value, cases, served): coverage, rounds, rank, pair score, tie-break."""
        none = (0, "", "")
        return [
            *(self._coverage(each, ways) for each in self._classes()),
            (Level.KIND_ROUNDS, none, self._rounds(ways), 0, 0),
            (Level.KIND_RANK, none, self._rank(ways), 0, 0),
            (Level.KIND_FIT, none, sum(map(self._score, ways), start=ZERO), 0, 0),
            (Level.KIND_TIE_BREAK, none, self._tie_break(ways), 0, 0),
        ]

    def _class(self, case: Case) -> Class:
        return (self.file.chains.group_of(case), *urgency.urgency_class(self.snapshot, case))

    def _classes(self) -> list[Class]:
        found = {self._class(self.snapshot.cases[name]) for name in self.ways}
        return sorted(
            found, key=lambda each: (each[0], urgency.class_order(self.snapshot, each[1:]))
        )

    def _coverage(
        self, of: Class, ways: list[Way]
    ) -> tuple[Level.Kind.ValueType, Class, Near, int, int]:
        served = [way.case for way in ways if self._class(way.case) == of]
        value = sum((urgency.weight(self.snapshot, case) for case in served), start=ZERO)
        count = sum(self._class(self.snapshot.cases[name]) == of for name in self.ways)
        return Level.KIND_COVERAGE, of, value, count, len(served)

    def _rounds(self, ways: list[Way]) -> Near:
        """k - 1, where k goes on from the agent's new cases of the first phase."""
        total = 0
        for agent in agents(ways):
            first = len(self.file.taken.get(agent, []))
            total += sum(first + k for k in range(sum(way.agent == agent for way in ways)))
        return Near(total, total)

    def _rank(self, ways: list[Way]) -> Near:
        ranks = (
            urgency.weight(self.snapshot, way.case).times(
                self.file.chains.rank(way.case, way.agent, way.tier)
            )
            for way in ways
        )
        return sum(ranks, start=ZERO)

    def _score(self, way: Way) -> Near:
        return turn_score(self.snapshot, way.tier.queue, way.agent)

    def _tie_break(self, ways: list[Way]) -> Near:
        place = place_by_last(self.snapshot)
        total = sum(place[way.agent] + 1 for way in ways)
        return Near(total, total)

    def plans(self) -> Iterator[list[Way]]:
        """All that could be done in the second phase."""
        choices: list[list[Way | None]] = [[None, *ways] for ways in self.ways.values()]
        for chosen in product(*choices):
            ways = [way for way in chosen if way]
            if self.keeps_limits(ways):
                yield ways


def agents(ways: list[Way]) -> list[str]:
    return sorted({way.agent for way in ways})
