"""Time overlap: the share of the customer's hours in which an agent works (S5)."""

from zoneinfo import ZoneInfo

import numpy as np

from solver.check.availability import Roster
from solver.check.clock import slots_from
from solver.check.staff import Staff
from solver.facts import Hours, WeeklyWindow
from solver.units import PPM, Bools, Ints, to_ppm

BUSINESS_SLOTS = 24 * 12
"""24 business hours."""

Customer = tuple[ZoneInfo, tuple[WeeklyWindow, ...], bool]
"""Zone, hours of activity, whether weekends are skipped."""


class Overlap:
    """Overlaps of one snapshot; each different customer is looked at once."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._clocks = slots_from(staff.snapshot.now)
        self._roster = Roster(staff, self._clocks)
        self._shares: dict[Customer, Ints] = {}
        self._working: Ints | None = None

    def ppm(self, case: int) -> Ints:
        """The share, one half where the customer's hours are unknown; shape: agents."""
        customer = self._customer(case)
        if customer not in self._shares:
            self._shares[customer] = self._share(customer)
        return self._shares[customer]

    def _share(self, customer: Customer) -> Ints:
        active = self._active(customer)
        if not active.any():
            return np.full(len(self._staff.snapshot.agents), PPM // 2, dtype=np.int64)
        return to_ppm((self._hours() @ active.astype(np.int64)) / active.sum())

    def _customer(self, case: int) -> Customer:
        """The case's own facts, else the account's, else the policy's."""
        fact, policy = self._staff.snapshot.cases[case], self._staff.snapshot.policy
        account = self._staff.account(fact)
        skips = account.skip_weekends
        return (
            fact.zone or account.zone or policy.zone,
            fact.activity_windows or account.activity_windows,
            policy.fit.skip_weekends if skips is None else skips,
        )

    def _active(self, customer: Customer) -> Bools:
        """The customer's hours in the next 24 business hours; shape: slots."""
        zone, windows, skips_weekends = customer
        business = ~(self._clocks.weekend(zone) & skips_weekends)
        ahead = np.cumsum(business) <= BUSINESS_SLOTS
        active: Bools = self._clocks.inside(windows, zone) & business & ahead
        return active

    def _hours(self) -> Ints:
        """1 where an agent works; shape: agents x slots."""
        if self._working is None:
            rows = [self._works(agent) for agent in range(len(self._staff.snapshot.agents))]
            self._working = np.array(rows, dtype=np.int64)
        return self._working

    def _works(self, agent: int) -> Bools:
        """Working hours of his shifts, else those predicted, without breaks and absences."""
        if self._staff.shifts[agent]:
            hours = self._roster.shifts(agent, Hours.WORKING)
        else:
            hours = self._roster.predicted(agent)
        return hours & ~self._roster.breaks(agent) & ~self._roster.away(agent)
