"""Cool-down: who had a case that came back does not get it again at once (R4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from solver.facts import CameBack, RecentAssignment, Snapshot
from solver.members import case_positions
from solver.moments import micros
from solver.once import once
from solver.reasons import Reason
from solver.rules import PairFilter, PairList
from solver.units import Ints


@dataclass(frozen=True, slots=True)
class CoolingDown:
    """Refuses pairs that came back in these ways within the policy's cool-down."""

    reason: Reason
    ways: frozenset[CameBack]

    def refused(self, snapshot: Snapshot) -> PairList:
        """The refused pairs, by agent."""
        found = [(case, agent) for case, agent, _ in self._pairs(snapshot)]
        pairs = np.array(found, dtype=np.int32).reshape(-1, 2)
        return PairList(case=pairs[:, 0], agent=pairs[:, 1])

    def unblock(self, snapshot: Snapshot) -> Ints:
        """A cool-down after it came back (V4); shape: refused pairs."""
        ends = [since + snapshot.policy.cooldown for _, _, since in self._pairs(snapshot)]
        return np.array([micros(end) for end in ends], dtype=np.int64)

    def _pairs(self, snapshot: Snapshot) -> Iterator[tuple[int, int, datetime]]:
        """(case, agent) positions, and when the case came back."""
        for case, agent, recent in _cooling(snapshot):
            if recent.came_back in self.ways:
                yield case, agent, _came_back(recent)


@once
def _cooling(snapshot: Snapshot) -> Sequence[tuple[int, int, RecentAssignment]]:
    """(case, agent) positions of all that came back in (now - cooldown, now], by agent."""
    positions = case_positions(snapshot)
    return [
        (positions[recent.case_id], place, recent)
        for place, agent in enumerate(snapshot.agents)
        for recent in agent.recent
        if recent.case_id in positions
        and timedelta(0) <= snapshot.now - _came_back(recent) < snapshot.policy.cooldown
    ]


def _came_back(recent: RecentAssignment) -> datetime:
    return recent.returned or recent.time


DECLINED_RECENTLY: PairFilter = CoolingDown(
    Reason.DECLINED_RECENTLY, frozenset({CameBack.DECLINED})
)
TRIED_RECENTLY: PairFilter = CoolingDown(
    Reason.TRIED_RECENTLY, frozenset({CameBack.EXPIRED, CameBack.WITHDRAWN})
)
