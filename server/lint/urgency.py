"""Bands that no score reaches, and deadlines that pass while a case is held (U1, U4, U6)."""

from collections.abc import Iterator
from datetime import timedelta

from allotment.v1.schedule_pb2 import (
    DAY_FRIDAY,
    DAY_MONDAY,
    DAY_THURSDAY,
    DAY_TUESDAY,
    DAY_WEDNESDAY,
    WeeklyWindow,
)
from server.lint.finding import Finding, warning
from server.lint.scores import HIGHEST, score_range
from server.lint.subject import Subject
from server.lint.week import longest_gap
from solver.facts import Clock

HOUR = timedelta(hours=1)
WEEKDAYS = [DAY_MONDAY, DAY_TUESDAY, DAY_WEDNESDAY, DAY_THURSDAY, DAY_FRIDAY]
BUSINESS_HOURS = WeeklyWindow(days=WEEKDAYS, start="08:00", end="18:00")


def unreachable_band(subject: Subject) -> Iterator[Finding]:
    """Bands that a score reaches only where the caller sends it."""
    urgency = subject.reading.facts.urgency
    lowest, highest = score_range(urgency)
    above = HIGHEST + 1
    for index, (name, least) in enumerate(urgency.bands):
        computed = lowest < above and least <= highest
        if not computed and not least <= urgency.floor < above:
            text = f"Scores go from {lowest:g} to {highest:g}: none is in band {name!r}."
            yield warning(f"urgency.bands[{index}].min_score", text, "Maybe move the band.")
        above = least


def deadline_in_hold(subject: Subject) -> Iterator[Finding]:
    """Tiers whose deadline may pass before a held case is released."""
    written, urgency = subject.policy.urgency, subject.reading.facts.urgency
    if urgency.business_hours is None:
        return
    hold = longest_gap(written.business_hours.windows or [BUSINESS_HOURS])
    for index, tier in enumerate(urgency.tiers):
        is_held = not tier.routes_after_hours and tier.clock != Clock.BUSINESS
        if is_held and tier.response < hold:
            text = (
                f"A case of tier {tier.name!r} is due after {tier.response / HOUR:g} h, "
                f"but may be held for {hold / HOUR:g} h."
            )
            advice = "Maybe `clock: CLOCK_BUSINESS`, or `routes_after_hours: true`."
            path = f"urgency.tiers[{index}].clock" if written.tiers else "urgency.tiers"
            yield warning(path, text, advice)
