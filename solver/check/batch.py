"""A batch as it is claimed: one decision per case (02 section 5, 03)."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from solver.reasons import Reason


class Outcome(IntEnum):
    """What became of a case; the numbers are the contract's."""

    ASSIGNED = 1
    UNASSIGNED = 2
    HELD_BUSINESS_HOURS = 3
    MANUAL_REVIEW = 4
    KEPT = 5
    INVALID = 6


class Via(IntEnum):
    """How a case came to its agent; the numbers are the contract's."""

    OPTIMISED = 1
    ROUND_ROBIN = 2
    RR_FALLBACK = 3
    CATCH_ALL = 4
    REASSIGNED = 5


@dataclass(frozen=True, slots=True)
class Decision:
    """What is claimed for one case; None: nothing is claimed, so nothing is checked.

    bucket: from 1. rank: fallback rank from 0. overridden: limits said to be gone over (Q9).
    held_until: end of the hold (U6). fit: of the pair, raw, in units of 1e-4.
    urgency: score from 0 to 100 in units of 1e-4 (U2). band: of that score (U4).
    """

    case_id: str
    outcome: Outcome
    agent_id: str = ""
    queue_id: str = ""
    bucket: int | None = None
    rank: int | None = None
    via: Via | None = None
    overridden: frozenset[Reason] | None = None
    held_until: datetime | None = None
    fit: int | None = None
    urgency: int | None = None
    band: str | None = None

    @property
    def goes_over(self) -> bool:
        """It is said to go over capacity limits (Q9)."""
        return self.via == Via.RR_FALLBACK
