"""Triage: what no agent gets at all, or not yet (U5, U6)."""

from collections.abc import Sequence

import numpy as np

from solver.calendars import OpenTime, business_calendar
from solver.facts import Snapshot
from solver.moments import micros
from solver.triage import Triage
from solver.units import Bools, Ints
from solver.urgency import BusinessZones

YEAR = 366 * 86_400_000_000
"""How far ahead business hours are looked for, in microseconds."""


def triage(snapshot: Snapshot, after_hours: Bools, zones: BusinessZones) -> Triage:
    """What becomes of each case before the solve; whoever has an owner has been routed.

    after_hours: cases that are never held; shape: cases.
    """
    owned = np.array([bool(case.owner_id) for case in snapshot.cases], dtype=np.bool_)
    asked = np.array([case.override_routing for case in snapshot.cases], dtype=np.bool_)
    review = asked & ~owned
    until = hold_ends(snapshot, zones)
    held = (until > micros(snapshot.now)) & ~after_hours & ~owned & ~review
    return Triage(review, held, until)


def hold_ends(snapshot: Snapshot, zones: BusinessZones) -> Ints:
    """When business hours began or begin at or after each creation; shape: cases.

    The creation itself where it lies in them, or nothing is held; NEVER beyond a year.
    """
    created = np.array([micros(case.created) for case in snapshot.cases], dtype=np.int64)
    urgency = snapshot.policy.urgency
    if urgency.business_hours is None:
        return created
    ends, until = np.maximum(created, 0), micros(snapshot.now) + YEAR
    for place, zone in enumerate(zones.zones):
        here = np.flatnonzero(zones.place == place)
        if len(here):
            since = int(ends[here].min())
            hours = OpenTime.of(business_calendar(urgency, zone), since, until)
            ends[here] = hours.next_open(ends[here])
    return ends


def business_zones(snapshot: Snapshot, own: Sequence[tuple[int, ...]]) -> BusinessZones:
    """Where business hours of each case are local: in the zone of the first of its own queues
    that names one, else in that of the policy's business hours.

    own: positions of the own queues of each case.
    """
    policy = snapshot.policy
    hours = policy.urgency.business_hours
    usual = (hours and hours.zone) or policy.zone
    named = [queue.zone for queue in policy.queues]
    found = [next((zone for q in queues if (zone := named[q])), usual) for queues in own]
    distinct = tuple(dict.fromkeys([usual, *found]))
    places = {zone: place for place, zone in enumerate(distinct)}
    return BusinessZones(distinct, np.array([places[zone] for zone in found], dtype=np.int32))
