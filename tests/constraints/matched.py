"""Queues that match cases as a test says, until there are filters that do (Q2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from constraints.queues import memberships_of
from server.wiring import Rules
from solver.facts import Snapshot
from solver.rules import Memberships

Matching = Mapping[str, Sequence[str]]


def matched(snapshot: Snapshot, matching: Matching) -> Memberships:
    """Memberships of cases that these queues match, both by id."""
    places = {queue.queue_id: place for place, queue in enumerate(snapshot.policy.queues)}
    return memberships_of(
        snapshot,
        [
            tuple(sorted(places[queue_id] for queue_id in matching.get(case.case_id, ())))
            for case in snapshot.cases
        ],
    )


@dataclass(frozen=True, slots=True)
class MatchedRules(Rules):
    """All rules, but the queues of each case are given."""

    matching: Matching = field(default_factory=dict)

    def memberships(self, snapshot: Snapshot) -> Memberships:
        """Which queues take which cases."""
        return matched(snapshot, self.matching)
