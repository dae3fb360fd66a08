"""Who may: filters and limits, one small file per rule, in the order of their reasons."""

from constraints.cooldown import DECLINED_RECENTLY, TRIED_RECENTLY
from constraints.limits.backlog import BACKLOG_LIMIT
from constraints.limits.capacity import WEIGHTED_CAPACITY
from constraints.limits.cycle import CYCLE_LIMIT
from constraints.limits.hourly import HOURLY_LIMIT
from constraints.limits.queue_daily import QUEUE_DAILY_LIMIT
from constraints.min_fit import least_quality
from constraints.out_of_office import OUT_OF_OFFICE
from constraints.participation import QUEUE_MANUAL_ONLY, QUEUE_NEVER
from constraints.queues import memberships
from constraints.requirements import MISSING_ATTRIBUTE, MISSING_SKILL
from constraints.shifts import (
    NO_AVAILABILITY_SOURCE,
    OUTSIDE_ASSIGNMENT_HOURS,
    OUTSIDE_WORKING_HOURS,
)
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
)

LIMITS: tuple[Limit, ...] = (
    BACKLOG_LIMIT,
    HOURLY_LIMIT,
    QUEUE_DAILY_LIMIT,
    CYCLE_LIMIT,
)

__all__ = ["FILTERS", "LIMITS", "WEIGHTED_CAPACITY", "least_quality", "memberships"]
