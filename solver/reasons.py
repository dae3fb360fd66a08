"""Why an agent may not take a case: the first one that holds counts (03, pair reasons)."""

from enum import IntEnum


class Reason(IntEnum):
    """A refusal; the numbers are the contract's and give the order."""

    NOT_IN_QUEUE = 1
    NOT_SCORED = 2
    QUEUE_NEVER = 3
    QUEUE_MANUAL_ONLY = 4
    LOCKED_TO_OTHER = 5
    MISSING_SKILL = 6
    MISSING_ATTRIBUTE = 7
    BELOW_MIN_FIT = 8
    DECLINED_RECENTLY = 9
    TRIED_RECENTLY = 10
    NO_AVAILABILITY_SOURCE = 11
    OUT_OF_OFFICE = 12
    OUTSIDE_ASSIGNMENT_HOURS = 13
    OUTSIDE_WORKING_HOURS = 14
    PRESENCE_OFFLINE = 15
    ON_BREAK = 16
    SHIFT_TOO_SHORT = 17
    WEIGHTED_CAPACITY = 18
    BACKLOG_LIMIT = 19
    HOURLY_LIMIT = 20
    QUEUE_DAILY_LIMIT = 21
    CYCLE_LIMIT = 22

    @property
    def bit(self) -> int:
        """The reason as one bit of a mask."""
        return 1 << self


COOLDOWN = frozenset({Reason.DECLINED_RECENTLY, Reason.TRIED_RECENTLY})
AVAILABILITY = frozenset(
    {
        Reason.OUT_OF_OFFICE,
        Reason.OUTSIDE_ASSIGNMENT_HOURS,
        Reason.OUTSIDE_WORKING_HOURS,
        Reason.PRESENCE_OFFLINE,
        Reason.ON_BREAK,
        Reason.SHIFT_TOO_SHORT,
    }
)
CAPACITY = frozenset(
    {
        Reason.WEIGHTED_CAPACITY,
        Reason.BACKLOG_LIMIT,
        Reason.HOURLY_LIMIT,
        Reason.QUEUE_DAILY_LIMIT,
        Reason.CYCLE_LIMIT,
    }
)


CHANGING = COOLDOWN | AVAILABILITY | CAPACITY
"""What time alone may change."""


def reasons_in(mask: int) -> tuple["Reason", ...]:
    """The reasons whose bits are set, in order."""
    return tuple(reason for reason in Reason if mask & reason.bit) if mask else ()


def mask(reasons: frozenset[Reason]) -> int:
    """The reasons as a mask of bits."""
    return sum(reason.bit for reason in reasons)


class CaseReason(IntEnum):
    """Why a case waits; the numbers are the contract's."""

    NO_QUEUE_MATCH = 1
    NO_ELIGIBLE_AGENT = 2
    ALL_BLOCKED_BY_AVAILABILITY = 3
    ALL_BLOCKED_BY_CAPACITY = 4
    ALL_DECLINED = 5
    OUTCOMPETED = 6
    AUTO_ASSIGN_STOPPED = 7
    TIME_LIMIT = 8
