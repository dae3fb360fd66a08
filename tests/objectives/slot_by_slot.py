"""A slow second opinion on the time overlap: the text of S5 read slot after slot."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from solver.facts import Snapshot
from tests.solver.calendars.wall_clock import reads_inside

SLOT = timedelta(minutes=5)


def slots_in_common(facts: Snapshot) -> tuple[int, int]:
    """(overlap, window) in slots, of the only case and agent, on one shift or none."""
    active = [midpoint for midpoint in horizon(facts) if customer_is_active(facts, midpoint)]
    return sum(agent_works(facts, midpoint) for midpoint in active), len(active)


def horizon(facts: Snapshot) -> Iterator[datetime]:
    """Midpoints of the next 24 business hours of the customer."""
    midpoint = datetime.fromtimestamp(int(facts.now.timestamp()) // 300 * 300 + 150, UTC)
    left = 288
    while left:
        weekend = midpoint.astimezone(facts.cases[0].zone).weekday() >= 5
        if midpoint >= facts.now and not (weekend and facts.policy.fit.skip_weekends):
            left -= 1
            yield midpoint
        midpoint += SLOT


def customer_is_active(facts: Snapshot, midpoint: datetime) -> bool:
    case = facts.cases[0]
    assert case.zone
    return reads_inside(midpoint, case.zone, case.activity_windows, frozenset())


def agent_works(facts: Snapshot, midpoint: datetime) -> bool:
    [agent] = facts.agents
    away = any(
        absence.start <= midpoint and (absence.end is None or midpoint < absence.end)
        for absence in agent.absences
    )
    if not facts.policy.shifts:
        return not away and reads_inside(midpoint, agent.zone, agent.predicted_hours, frozenset())
    [shift] = facts.policy.shifts
    off = away or reads_inside(midpoint, shift.zone, shift.breaks, shift.holidays)
    return not off and reads_inside(midpoint, shift.zone, shift.working_hours, shift.holidays)
