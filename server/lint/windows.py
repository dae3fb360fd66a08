"""Weekly windows that overlap: of hours and breaks (V2, V3, U6), and of round robin (Q8)."""

from collections.abc import Iterable, Iterator

from allotment.v1.schedule_pb2 import WeeklyWindow
from server.lint.finding import Finding, warning
from server.lint.subject import Subject
from server.lint.week import overlaps

HOURS = ("assignment_hours", "working_hours", "breaks")


def overlapping_hours(subject: Subject) -> Iterator[Finding]:
    """Windows of one kind of a shift, or of business hours, that are in another one too."""
    for index, shift in enumerate(subject.policy.shifts):
        for kind in HOURS:
            yield from _overlapping(f"shifts[{index}].{kind}", getattr(shift, kind))
    business = subject.policy.urgency.business_hours
    yield from _overlapping("urgency.business_hours.windows", business.windows)


def overlapping_windows(subject: Subject) -> Iterator[Finding]:
    """Windows of turns that are in another one too."""
    for at, queue in subject.queues():
        yield from _overlapping(f"{at}.round_robin.windows", queue.round_robin.windows)


def _overlapping(path: str, windows: Iterable[WeeklyWindow]) -> Iterator[Finding]:
    """The later one of each two, with the place of the earlier one."""
    for first, second in sorted(overlaps(windows)):
        earlier = f"{path.rpartition('.')[2]}[{first}]"
        text = f"This window overlaps with {earlier}."
        yield warning(f"{path}[{second}]", text, "Maybe join them, or mend a time.")
