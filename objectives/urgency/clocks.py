"""Deadlines of the first response, on the clock of the tier (U1)."""

import numpy as np

from objectives.urgency.tiers import tiers
from solver.calendars import NEVER, Calendar, OpenTime, business_calendar
from solver.facts import Clock, Snapshot
from solver.moments import MICROSECOND, micros
from solver.units import Bools, Indexes, Ints
from solver.urgency import NO_DEADLINE, BusinessZones, Deadlines

DAY = 86_400_000_000
"""Microseconds."""
FIRST_LOOK = 60 * DAY
LONGEST_LOOK = 5 * 366 * DAY
"""How far ahead business hours are added up."""


def deadlines(snapshot: Snapshot, zones: BusinessZones) -> Deadlines:
    """When the first response to each case is due, if it has a tier."""
    now = micros(snapshot.now)
    created = np.array([micros(case.created) for case in snapshot.cases], dtype=np.int64)
    tier = tiers(snapshot)
    response = _responses(snapshot, tier)
    due, left = np.full_like(created, NO_DEADLINE), np.full_like(created, NO_DEADLINE)
    by_calendar = _is_on(snapshot, Clock.CALENDAR)[tier]
    due[by_calendar] = created[by_calendar] + response[by_calendar]
    left[by_calendar] = due[by_calendar] - now
    by_business = _is_on(snapshot, Clock.BUSINESS)[tier]
    for place, zone in enumerate(zones.zones):
        here = np.flatnonzero(by_business & (zones.place == place))
        if len(here):
            hours = business_calendar(snapshot.policy.urgency, zone)
            due[here], left[here] = _in_open_time(hours, now, created[here], response[here])
    return Deadlines(due, response, np.where(due == NO_DEADLINE, NO_DEADLINE, left))


def _responses(snapshot: Snapshot, tier: Indexes) -> Ints:
    """Response time of each case in microseconds; shape: cases."""
    given = [tier.response // MICROSECOND for tier in snapshot.policy.urgency.tiers]
    return np.array([*given, NO_DEADLINE], dtype=np.int64)[tier]


def _is_on(snapshot: Snapshot, clock: Clock) -> Bools:
    """True for tiers that run on the clock, False at last for NO_TIER; shape: tiers + 1."""
    is_on = [tier.clock == clock for tier in snapshot.policy.urgency.tiers]
    return np.array([*is_on, False], dtype=np.bool_)


def _in_open_time(hours: Calendar, now: int, created: Ints, response: Ints) -> tuple[Ints, Ints]:
    """When so much open time has passed since the creation, and how much of it is left.

    NO_DEADLINE for what takes longer than the longest look ahead.
    """
    created = np.maximum(created, 0)
    look = FIRST_LOOK
    while True:
        open_time = OpenTime.of(hours, int(created.min()), now + look)
        begun = open_time.passed(created)
        due = open_time.reached(begun + response)
        if look >= LONGEST_LOOK or (due != NEVER).all():
            break
        look = min(4 * look, LONGEST_LOOK)
    passed = open_time.passed(np.array([now], dtype=np.int64)) - begun
    return due, response - passed
