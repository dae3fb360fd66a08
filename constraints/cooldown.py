"""Cool-down: who had a case that came back does not get it again at once (R4)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.facts import CameBack, RecentAssignment, Snapshot
from solver.members import case_positions
from solver.reasons import Reason
from solver.rules import PairFilter, PairList


@dataclass(frozen=True, slots=True)
class CoolingDown:
    """Refuses pairs that came back in these ways within the policy's cool-down."""

    reason: Reason
    ways: frozenset[CameBack]

    def refused(self, snapshot: Snapshot) -> PairList:
        """The refused pairs, by agent."""
        pairs = np.array(list(self._pairs(snapshot)), dtype=np.int32).reshape(-1, 2)
        return PairList(case=pairs[:, 0], agent=pairs[:, 1])

    def _pairs(self, snapshot: Snapshot) -> Iterator[tuple[int, int]]:
        """(case, agent) positions."""
        positions = case_positions(snapshot)
        for place, agent in enumerate(snapshot.agents):
            for recent in agent.recent:
                if recent.case_id in positions and self._cools(recent, snapshot):
                    yield positions[recent.case_id], place

    def _cools(self, recent: RecentAssignment, snapshot: Snapshot) -> bool:
        """True inside (now - cooldown, now] after it came back."""
        since = recent.returned or recent.time
        cooling = snapshot.now - snapshot.policy.cooldown < since <= snapshot.now
        return cooling and recent.came_back in self.ways


DECLINED_RECENTLY: PairFilter = CoolingDown(
    Reason.DECLINED_RECENTLY, frozenset({CameBack.DECLINED})
)
TRIED_RECENTLY: PairFilter = CoolingDown(
    Reason.TRIED_RECENTLY, frozenset({CameBack.EXPIRED, CameBack.WITHDRAWN})
)
