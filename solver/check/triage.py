"""Who never comes to the agents: manual review and business-hours holds (U5, U6)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from solver.check.batch import Outcome
from solver.check.chains import Chains
from solver.check.clock import MICROSECOND, minutes_until
from solver.check.staff import Staff
from solver.check.urgency import Urgency
from solver.facts import BusinessHours

DAY = timedelta(days=1)


class Triage:
    """What becomes of cases before anybody is asked."""

    def __init__(self, staff: Staff, chains: Chains) -> None:
        self._staff = staff
        self._chains = chains
        self._urgency = Urgency(staff)

    def outcome(self, case: int) -> Outcome | None:
        """MANUAL_REVIEW or HELD_BUSINESS_HOURS; None: agents are asked."""
        fact = self._staff.snapshot.cases[case]
        if fact.owner_id:
            return None
        if fact.override_routing:
            return Outcome.MANUAL_REVIEW
        return Outcome.HELD_BUSINESS_HOURS if self._is_held(case) else None

    def _is_held(self, case: int) -> bool:
        """Business has not been open since its creation, and it is not routed at any hour."""
        hours = self._staff.snapshot.policy.urgency.business_hours
        return (
            hours is not None
            and not self._is_routed_at_any_hour(case)
            and not self._was_open(case, hours)
        )

    def _is_routed_at_any_hour(self, case: int) -> bool:
        fact, bands = self._staff.snapshot.cases[case], self._staff.snapshot.policy.urgency.bands
        tier = self._urgency.tier(fact)
        return (
            (tier is not None and tier.routes_after_hours)
            or self._urgency.is_vip(fact)
            or self._urgency.escalates(fact)
            or (len(bands) > 1 and self._urgency.band(fact) == bands[0][0])
        )

    def _was_open(self, case: int, hours: BusinessHours) -> bool:
        """Day by day from the creation until now."""
        zone = self._zone(case, hours)
        start, now = self._staff.snapshot.cases[case].created, self._staff.snapshot.now
        while start <= now:
            end = min(start + DAY, now + MICROSECOND)
            if minutes_until(start, end).inside(hours.windows, zone, hours.holidays).any():
                return True
            start = _minute_at_or_after(end)
        return False

    def _zone(self, case: int, hours: BusinessHours) -> ZoneInfo:
        """Of the first own queue that names one, else of the hours, else of the policy."""
        policy = self._staff.snapshot.policy
        own = sorted(tier.queue for tier in self._chains.tiers(case) if tier.own)
        zones = [policy.queues[queue].zone for queue in own]
        return next((zone for zone in zones if zone), hours.zone or policy.zone)


def _minute_at_or_after(moment: datetime) -> datetime:
    """Hours begin on full minutes alone."""
    cut = moment.replace(second=0, microsecond=0)
    return cut if cut == moment else cut + timedelta(minutes=1)
