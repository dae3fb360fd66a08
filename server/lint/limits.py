"""Limits that let nobody work, or that never bite (L1-L4)."""

from collections.abc import Iterator
from datetime import timedelta
from math import ceil

from google.protobuf.duration_pb2 import Duration

from allotment.v1.agent_pb2 import Limits
from allotment.v1.queue_pb2 import DailyLimit
from server.lint.finding import Finding, warning
from server.lint.subject import Subject
from server.translate.times import POSITIVE, read_duration
from server.violations import Violations
from solver.facts import HourlyLimit

ROLLING_DAY = timedelta(hours=24)
LONGEST_DAY = timedelta(hours=25)
"""When clocks go back."""


def zero_limit(subject: Subject) -> Iterator[Finding]:
    """Limits of 0: the agents concerned never get a case."""
    for path in _zeros(subject):
        text = "A limit of 0 lets nobody take a case."
        yield warning(path, text, "Maybe leave it unset, or `auto_assign: false` for a queue.")


def _zeros(subject: Subject) -> Iterator[str]:
    for at, limits in _limits(subject):
        for name in ("backlog", "per_cycle", "hard_capacity"):
            if limits.HasField(name) and not getattr(limits, name):
                yield f"{at}.{name}"
        if limits.hourly.HasField("count") and not limits.hourly.count:
            yield f"{at}.hourly.count"
    for at, queue in subject.queues():
        if queue.daily_limit.HasField("count") and not queue.daily_limit.count:
            yield f"{at}.daily_limit.count"


def _limits(subject: Subject) -> Iterator[tuple[str, Limits]]:
    """Limits of everybody and of teams, with their field paths."""
    yield "limit_policy.limits", subject.policy.limit_policy.limits
    for index, team in enumerate(subject.policy.teams):
        yield f"teams[{index}].limits", team.limits


def loose_daily_limit(subject: Subject) -> Iterator[Finding]:
    """Daily limits of queues above what everybody's hourly limit allows in a day."""
    hourly = subject.policy.limit_policy.limits.hourly
    window = _window(hourly.window) if hourly.HasField("window") else HourlyLimit(0).window
    if not hourly.count or window is None:
        return
    for at, queue in subject.queues():
        most, count = hourly.count * ceil(_day(queue.daily_limit) / window), queue.daily_limit.count
        if count > most:
            text = f"The hourly limit allows {most} in a day, so {count} are never reached."
            yield warning(f"{at}.daily_limit.count", text, "Maybe lower it, or leave it out.")


def _window(message: Duration) -> timedelta | None:
    return read_duration(Violations(), "", message, POSITIVE)


def _day(limit: DailyLimit) -> timedelta:
    return LONGEST_DAY if limit.period == DailyLimit.PERIOD_CALENDAR else ROLLING_DAY


def small_hard_capacity(subject: Subject) -> Iterator[Finding]:
    """Weighted capacity too small for a single case of the heaviest priority (L2)."""
    levels = subject.reading.facts.priority_levels
    heaviest = max(levels, key=lambda level: level.weight)
    for at, limits in _limits(subject):
        if 0 < limits.hard_capacity < heaviest.weight:
            text = (
                f"Nobody can take an ordinary {heaviest.name} case: it weighs "
                f"{heaviest.weight:g}, the capacity is {limits.hard_capacity:g}."
            )
            yield warning(f"{at}.hard_capacity", text, f"Maybe at least {heaviest.weight:g}.")
