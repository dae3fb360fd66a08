"""Cases that no agent gets at all, or not yet (U5, U6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from solver.check.batch import Outcome
from solver.check.chains import Chains
from solver.check.clock import EPOCH, MICROS, MINUTE, Clocks, micros
from solver.check.staff import Staff
from solver.check.urgency import Urgency

DAY_MINUTES = 24 * 60
DAYS = 366
"""How far business hours are looked for."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Around now in a zone: when business hours last ended, and begin again.

    closed_since: in UTC microseconds, None while they run. opens: None beyond a year.
    """

    closed_since: int | None
    opens: datetime | None


class Triage:
    """What becomes of cases before anybody is asked; whoever has an owner has been routed."""

    def __init__(self, staff: Staff, chains: Chains) -> None:
        self._staff = staff
        self._chains = chains
        self._urgency = Urgency(staff)
        self._spells: dict[ZoneInfo, Spell] = {}

    def outcome(self, case: int) -> Outcome | None:
        """MANUAL_REVIEW or HELD_BUSINESS_HOURS; None for a case that agents may get."""
        fact = self._staff.snapshot.cases[case]
        if fact.owner_id:
            return None
        if fact.override_routing:
            return Outcome.MANUAL_REVIEW
        return Outcome.HELD_BUSINESS_HOURS if self._is_held(case) else None

    def held_until(self, case: int) -> datetime | None:
        """When business hours begin after the creation of a held case."""
        return self._spell(self._zone(case)).opens

    def _is_held(self, case: int) -> bool:
        """Created outside business hours that did not begin since, and nothing routes it."""
        policy = self._staff.snapshot.policy.urgency
        if policy.business_hours is None or self._is_routed_at_any_hour(case):
            return False
        since = self._spell(self._zone(case)).closed_since
        return since is not None and micros(self._staff.snapshot.cases[case].created) >= since

    def _is_routed_at_any_hour(self, case: int) -> bool:
        """By its tier, as a VIP's, by its category, or in the highest of several bands."""
        fact, bands = self._staff.snapshot.cases[case], self._staff.snapshot.policy.urgency.bands
        tier = self._urgency.tier(fact)
        return (
            (tier is not None and tier.routes_after_hours)
            or self._urgency.is_vip(fact)
            or self._urgency.escalates(fact)
            or (len(bands) > 1 and self._urgency.band(fact) == bands[0][0])
        )

    def _zone(self, case: int) -> ZoneInfo:
        """Of the first own queue that names one, else of the hours, else of the policy."""
        policy = self._staff.snapshot.policy
        for queue in self._chains.own[case]:
            zone = policy.queues[queue].zone
            if zone is not None:
                return zone
        hours = policy.urgency.business_hours
        return (hours and hours.zone) or policy.zone

    def _spell(self, zone: ZoneInfo) -> Spell:
        if zone not in self._spells:
            self._spells[zone] = Spell(self._closed_since(zone), self._opens(zone))
        return self._spells[zone]

    def _closed_since(self, zone: ZoneInfo) -> int | None:
        """The end of the last open minute, walking back day by day; None: it is this one."""
        this = micros(self._staff.snapshot.now) // (MICROS * MINUTE)
        for day in range(DAYS):
            minutes = range(this - day * DAY_MINUTES, this - (day + 1) * DAY_MINUTES, -1)
            for minute in self._open(zone, minutes)[:1]:
                return None if minute == this else (minute + 1) * MINUTE * MICROS
        return 0

    def _opens(self, zone: ZoneInfo) -> datetime | None:
        """The first open minute after this one, walking on day by day."""
        after = micros(self._staff.snapshot.now) // (MICROS * MINUTE) + 1
        for day in range(DAYS):
            minutes = range(after + day * DAY_MINUTES, after + (day + 1) * DAY_MINUTES)
            for minute in self._open(zone, minutes)[:1]:
                return EPOCH + timedelta(minutes=minute)
        return None

    def _open(self, zone: ZoneInfo, minutes: range) -> list[int]:
        """Those of the minutes since 1970 in which business hours run."""
        hours = self._staff.snapshot.policy.urgency.business_hours
        assert hours is not None
        clocks = Clocks(minute * MINUTE for minute in minutes)
        inside = clocks.inside(hours.windows, zone, hours.holidays)
        return [minute for minute, is_open in zip(minutes, inside, strict=True) if is_open]
