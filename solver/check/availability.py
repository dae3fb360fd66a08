"""Who is there at `now`: V1-V3, L6 and the hours and presence of Q7, as masks of reasons."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cached_property

import numpy as np

from solver.check.clock import Clocks, at, minutes_until
from solver.check.staff import Staff
from solver.facts import Agent, Hours, Queue, Shift, SourceMode, WeeklyWindow
from solver.reasons import Reason
from solver.units import Bools, Ints

OUTSIDE = {
    Hours.ASSIGNMENT: Reason.OUTSIDE_ASSIGNMENT_HOURS,
    Hours.WORKING: Reason.OUTSIDE_WORKING_HOURS,
}


def windows_of(shift: Shift, hours: Hours) -> tuple[WeeklyWindow, ...]:
    """Hours of one kind; a kind that is not set is the same as the other."""
    if hours == Hours.WORKING:
        return shift.working_hours or shift.assignment_hours
    return shift.assignment_hours or shift.working_hours


class Roster:
    """Hours of all agents at the same moments; each shift is laid out once."""

    def __init__(self, staff: Staff, clocks: Clocks) -> None:
        self._staff = staff
        self._clocks = clocks
        self._laid_out: dict[tuple[str, ...], Bools] = {}

    def shifts(self, agent: int, hours: Hours) -> Bools:
        """True inside the hours of any of his shifts; shape: moments."""
        return self._any(agent, hours.name, lambda shift: windows_of(shift, hours))

    def breaks(self, agent: int) -> Bools:
        """True inside a break of any of his shifts (V3); shape: moments."""
        return self._any(agent, "breaks", lambda shift: shift.breaks)

    def predicted(self, agent: int) -> Bools:
        """True inside the hours predicted for him (S6); shape: moments."""
        fact = self._staff.snapshot.agents[agent]
        return self._clocks.inside(fact.predicted_hours, fact.zone)

    def away(self, agent: int) -> Bools:
        """True while he or a team of his is out of office (L6); shape: moments."""
        found = np.zeros(len(self._clocks.seconds), dtype=np.bool_)
        for absence in self._staff.absences(agent):
            found |= self._clocks.within(absence.start, absence.end)
        return found

    def _any(
        self, agent: int, kind: str, windows: Callable[[Shift], tuple[WeeklyWindow, ...]]
    ) -> Bools:
        shifts = self._staff.shifts[agent]
        key = (kind, *(shift.shift_id for shift in shifts))
        if key not in self._laid_out:
            found = np.zeros(len(self._clocks.seconds), dtype=np.bool_)
            for shift in shifts:
                found |= self._clocks.inside(windows(shift), shift.zone, shift.holidays)
            self._laid_out[key] = found
        return self._laid_out[key]


class Availability:
    """Refusals of agents who are not there."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._policy = staff.snapshot.policy.availability
        self._now = Roster(staff, at(staff.snapshot.now))

    @cached_property
    def anywhere(self) -> Ints:
        """Refusals whatever the queue; shape: agents."""
        return np.array([self._anywhere(a) for a in range(self._count)], dtype=np.int64)

    def in_queue(self, queue: Queue) -> Ints:
        """Refusals that depend on the queue's hours and presence; shape: agents."""
        present, presence_decides = self._presence
        offline = ~present & (presence_decides | queue.presence_required)
        return self._by_hours[queue.hours] | np.where(offline, Reason.PRESENCE_OFFLINE.bit, 0)

    @property
    def _count(self) -> int:
        return len(self._staff.snapshot.agents)

    def _anywhere(self, agent: int) -> int:
        found = 0
        if not self._sources[agent]:
            found |= Reason.NO_AVAILABILITY_SOURCE.bit
        if self._is_away(agent):
            found |= Reason.OUT_OF_OFFICE.bit
        if self._now.breaks(agent)[0]:
            found |= Reason.ON_BREAK.bit
        return found

    def _is_away(self, agent: int) -> bool:
        now = self._staff.snapshot.now
        return any(
            one.start <= now and (one.end is None or now < one.end)
            for one in self._staff.absences(agent)
        )

    @cached_property
    def _sources(self) -> Sequence[tuple[str, ...]]:
        """The sources that decide for each agent: the first one he has, or all (V1)."""
        first = self._policy.mode == SourceMode.FIRST
        found = [tuple(self._configured(agent)) for agent in range(self._count)]
        return [one[:1] for one in found] if first else found

    def _configured(self, agent: int) -> Iterator[str]:
        fact = self._staff.snapshot.agents[agent]
        if self._staff.shifts[agent]:
            yield "shifts"
        if fact.presence or fact.custom_presence:
            yield "presence"
        if fact.predicted_hours:
            yield "predicted"

    @cached_property
    def _presence(self) -> tuple[Bools, Bools]:
        """Who is present, and for whom presence is a source that decides; shape: agents."""
        present = [self._is_present(agent) for agent in self._staff.snapshot.agents]
        decides = ["presence" in sources for sources in self._sources]
        return np.array(present, dtype=np.bool_), np.array(decides, dtype=np.bool_)

    def _is_present(self, agent: Agent) -> bool:
        """The first status that is known means available, or all that are known do (V1)."""
        known = [status for status in (agent.presence, agent.custom_presence) if status]
        judged = known[:1] if self._policy.mode == SourceMode.FIRST else known
        return bool(judged) and all(s in self._policy.available_statuses for s in judged)

    @cached_property
    def _by_hours(self) -> dict[Hours, Ints]:
        """Refusals by one kind of hours; shape: agents."""
        return {
            hours: np.array([self._hours(a, hours) for a in range(self._count)], dtype=np.int64)
            for hours in Hours
        }

    def _hours(self, agent: int, hours: Hours) -> int:
        """He must be inside the hours of every source, and enough of each must be left."""
        found = 0
        for ahead in self._hours_ahead(agent, hours):
            if not ahead[0]:
                found |= OUTSIDE[hours].bit
            elif not ahead.all():
                found |= Reason.SHIFT_TOO_SHORT.bit
        return found

    def _hours_ahead(self, agent: int, hours: Hours) -> Iterator[Bools]:
        """Hours of each source that decides, from now until enough of them has passed (V3)."""
        if "shifts" in self._sources[agent]:
            yield self._ahead.shifts(agent, hours)
        if "predicted" in self._sources[agent]:
            yield self._ahead.predicted(agent)

    @cached_property
    def _ahead(self) -> Roster:
        least, now = self._policy.min_time_left, self._staff.snapshot.now
        if least == timedelta(0):
            return self._now
        return Roster(self._staff, minutes_until(now, now + least))
