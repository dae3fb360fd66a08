"""Where people are, and the hours of their days."""

from allotment.v1 import schedule_pb2

ZONES = (
    "Europe/Vienna",
    "America/New_York",
    "Asia/Kolkata",
    "Europe/London",
    "America/Sao_Paulo",
    "Africa/Johannesburg",
)

WEEKDAYS = (
    schedule_pb2.DAY_MONDAY,
    schedule_pb2.DAY_TUESDAY,
    schedule_pb2.DAY_WEDNESDAY,
    schedule_pb2.DAY_THURSDAY,
    schedule_pb2.DAY_FRIDAY,
)
ALL_DAYS = (*WEEKDAYS, schedule_pb2.DAY_SATURDAY, schedule_pb2.DAY_SUNDAY)


def weekdays(start: str, end: str) -> schedule_pb2.WeeklyWindow:
    """A window from Monday to Friday."""
    return schedule_pb2.WeeklyWindow(days=WEEKDAYS, start=start, end=end)


def round_the_clock() -> schedule_pb2.WeeklyWindow:
    """Every hour of the week."""
    return schedule_pb2.WeeklyWindow(days=ALL_DAYS, start="00:00", end="24:00")
