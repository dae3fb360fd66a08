"""Business hours, minute by minute: deadlines (U1), holds (U6), time left (U7)."""

from __future__ import annotations

from functools import cached_property

from allotment.v1.case_pb2 import Case
from allotment.v1.policy_pb2 import Tier
from allotment.v1.schedule_pb2 import (
    DAY_FRIDAY,
    DAY_MONDAY,
    DAY_THURSDAY,
    DAY_TUESDAY,
    DAY_WEDNESDAY,
    WeeklyWindow,
)
from tests.referee import urgency
from tests.referee.chains import Chains
from tests.referee.hours import in_windows
from tests.referee.moments import HOUR, MINUTE, length, moment
from tests.referee.snapshot import Snapshot

USUAL = [
    WeeklyWindow(
        days=[DAY_MONDAY, DAY_TUESDAY, DAY_WEDNESDAY, DAY_THURSDAY, DAY_FRIDAY],
        start="08:00",
        end="18:00",
    )
]
MOST_MINUTES = 366 * 24 * 60


class Business:
    """When business is done; zones and windows change on whole minutes alone."""

    def __init__(self, snapshot: Snapshot, chains: Chains) -> None:
        self.snapshot = snapshot
        self.chains = chains
        self.hours = snapshot.policy.urgency.business_hours
        self._open: dict[tuple[str, int], bool] = {}
        self._left: dict[str, int | None] = {}
        self._deadlines: dict[str, int | None] = {}

    @property
    def holds(self) -> bool:
        return self.snapshot.policy.urgency.HasField("business_hours")

    @cached_property
    def holidays(self) -> frozenset[str]:
        for calendar in self.snapshot.policy.holiday_calendars:
            if calendar.holiday_calendar_id == self.hours.holiday_calendar_id:
                return frozenset(calendar.dates)
        return frozenset()

    def zone(self, case: Case) -> str:
        """Of the first own queue that names one, else of the hours, else of the policy."""
        named = [queue.time_zone for queue in self.chains.own(case) if queue.time_zone]
        return [*named, self.hours.time_zone or self.snapshot.policy.time_zone or "UTC"][0]

    def is_open(self, at: int, zone: str) -> bool:
        key = (zone, at // MINUTE)
        if key not in self._open:
            windows = list(self.hours.windows) or USUAL
            self._open[key] = in_windows(windows, at, zone, self.holidays)
        return self._open[key]

    def opens(self, case: Case) -> int:
        """The first open moment at or after the creation."""
        at, zone = moment(case.created_time), self.zone(case)
        for _ in range(MOST_MINUTES):
            if self.is_open(at, zone):
                return at
            at = (at // MINUTE + 1) * MINUTE
        raise AssertionError("business hours never begin")

    def after(self, start: int, span: int, zone: str) -> int:
        """The first moment before which so much open time has passed since the start."""
        at = start
        while True:
            following = (at // MINUTE + 1) * MINUTE
            if self.is_open(at, zone):
                if span <= following - at:
                    return at + span
                span -= following - at
            at = following

    def between(self, start: int, end: int, zone: str) -> int:
        """Open time between two moments."""
        at, span = start, 0
        while at < end:
            following = min(end, (at // MINUTE + 1) * MINUTE)
            span += (following - at) * self.is_open(at, zone)
            at = following
        return span

    def deadline(self, case: Case) -> int | None:
        """When the first response is due, None without a tier."""
        if case.case_id not in self._deadlines:
            self._deadlines[case.case_id] = self._deadline(case)
        return self._deadlines[case.case_id]

    def _deadline(self, case: Case) -> int | None:
        tier = urgency.tier(self.snapshot, case)
        if tier is None:
            return None
        start, span = moment(case.created_time), length(tier.response_duration)
        if tier.clock != Tier.CLOCK_BUSINESS:
            return start + span
        return self.after(start, span, self.zone(case))

    def left(self, case: Case) -> int | None:
        """What is left until the deadline on the clock of the tier."""
        if case.case_id not in self._left:
            self._left[case.case_id] = self._left_of(case)
        return self._left[case.case_id]

    def _left_of(self, case: Case) -> int | None:
        tier, due = urgency.tier(self.snapshot, case), self.deadline(case)
        if tier is None or due is None:
            return None
        if tier.clock != Tier.CLOCK_BUSINESS:
            return due - self.snapshot.now
        passed = self.between(moment(case.created_time), self.snapshot.now, self.zone(case))
        return length(tier.response_duration) - passed

    def held_until(self, case: Case) -> int | None:
        """The end of the hold, None for a case that is not held (U6)."""
        if not self.holds or self.is_routed_at_any_hour(case):
            return None
        opens = self.opens(case)
        return opens if opens > self.snapshot.now else None

    def is_routed_at_any_hour(self, case: Case) -> bool:
        """By tier, VIPs, by category, and in the highest of several bands."""
        snapshot = self.snapshot
        tier, names = urgency.tier(snapshot, case), urgency.bands(snapshot)
        return (
            (tier is not None and tier.routes_after_hours)
            or urgency.is_vip(snapshot, case)
            or urgency.is_auto_escalated(snapshot, case)
            or (len(names) > 1 and urgency.band(snapshot, case) == names[0][0])
        )

    def escalates_within(self) -> int:
        watch = self.snapshot.policy.urgency.sla_watch
        return length(watch.escalate_within) if watch.HasField("escalate_within") else HOUR
