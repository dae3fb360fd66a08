"""Shifts with their teams and calendars resolved (V1, V2)."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from allotment.v1 import schedule_pb2 as wire
from server.translate.checks import Once, check_known, require
from server.translate.reading import Names
from server.translate.schedule import read_windows, read_zone
from solver.facts import Shift

UTC = ZoneInfo("UTC")


def shifts_from_proto(names: Names, rows: Iterable[wire.Shift], at: str) -> tuple[Shift, ...]:
    """The shifts in their order; where one kind of hours is unset, the other one stands in."""
    seen = Once(names.violations)
    return tuple(_shift(names, seen, row, f"{at}[{index}]") for index, row in enumerate(rows))


def _shift(names: Names, seen: Once, row: wire.Shift, at: str) -> Shift:
    violations = names.violations
    seen.identify(row.shift_id, f"{at}.shift_id")
    if not row.time_zone:
        require(violations, f"{at}.time_zone", "Europe/Vienna")
    zone = read_zone(violations, f"{at}.time_zone", row.time_zone)
    agent_ids = names.resolve(at, row.agent_ids, row.team_ids)
    assignment = read_windows(violations, f"{at}.assignment_hours", row.assignment_hours)
    working = read_windows(violations, f"{at}.working_hours", row.working_hours)
    breaks = read_windows(violations, f"{at}.breaks", row.breaks)
    if not (row.assignment_hours or row.working_hours):
        require(violations, f"{at}.working_hours", "the whole week is seven days 00:00 to 24:00")
    calendar, where = row.holiday_calendar_id, "`policy.holiday_calendars`"
    if calendar:
        check_known(violations, f"{at}.holiday_calendar_id", calendar, names.calendars, where)
    return Shift(
        shift_id=row.shift_id,
        zone=zone or UTC,
        agent_ids=agent_ids,
        assignment_hours=assignment or working,
        working_hours=working or assignment,
        holidays=names.calendars.get(calendar, frozenset()),
        breaks=breaks,
    )
