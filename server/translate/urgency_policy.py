"""The urgency policy: tiers, points, bands, business hours, watch (U1-U9)."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from allotment.v1 import policy_pb2 as wire
from server.translate.checks import (
    MINUTES,
    POINTS,
    SHARE,
    URGENCY,
    VALUE,
    Once,
    Range,
    check_known,
    check_number,
    fact_of,
    require,
)
from server.translate.reading import Names
from server.translate.schedule import read_windows, read_zone
from server.translate.times import ANY, POSITIVE, Span, read_duration
from server.violations import Fault, Violations
from solver.facts import BusinessHours, Category, Clock, SlaWatch, Tier, UrgencyPolicy

DEFAULT = UrgencyPolicy()
RESPONSE = Span(above=True, most=timedelta(days=366))
CLOCKS: dict[int, Clock] = {
    wire.Tier.CLOCK_UNSPECIFIED: Clock.CALENDAR,
    wire.Tier.CLOCK_CALENDAR: Clock.CALENDAR,
    wire.Tier.CLOCK_BUSINESS: Clock.BUSINESS,
}


def urgency_from_proto(names: Names, row: wire.UrgencyPolicy, at: str) -> UrgencyPolicy:
    """The urgency policy; what is unset has the default that the contract names."""
    read = _Numbers(names.violations, row, at)
    violations = names.violations
    return UrgencyPolicy(
        base_points=read.number("base_points", POINTS, DEFAULT.base_points),
        tiers=_tiers(violations, f"{at}.tiers", row.tiers) or DEFAULT.tiers,
        categories=(
            _categories(violations, f"{at}.categories", row.categories) or DEFAULT.categories
        ),
        lifetime_values=(
            _values(violations, f"{at}.lifetime_values", row.lifetime_values)
            or DEFAULT.lifetime_values
        ),
        other_value_points=read.number("other_value_points", POINTS, DEFAULT.other_value_points),
        contacts=_contacts(violations, f"{at}.contacts", row.contacts) or DEFAULT.contacts,
        vip_points=read.number("vip_points", POINTS, DEFAULT.vip_points),
        floor=read.number("floor", URGENCY, DEFAULT.floor),
        bands=_bands(violations, f"{at}.bands", row.bands) or DEFAULT.bands,
        business_hours=(
            _business_hours(names, row.business_hours, f"{at}.business_hours")
            if row.HasField("business_hours")
            else None
        ),
        waiting_credit_limit=read.number(
            "waiting_credit_limit", URGENCY, DEFAULT.waiting_credit_limit
        ),
        waiting_minutes_per_point=read.number(
            "waiting_minutes_per_point", MINUTES, DEFAULT.waiting_minutes_per_point
        ),
        class_by_priority=row.class_by_priority if row.HasField("class_by_priority") else True,
        class_by_band=row.class_by_band if row.HasField("class_by_band") else True,
        watch=_watch(violations, row.sla_watch, f"{at}.sla_watch"),
    )


class _Numbers:
    """Optional numbers of one message."""

    def __init__(
        self, violations: Violations, row: wire.UrgencyPolicy | wire.SlaWatch, at: str
    ) -> None:
        self._violations = violations
        self._row = row
        self._at = at

    def number(self, name: str, allowed: Range, default: float) -> float:
        """The number, the default where it is unset; a violation outside the range."""
        if not self._row.HasField(name):  # type: ignore[arg-type]
            return default
        value: float = getattr(self._row, name)
        check_number(self._violations, f"{self._at}.{name}", value, allowed)
        return value


def _tiers(violations: Violations, path: str, rows: Iterable[wire.Tier]) -> tuple[Tier, ...]:
    seen = Once(violations)
    return tuple(_tier(violations, seen, row, f"{path}[{index}]") for index, row in enumerate(rows))


def _tier(violations: Violations, seen: Once, row: wire.Tier, at: str) -> Tier:
    seen.identify(row.name, f"{at}.name")
    check_number(violations, f"{at}.points", row.points, POINTS)
    response = _response(violations, row, f"{at}.response_duration")
    clock = fact_of(violations, f"{at}.clock", row.clock, CLOCKS, wire.Tier.Clock.DESCRIPTOR)
    return Tier(row.name, response or timedelta(1), clock, row.points, row.routes_after_hours)


def _response(violations: Violations, row: wire.Tier, path: str) -> timedelta | None:
    if row.HasField("response_duration"):
        return read_duration(violations, path, row.response_duration, RESPONSE)
    require(violations, path, "28800s for eight hours")
    return None


def _categories(
    violations: Violations, path: str, rows: Iterable[wire.CategoryPoints]
) -> tuple[Category, ...]:
    seen = Once(violations)
    for index, row in enumerate(rows):
        seen.identify(row.category, f"{path}[{index}].category")
        check_number(violations, f"{path}[{index}].points", row.points, POINTS)
    return tuple(Category(row.category, row.points, row.auto_escalate) for row in rows)


def _values(
    violations: Violations, path: str, rows: Iterable[wire.ValuePoints]
) -> tuple[tuple[float, float], ...]:
    """(value that must be exceeded, points)."""
    seen = Once(violations)
    for index, row in enumerate(rows):
        at = f"{path}[{index}]"
        check_number(violations, f"{at}.above", row.above, VALUE)
        seen.check(row.above, f"{at}.above")
        check_number(violations, f"{at}.points", row.points, POINTS)
    return tuple((row.above, row.points) for row in rows)


def _contacts(
    violations: Violations, path: str, rows: Iterable[wire.ContactPoints]
) -> tuple[tuple[timedelta, float], ...]:
    """(age that must not be reached, points)."""
    seen = Once(violations)
    found = []
    for index, row in enumerate(rows):
        at = f"{path}[{index}]"
        within = read_duration(
            violations, f"{at}.within_duration", row.within_duration, POSITIVE
        )  # fmt: skip
        if within is not None:
            seen.check(within, f"{at}.within_duration", f"{within.total_seconds():g}s")
        check_number(violations, f"{at}.points", row.points, POINTS)
        found.append((within or timedelta(1), row.points))
    return tuple(found)


def _bands(
    violations: Violations, path: str, rows: Sequence[wire.Band]
) -> tuple[tuple[str, float], ...]:
    """(name, least score), highest first down to 0."""
    seen = Once(violations)
    for index, row in enumerate(rows):
        at = f"{path}[{index}].min_score"
        seen.identify(row.name, f"{path}[{index}].name")
        check_number(violations, at, row.min_score, URGENCY)
        if index and row.min_score >= rows[index - 1].min_score:
            text = f"{row.min_score:g} is not below the band before. Maybe sort: highest first."
            violations.add(at, Fault.CONTRADICTION, text, row.min_score)
    if rows and rows[-1].min_score > 0:
        text = f"The lowest band starts at {rows[-1].min_score:g}. Maybe add one that starts at 0."
        violations.add(path, Fault.CONTRADICTION, text, rows[-1].min_score)
    return tuple((row.name, row.min_score) for row in rows)


def _business_hours(names: Names, row: wire.BusinessHours, at: str) -> BusinessHours:
    violations, calendar = names.violations, row.holiday_calendar_id
    windows = read_windows(violations, f"{at}.windows", row.windows)
    zone = read_zone(violations, f"{at}.time_zone", row.time_zone)
    if calendar:
        path, where = f"{at}.holiday_calendar_id", "`policy.holiday_calendars`"
        check_known(violations, path, calendar, names.calendars, where)
    holidays = names.calendars.get(calendar, frozenset())
    return BusinessHours(windows or BusinessHours().windows, zone, holidays)


def _watch(violations: Violations, row: wire.SlaWatch, at: str) -> SlaWatch:
    read, default = _Numbers(violations, row, at), DEFAULT.watch
    within = None
    if row.HasField("escalate_within"):
        path = f"{at}.escalate_within"
        within = read_duration(violations, path, row.escalate_within, ANY)
    return SlaWatch(
        escalate_within=default.escalate_within if within is None else within,
        warn_share=read.number("warn_share", SHARE, default.warn_share),
        bonus_points=read.number("bonus_points", URGENCY, default.bonus_points),
    )
