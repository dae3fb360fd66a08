"""Who may: filters and limits, one small file per rule, in the order of their reasons."""

from constraints.breaks import ON_BREAK
from constraints.cooldown import DECLINED_RECENTLY, TRIED_RECENTLY
from constraints.hours import OUTSIDE_ASSIGNMENT_HOURS, OUTSIDE_WORKING_HOURS
from constraints.limits.backlog import BACKLOG_LIMIT
from constraints.limits.capacity import WEIGHTED_CAPACITY
from constraints.limits.cycle import CYCLE_LIMIT
from constraints.limits.hourly import HOURLY_LIMIT
from constraints.limits.queue_daily import QUEUE_DAILY_LIMIT
from constraints.min_fit import least_quality
from constraints.out_of_office import OUT_OF_OFFICE
from constraints.participation import QUEUE_MANUAL_ONLY, QUEUE_NEVER
from constraints.presence import PRESENCE_OFFLINE
from constraints.queues import memberships, memberships_of, own_of
from constraints.requirements import MISSING_ATTRIBUTE, MISSING_SKILL
from constraints.sources import NO_AVAILABILITY_SOURCE
from constraints.time_left import SHIFT_TOO_SHORT
from constraints.triage import business_zones, triage
from solver.rules import Filter, Limit

FILTERS: tuple[Filter, ...] = (
    QUEUE_NEVER,
    QUEUE_MANUAL_ONLY,
    MISSING_SKILL,
    MISSING_ATTRIBUTE,
    DECLINED_RECENTLY,
    TRIED_RECENTLY,
    NO_AVAILABILITY_SOURCE,
    OUT_OF_OFFICE,
    OUTSIDE_ASSIGNMENT_HOURS,
    OUTSIDE_WORKING_HOURS,
    PRESENCE_OFFLINE,
    ON_BREAK,
    SHIFT_TOO_SHORT,
)

LIMITS: tuple[Limit, ...] = (
    BACKLOG_LIMIT,
    HOURLY_LIMIT,
    QUEUE_DAILY_LIMIT,
    CYCLE_LIMIT,
)

__all__ = [
    "FILTERS",
    "LIMITS",
    "WEIGHTED_CAPACITY",
    "business_zones",
    "least_quality",
    "memberships",
    "memberships_of",
    "own_of",
    "triage",
]
