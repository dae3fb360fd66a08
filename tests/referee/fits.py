"""Fit of a pair in whole numbers (S1, 02 section 2 "Numbers")."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from allotment.v1.case_pb2 import Case
from allotment.v1.explanation_pb2 import PillarContribution
from allotment.v1.queue_pb2 import Queue
from tests.referee.histories import history
from tests.referee.loads import bandwidth
from tests.referee.near import Near
from tests.referee.overlap import Overlap
from tests.referee.penalty import kept_share
from tests.referee.scores import SentScores
from tests.referee.skills import Matches
from tests.referee.snapshot import Snapshot
from tests.referee.weights import policy_weights, quality_weights, queue_weights

Flag = PillarContribution.Flag

BASELINE_HISTORY = 0.2


@dataclass(frozen=True)
class Pillar:
    """Value and weight in parts per million; `near` also has what floats may make of a tie."""

    name: str
    value: int
    near: Near
    weight: int
    flag: Flag.ValueType


@dataclass(frozen=True)
class Fit:
    """Pillar sum before the penalty in units of 1e-12, 1 - penalty in parts per million.

    A fit that was sent has no pillars: it stands for their sum, rounded as a pillar is.
    """

    before_penalty: int
    keep: int
    pillars: tuple[Pillar, ...] = ()
    sent: bool = False

    @property
    def fit(self) -> int:
        """In units of 1e-4."""
        return in_units(self.before_penalty, self.keep)


class Fits:
    """Fits of one snapshot."""

    def __init__(
        self, snapshot: Snapshot, sent: SentScores, matches: Matches | None = None
    ) -> None:
        self.snapshot = snapshot
        self.matches = matches
        self.sent = sent
        self.overlap = Overlap(snapshot)
        self.weights = {row.queue_id: queue_weights(snapshot, row) for row in self.queues}
        self.weights[""] = policy_weights(snapshot)
        self.qualities = {row.queue_id: quality_weights(snapshot, row) for row in self.queues}
        self._fits: dict[tuple[str, str, str, bool], Fit] = {}
        self.keep = {agent: self._keep(agent) for agent in snapshot.agents}
        self.bandwidth = {agent: bandwidth(snapshot, agent) for agent in snapshot.agents}

    @property
    def queues(self) -> list[Queue]:
        return list(self.snapshot.policy.queues)

    def of(self, case: Case, agent: str, queue_id: str) -> Fit:
        """The pair charged to a queue."""
        return self._once(case, agent, queue_id, has_penalty=True)

    def with_owner(self, case: Case, first_queue: str) -> Fit:
        """A case with its owner: no penalty, weighed as by its first queue (O3)."""
        return self._once(case, case.owner_agent_id, first_queue, has_penalty=False)

    def _once(self, case: Case, agent: str, queue_id: str, *, has_penalty: bool) -> Fit:
        key = (case.case_id, agent, queue_id, has_penalty)
        if key not in self._fits:
            keep = self.keep[agent] if has_penalty else 10**6
            self._fits[key] = self._fit(case, agent, self.weights[queue_id], keep)
        return self._fits[key]

    def is_below(self, case: Case, agent: str, queue: Queue, least: float) -> bool:
        """Before penalty and without bandwidth, or as it was sent (Q7)."""
        if not least:
            return False
        fit = self._fit(case, agent, self.qualities[queue.queue_id], 10**6)
        return fit.before_penalty < millionths(least) * 10**6

    def _fit(self, case: Case, agent: str, weights: dict[str, int], keep: int) -> Fit:
        at = self.snapshot.case_position[case.case_id], self.snapshot.agent_position[agent]
        final = self.sent.fit(*at)
        if final is not None:
            return Fit(millionths(final) * 10**6, keep=10**6, sent=True)
        pillars = tuple(self._pillar(name, weight, case, agent) for name, weight in weights.items())
        before = sum(row.weight * row.value for row in pillars)
        return Fit(before, keep, pillars)

    def _keep(self, agent: str) -> int:
        return millionths(kept_share(self.snapshot, agent))

    def _pillar(self, name: str, weight: int, case: Case, agent: str) -> Pillar:
        exact, flag = self._value(name, case, agent)
        value = millionths(exact)
        return Pillar(name, value, near_millionths(exact), weight, flag)

    def _value(self, name: str, case: Case, agent: str) -> tuple[Fraction | float, Flag.ValueType]:
        at = self.snapshot.case_position[case.case_id], self.snapshot.agent_position[agent]
        sent = self.sent.value(name, *at)
        if sent is not None:
            return sent, PillarContribution.FLAG_SENT
        if name == "time_overlap":
            return self._overlap(case, agent)
        if name == "bandwidth":
            return self.bandwidth[agent], PillarContribution.FLAG_UNSPECIFIED
        if name == "customer_history":
            return self._history(case, agent)
        if name == "skills":
            return self._match(case, agent)
        return 0, PillarContribution.FLAG_DROPPED

    def _overlap(self, case: Case, agent: str) -> tuple[Fraction | float, Flag.ValueType]:
        share = self.overlap.value(case, agent)
        if share is None:
            return 0.5, PillarContribution.FLAG_NO_CUSTOMER_WINDOW
        if not self.snapshot.has_hours(agent):
            return 0, PillarContribution.FLAG_NO_AGENT_HOURS
        return share, PillarContribution.FLAG_UNSPECIFIED

    def _match(self, case: Case, agent: str) -> tuple[float, Flag.ValueType]:
        if self.matches is None:
            return 0, PillarContribution.FLAG_NO_ONTOLOGY
        value = self.matches.match(case.case_id, agent)
        if value is None:
            return 0, PillarContribution.FLAG_NO_TOPIC
        return value, PillarContribution.FLAG_UNSPECIFIED

    def _history(self, case: Case, agent: str) -> tuple[Fraction | float, Flag.ValueType]:
        value = history(self.snapshot, case, agent)
        if value is None:
            return BASELINE_HISTORY, PillarContribution.FLAG_NO_HISTORY
        return value, PillarContribution.FLAG_UNSPECIFIED


def in_units(before_penalty: int, keep: int) -> int:
    """Fit in units of 1e-4, half-even."""
    return round(Fraction(before_penalty * keep, 10**14))


def millionths(value: Fraction | float) -> int:
    """Half-even, of floats as `rint(float64(x) * 1e6)`."""
    return round(value * 1_000_000)


def near_millionths(value: Fraction | float) -> Near:
    """The same; where an exact value is a tie, either neighbour."""
    if isinstance(value, Fraction):
        return Near.rounded(value * 1_000_000)
    return Near(millionths(value), millionths(value))
