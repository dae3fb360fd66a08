"""Agents: limits, what they hold, what they got lately, when they are there."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from allotment.v1 import agent_pb2 as wire
from server.translate.checks import (
    CAPACITY,
    COUNT,
    LOAD,
    POSITIVE_WEIGHT,
    Once,
    check_known,
    check_number,
    fact_of,
    require,
)
from server.translate.reading import Reading
from server.translate.requirements import read_attributes, read_skills
from server.translate.schedule import read_absences, read_windows, read_zone
from server.translate.times import POSITIVE, read_duration, read_moment, require_moment
from server.violations import Fault, Violations
from solver.facts import (
    ActiveCase,
    Agent,
    CameBack,
    HourlyLimit,
    Limits,
    RecentAssignment,
    Source,
    WeeklyWindow,
)

SOURCES: Mapping[int, Source] = {
    wire.ASSIGNMENT_SOURCE_UNSPECIFIED: Source.OTHER,
    wire.ASSIGNMENT_SOURCE_ALLOTMENT: Source.ALLOTMENT,
    wire.ASSIGNMENT_SOURCE_MANUAL: Source.MANUAL,
    wire.ASSIGNMENT_SOURCE_OTHER: Source.OTHER,
}
CAME_BACK: Mapping[int, CameBack] = {
    wire.CAME_BACK_UNSPECIFIED: CameBack.NO,
    wire.CAME_BACK_DECLINED: CameBack.DECLINED,
    wire.CAME_BACK_EXPIRED: CameBack.EXPIRED,
    wire.CAME_BACK_WITHDRAWN: CameBack.WITHDRAWN,
}
UTC = ZoneInfo("UTC")
_SOURCE = wire.AssignmentSource.DESCRIPTOR
_CAME_BACK = wire.CameBack.DESCRIPTOR


def agents_from_proto(reading: Reading, rows: Iterable[wire.Agent]) -> tuple[Agent, ...]:
    """The agents in the order of the request."""
    seen = Once(reading.violations)
    return tuple(_agent(reading, seen, row, f"agents[{index}]") for index, row in enumerate(rows))


def _agent(reading: Reading, seen: Once, row: wire.Agent, at: str) -> Agent:
    violations = reading.violations
    seen.identify(row.agent_id, f"{at}.agent_id")
    capacity = row.capacity if row.HasField("capacity") else None
    if capacity is not None:
        check_number(violations, f"{at}.capacity", capacity, CAPACITY)
    limits = limits_from_proto(violations, f"{at}.limits", row.limits)
    active_cases = _active_cases(reading, f"{at}.active_cases", row.active_cases)
    active_count, active_load = _backlog(violations, row, at)
    recent = _recent(reading, f"{at}.recent_assignments", row.recent_assignments)
    absences = read_absences(violations, f"{at}.absences", row.absences)
    zone, predicted_hours = _predicted_hours(violations, row, at)
    return Agent(
        agent_id=row.agent_id,
        capacity=capacity,
        limits=limits,
        active_cases=active_cases,
        active_count=active_count,
        active_load=active_load,
        recent=recent,
        absences=absences,
        presence=row.presence.status,
        custom_presence=row.custom_presence.status,
        zone=zone,
        predicted_hours=predicted_hours,
        skills=read_skills(violations, f"{at}.skills", row.skills),
        attributes=read_attributes(violations, f"{at}.attributes", row.attributes),
    )


def _predicted_hours(
    violations: Violations, row: wire.Agent, at: str
) -> tuple[ZoneInfo, tuple[WeeklyWindow, ...]]:
    """Zone and hours in it (S6)."""
    if row.predicted_windows and not row.time_zone:
        require(violations, f"{at}.time_zone", "Europe/Vienna")
    zone = read_zone(violations, f"{at}.time_zone", row.time_zone)
    return zone or UTC, read_windows(violations, f"{at}.predicted_windows", row.predicted_windows)


def _backlog(violations: Violations, row: wire.Agent, at: str) -> tuple[int | None, float | None]:
    """Count and load of the cases held, where they come without the cases."""
    count = row.active_count if row.HasField("active_count") else None
    load = row.active_load if row.HasField("active_load") else None
    if count is not None:
        check_number(violations, f"{at}.active_count", count, COUNT)
    if load is not None:
        check_number(violations, f"{at}.active_load", load, LOAD)
    given = [name for name in ("active_count", "active_load") if row.HasField(name)]
    if row.active_cases and given:
        text = f"{given[0]} beside active_cases. Maybe leave out {' and '.join(given)}."
        violations.add(f"{at}.{given[0]}", Fault.CONTRADICTION, text, getattr(row, given[0]))
    elif given == ["active_count"]:
        require(violations, f"{at}.active_load", "0 where nothing is held: it goes with the count")
    elif given == ["active_load"]:
        require(violations, f"{at}.active_count", "0 where nothing is held: it goes with the load")
    return count, load


def _active_cases(
    reading: Reading, path: str, rows: Iterable[wire.ActiveCase]
) -> tuple[ActiveCase, ...]:
    """The cases held, by id."""
    seen = Once(reading.violations)
    cases = [_active_case(reading, seen, row, f"{path}[{i}]") for i, row in enumerate(rows)]
    return tuple(sorted(cases, key=lambda case: case.case_id))


def _active_case(reading: Reading, seen: Once, row: wire.ActiveCase, at: str) -> ActiveCase:
    violations = reading.violations
    case_id, priority = row.case_id, row.priority
    seen.identify(case_id, f"{at}.case_id")
    if case_id in reading.case_ids:
        text = f"{case_id!r} is held and is in `cases` too. Maybe leave it out here."
        violations.add(f"{at}.case_id", Fault.CONTRADICTION, text, case_id)
    if priority and priority not in reading.priorities:
        where = "the policy's priority levels"
        check_known(violations, f"{at}.priority", priority, reading.priorities, where)
    effort = 1.0
    if row.HasField("effort"):
        effort = row.effort
        check_number(violations, f"{at}.effort", effort, POSITIVE_WEIGHT)
    source = _source(violations, at, row.source)
    return ActiveCase(case_id, priority, row.status, effort, source)


def _source(violations: Violations, at: str, number: int) -> Source:
    if number in SOURCES:
        return SOURCES[number]
    return fact_of(violations, f"{at}.source", number, SOURCES, _SOURCE)


def _recent(
    reading: Reading, path: str, rows: Iterable[wire.RecentAssignment]
) -> tuple[RecentAssignment, ...]:
    """The assignments of the near past, oldest first."""
    recent = [_recent_assignment(reading, row, f"{path}[{i}]") for i, row in enumerate(rows)]
    return tuple(sorted(recent, key=_order))


def _order(recent: RecentAssignment) -> tuple[object, ...]:
    returned = recent.returned or recent.time
    return (
        recent.time,
        recent.case_id,
        recent.queue_id,
        recent.source,
        recent.came_back,
        returned,
    )


def _recent_assignment(reading: Reading, row: wire.RecentAssignment, at: str) -> RecentAssignment:
    violations = reading.violations
    if not row.case_id:
        require(violations, f"{at}.case_id", "the row lost its key on the way")
    time = require_moment(violations, at, row, "time") or reading.now
    _check_past(reading, f"{at}.time", time)
    source = _source(violations, at, row.source)
    came_back = fact_of(violations, f"{at}.came_back", row.came_back, CAME_BACK, _CAME_BACK)
    return RecentAssignment(
        case_id=row.case_id,
        time=time,
        queue_id=row.queue_id,
        source=source,
        came_back=came_back,
        returned=_returned(reading, row, at, time),
    )


def _returned(
    reading: Reading, row: wire.RecentAssignment, at: str, time: datetime
) -> datetime | None:
    """When the assignment came back: at once, if it is not said."""
    path = f"{at}.came_back_time"
    if not row.HasField("came_back_time"):
        return time if row.came_back else None
    returned = read_moment(reading.violations, path, row.came_back_time)
    if returned is None:
        return None
    if not row.came_back:
        text = "came_back_time is set, but came_back is not. Maybe CAME_BACK_DECLINED."
        reading.violations.add(path, Fault.CONTRADICTION, text, returned.isoformat())
    elif returned < time:
        text = f"It came back at {returned.isoformat()}, before it was assigned. Maybe swapped."
        reading.violations.add(path, Fault.CONTRADICTION, text, returned.isoformat())
    _check_past(reading, path, returned)
    return returned


def _check_past(reading: Reading, path: str, time: datetime) -> None:
    if time > reading.now:
        text = (
            f"{path.rpartition('.')[2]} is {time.isoformat()}, after the snapshot at "
            f"{reading.now.isoformat()}. Maybe a local time was sent as UTC."
        )
        reading.violations.add(path, Fault.CONTRADICTION, text, time.isoformat())


def limits_from_proto(violations: Violations, at: str, row: wire.Limits) -> Limits:
    """Hard limits; an unset message has none."""
    backlog = row.backlog if row.HasField("backlog") else None
    per_cycle = row.per_cycle if row.HasField("per_cycle") else None
    if backlog is not None:
        check_number(violations, f"{at}.backlog", backlog, COUNT)
    hourly = _hourly(violations, f"{at}.hourly", row.hourly) if row.HasField("hourly") else None
    if per_cycle is not None:
        check_number(violations, f"{at}.per_cycle", per_cycle, COUNT)
    hard_capacity = row.hard_capacity if row.HasField("hard_capacity") else None
    if hard_capacity is not None:
        check_number(violations, f"{at}.hard_capacity", hard_capacity, LOAD)
    return Limits(backlog, hourly, per_cycle, hard_capacity)


def _hourly(violations: Violations, at: str, row: wire.HourlyLimit) -> HourlyLimit:
    if row.HasField("count"):
        check_number(violations, f"{at}.count", row.count, COUNT)
    else:
        require(violations, f"{at}.count", "leave out the whole limit")
    window: timedelta | None = None
    if row.HasField("window"):
        window = read_duration(violations, f"{at}.window", row.window, POSITIVE)
    return HourlyLimit(row.count) if window is None else HourlyLimit(row.count, window)
