"""Whether it can be known of everybody when he is there (V1, V2)."""

from collections.abc import Iterator

from allotment.v1.agent_pb2 import Agent
from server.lint.finding import Finding, counted, error, info, listed, warning
from server.lint.subject import Subject


def no_availability_source(subject: Subject) -> Iterator[Finding]:
    """Agents in buckets who are on no shift and have no other source."""
    unlinked = subject.present(subject.in_buckets) - subject.on_shift
    if subject.agents is None:
        if unlinked:
            text = f"{counted(len(unlinked), 'agent')} in buckets and on no shift: "
            advice = "Maybe link them to one; else the snapshot must bring presence or hours."
            yield warning("shifts", f"{text}{listed(unlinked)}.", advice)
        return
    unknown = {name for name in unlinked if not _has_other_source(subject.agents[name])}
    if unknown:
        text = f"Nobody knows when {counted(len(unknown), 'agent')} work: {listed(unknown)}."
        yield error("shifts", text, "Maybe link them, or a team of theirs, to a shift.")


def _has_other_source(agent: Agent) -> bool:
    """Presence or predicted hours."""
    known = agent.presence.status or agent.custom_presence.status or agent.predicted_windows
    return bool(known)


def empty_shift(subject: Subject) -> Iterator[Finding]:
    """Shifts that nobody is on."""
    for index, shift in enumerate(subject.policy.shifts):
        if not subject.agents_of(shift):
            text = f"Nobody is on shift {shift.shift_id!r}."
            yield warning(f"shifts[{index}]", text, "Maybe name agents or a team.")


def empty_calendar(subject: Subject) -> Iterator[Finding]:
    """Holiday calendars without dates."""
    for index, calendar in enumerate(subject.policy.holiday_calendars):
        if not calendar.dates:
            text = f"Holiday calendar {calendar.holiday_calendar_id!r} has no dates."
            yield warning(f"holiday_calendars[{index}].dates", text, "Maybe list them by year.")


def unused_calendar(subject: Subject) -> Iterator[Finding]:
    """Holiday calendars that no shift and no business hours name."""
    used = {shift.holiday_calendar_id for shift in subject.policy.shifts}
    used.add(subject.policy.urgency.business_hours.holiday_calendar_id)
    for index, calendar in enumerate(subject.policy.holiday_calendars):
        if calendar.holiday_calendar_id not in used:
            text = f"Nothing names holiday calendar {calendar.holiday_calendar_id!r}."
            path = f"holiday_calendars[{index}].holiday_calendar_id"
            yield info(path, text, "Maybe the shifts of that country should.")
