"""Time overlap: how much of the customer's day the agent works (S5)."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from objectives.customers import Customer, Customers, customers_of
from objectives.staff_hours import StaffHours, calendar_mask, staff_hours
from solver.calendars import DAY_SLOTS, Calendar, midpoints
from solver.factors import TableFactor
from solver.facts import Snapshot, WeeklyWindow
from solver.facts.schedule import MINUTES_PER_DAY
from solver.rules import Flag, Input, Pillar
from solver.units import PPM, Bools, Indexes, Ints, to_ppm

WEEKEND = (WeeklyWindow(frozenset({5, 6}), 0, MINUTES_PER_DAY),)
# A day, a weekend, and a day more for whatever a zone does to its clock.
GRID_DAYS = 5
UNKNOWN_PPM = PPM // 2
SLOT_MINUTES = MINUTES_PER_DAY // DAY_SLOTS


@dataclass(frozen=True, slots=True)
class TimeOverlap:
    """Share of the customer's window in which the agent works, over 24 business hours."""

    name: str = "time_overlap"

    def factor(self, snapshot: Snapshot) -> "OverlapFactor":
        """One row of values per different customer."""
        grid = midpoints(snapshot.now, GRID_DAYS * DAY_SLOTS)
        customers = customers_of(snapshot)
        windows = activity(customers, grid)
        staff = staff_hours(snapshot, grid)
        table, length = shares(windows, staff), windows.sum(axis=1, dtype=np.int64)
        return OverlapFactor(customers.row, table, flags(windows, staff), length)


@dataclass(frozen=True, slots=True, eq=False)
class OverlapFactor(TableFactor):
    """Shares of the customers' windows. length: of each window in slots; shape: profiles."""

    length: Ints

    def inputs(self, case: Indexes, agent: Indexes) -> tuple[Input, ...]:
        """Minutes of the overlap and of the window; none without a window."""
        slots = self.length[self.row[case]].astype(np.float64)
        # A share is rounded far finer than a slot: the count comes back exactly.
        overlap = np.rint(self.at(case, agent) * slots / PPM)
        known = slots > 0
        return (
            Input("overlap_minutes", np.where(known, overlap * SLOT_MINUTES, np.nan)),
            Input("window_minutes", np.where(known, slots * SLOT_MINUTES, np.nan)),
        )


def activity(customers: Customers, grid: Ints) -> Bools:
    """Slots of the customers' windows inside their horizons; shape: customers x slots."""
    zones = {(customer.activity.zone, customer.skip_weekends) for customer in customers.profiles}
    horizons = {key: horizon(*key, grid) for key in zones}
    rows = [_active(customer, horizons, grid) for customer in customers.profiles]
    return np.array(rows, dtype=np.bool_).reshape(-1, len(grid))


def horizon(zone: ZoneInfo, skip_weekends: bool, grid: Ints) -> Bools:
    """The next 24 business hours of the zone: its first 288 slots; shape: slots."""
    business = np.ones(grid.shape, dtype=np.bool_)
    if skip_weekends:
        business = ~calendar_mask(Calendar(zone, WEEKEND), grid)
    within: Bools = business & (np.cumsum(business) <= DAY_SLOTS)
    return within


def shares(windows: Bools, staff: StaffHours) -> Indexes:
    """Overlap / window in ppm, 0.5 for an empty window; shape: customers x agents."""
    # Products of 0 and 1 in float32 are exact far beyond 288.
    overlap = windows.astype(np.float32) @ staff.working.T.astype(np.float32)
    length = windows.sum(axis=1)[:, None]
    share = overlap.astype(np.float64) / np.maximum(length, 1)
    ppm = np.where(length > 0, to_ppm(share), UNKNOWN_PPM).astype(np.int32)
    return ppm[:, staff.week]


def flags(windows: Bools, staff: StaffHours) -> NDArray[np.uint8]:
    """Which values are defaults; an unknown window outranks unknown hours."""
    agents = np.where(staff.known, np.uint8(Flag.NONE), np.uint8(Flag.NO_AGENT_HOURS))
    known = windows.any(axis=1, keepdims=True)
    return np.where(known, agents, np.uint8(Flag.NO_CUSTOMER_WINDOW))


def _active(customer: Customer, horizons: dict[tuple[ZoneInfo, bool], Bools], grid: Ints) -> Bools:
    """The customer's window inside his horizon; shape: slots."""
    within = horizons[customer.activity.zone, customer.skip_weekends]
    return within & calendar_mask(customer.activity, grid)


TIME_OVERLAP: Pillar = TimeOverlap()
