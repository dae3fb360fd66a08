"""Hours: zones, weekly windows, holiday calendars and absences (V2, L6)."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from allotment.v1 import schedule_pb2 as wire
from server.translate.checks import Once, require
from server.translate.times import read_moment, require_moment
from server.violations import Fault, Violations, text_of
from solver.facts import Absence, WeeklyWindow

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_OF_NO_PLACE = frozenset({"localtime", "posixrules", "Factory"})


@cache
def _zone_names() -> frozenset[str]:
    """IANA names that mean the same on every machine."""
    return frozenset(available_timezones()) - _OF_NO_PLACE


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; None if there is none."""
    return ZoneInfo(name) if name in _zone_names() else None


def read_zone(violations: Violations, path: str, name: str) -> ZoneInfo | None:
    """The zone; None where it is unset, or with a violation."""
    if not name:
        return None
    zone = find_zone(name)
    if zone is None:
        text = f"{text_of(name)!r} is no IANA zone. Maybe {_similar_zone(name)}."
        violations.add(path, Fault.UNKNOWN_ZONE, text, name)
    return zone


@cache
def _zones_by_likeness() -> dict[str, str]:
    """Zones by what people write for them: the city alone, or small letters."""
    names = sorted(_zone_names())
    cities = {name.casefold().rpartition("/")[2]: name for name in names}
    return cities | {name.casefold(): name for name in names}


def _similar_zone(name: str) -> str:
    """A zone that is written alike, else an example."""
    wanted = name.strip().casefold().replace(" ", "_")
    likeness = _zones_by_likeness()
    alike = likeness.get(wanted) or likeness.get(wanted.rpartition("/")[2])
    return repr(alike) if alike else "write it like 'Europe/Vienna'"


def read_windows(
    violations: Violations, path: str, rows: Iterable[wire.WeeklyWindow]
) -> tuple[WeeklyWindow, ...]:
    """The right windows, sorted; a violation for each wrong one."""
    windows = []
    for index, row in enumerate(rows):
        window = _window(row.SerializeToString())
        if window is None:
            _explain_window(violations, f"{path}[{index}]", row)
        else:
            windows.append(window)
    return tuple(sorted(windows, key=_order)) if len(windows) > 1 else tuple(windows)


def _order(window: WeeklyWindow) -> tuple[list[int], int, int]:
    return sorted(window.days), window.start, window.end


@lru_cache(maxsize=4096)
def _window(serialized: bytes) -> WeeklyWindow | None:
    """The window, None if anything is wrong with it; the same few come again and again."""
    row = wire.WeeklyWindow.FromString(serialized)
    start, end = _minute(row.start), _end_minute(row.end)
    days = frozenset(row.days)
    wrong_days = not days or len(days) < len(row.days) or not days <= set(range(1, 8))
    if start is None or end is None or start == end or wrong_days:
        return None
    return WeeklyWindow(frozenset(day - 1 for day in days), start, end)


def _minute(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    return int(match[1]) * 60 + int(match[2]) if match else None


def _end_minute(text: str) -> int | None:
    return 1440 if text == "24:00" else _minute(text)


def _explain_window(violations: Violations, path: str, row: wire.WeeklyWindow) -> None:
    _check_days(violations, f"{path}.days", row.days)
    start, end = _minute(row.start), _end_minute(row.end)
    for name, text, minute in (("start", row.start, start), ("end", row.end, end)):
        if not text:
            require(violations, f"{path}.{name}", "write it as HH:MM")
        elif minute is None:
            advice = "Maybe 00:00 to 24:00 for the whole day" if name == "end" else "Maybe 08:00"
            message = f"{name} is {text_of(text)!r}, but must be HH:MM. {advice}."
            violations.add(f"{path}.{name}", Fault.BAD_FORMAT, message, text)
    if start is not None and start == end:
        message = f"The window starts and ends at {row.start}. Maybe 00:00 to 24:00."
        violations.add(f"{path}.end", Fault.CONTRADICTION, message, row.end)


def _check_days(violations: Violations, path: str, days: Iterable[int]) -> None:
    seen = Once(violations)
    number = -1
    for number, day in enumerate(days):
        if 1 <= day <= 7:
            seen.check(day, f"{path}[{number}]", wire.Day.Name(wire.Day.ValueType(day)))
        else:
            text = f"{day} is no day. Maybe one of DAY_MONDAY to DAY_SUNDAY."
            violations.add(f"{path}[{number}]", Fault.UNKNOWN_VALUE, text, day)
    if number < 0:
        require(violations, path, "DAY_MONDAY to DAY_FRIDAY")


def read_absences(
    violations: Violations, path: str, rows: Iterable[wire.Absence]
) -> tuple[Absence, ...]:
    """The absences by start and end; a violation for each wrong one."""
    absences = []
    for index, row in enumerate(rows):
        absence = _read_absence(violations, f"{path}[{index}]", row)
        if absence is not None:
            absences.append(absence)
    return tuple(sorted(absences, key=lambda each: (each.start, each.end is None, each.end)))


def _read_absence(violations: Violations, at: str, row: wire.Absence) -> Absence | None:
    start = require_moment(violations, at, row, "start_time")
    end = read_moment(violations, f"{at}.end_time", row.end_time)
    if start is None or end is None:
        return None
    if not row.HasField("end_time"):
        return Absence(start)
    if end > start:
        return Absence(start, end)
    text = f"The absence ends at {end.isoformat()}, not after its start. Maybe they are swapped."
    violations.add(f"{at}.end_time", Fault.CONTRADICTION, text, end.isoformat())
    return None


def read_calendars(
    violations: Violations, path: str, rows: Iterable[wire.HolidayCalendar]
) -> dict[str, frozenset[date]]:
    """Local dates by calendar id."""
    seen = Once(violations)
    calendars = {}
    for index, row in enumerate(rows):
        at = f"{path}[{index}]"
        dates = _read_dates(violations, f"{at}.dates", row.dates)
        if seen.identify(row.holiday_calendar_id, f"{at}.holiday_calendar_id"):
            calendars[row.holiday_calendar_id] = dates
    return calendars


def _read_dates(violations: Violations, path: str, texts: Iterable[str]) -> frozenset[date]:
    seen = Once(violations)
    dates = set()
    for index, text in enumerate(texts):
        day = _date(text)
        if day is None:
            message = f"{text_of(text)!r} is no date. Maybe write it as 2026-12-25."
            violations.add(f"{path}[{index}]", Fault.BAD_FORMAT, message, text)
        elif seen.check(text, f"{path}[{index}]"):
            dates.add(day)
    return frozenset(dates)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
