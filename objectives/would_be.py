"""What the fit of a blocked pair would be, were it not blocked (S14).

The absence or the hours that block an agent are left out of the time overlap: else it
would tell twice of the same block.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from objectives.degradation import attempt
from objectives.time_overlap import TIME_OVERLAP
from solver.absences import blocking_absences
from solver.calendars import Calendar, predicted_calendar, shift_calendar
from solver.factors import inputs_of
from solver.facts import Absence, Hours, Shift, Snapshot, WeeklyWindow
from solver.facts.schedule import MINUTES_PER_DAY
from solver.members import absences_of, shifts_of
from solver.reasons import Reason
from solver.rules import Factor, Failure, FitFacts, Flag, Input
from solver.units import Indexes, Ints

ALWAYS = (WeeklyWindow(frozenset(range(7)), 0, MINUTES_PER_DAY),)
OUTSIDE = frozenset({Reason.OUTSIDE_ASSIGNMENT_HOURS, Reason.OUTSIDE_WORKING_HOURS})
LIFTED = OUTSIDE | {Reason.OUT_OF_OFFICE, Reason.ON_BREAK}


@dataclass(frozen=True, slots=True, eq=False)
class OnePair:
    """The factor of a snapshot of one case and one agent, whatever pair is asked for."""

    factor: Factor

    @property
    def alike(self) -> Indexes:
        """There is but one case."""
        return self.factor.alike

    def block(self, case: Indexes, agent: Indexes) -> Ints:
        """The one value for all of them."""
        one = self.factor.block(np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32))
        return np.full((len(case), len(agent)), one[0, 0], dtype=np.int64)

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """The one value."""
        return self.factor.at(np.zeros_like(case), np.zeros_like(agent))

    def flag_at(self, case: Indexes, agent: Indexes) -> NDArray[np.uint8]:
        """The one flag."""
        return self.factor.flag_at(np.zeros_like(case), np.zeros_like(agent))

    def inputs(self, case: Indexes, agent: Indexes) -> tuple[Input, ...]:
        """What the one value came from."""
        return inputs_of(self.factor, np.zeros_like(case), np.zeros_like(agent))


def would_be(
    snapshot: Snapshot, facts: FitFacts, case: int, agent: int, reasons: Collection[Reason]
) -> FitFacts:
    """The facts of one pair without what blocks it; no other pair may be asked of them."""
    if TIME_OVERLAP.name not in facts.pillars or LIFTED.isdisjoint(reasons):
        return facts
    place = facts.pillars.index(TIME_OVERLAP.name)
    one = np.array([case], dtype=np.int32), np.array([agent], dtype=np.int32)
    if facts.factors[place].flag_at(*one)[0] in (Flag.SENT, Flag.DROPPED):
        return facts
    factor = attempt(TIME_OVERLAP, lifted(snapshot, case, agent, reasons))
    if isinstance(factor, Failure):
        return facts
    factors = (*facts.factors[:place], OnePair(factor), *facts.factors[place + 1 :])
    return replace(facts, factors=factors)


def lifted(snapshot: Snapshot, case: int, agent: int, reasons: Collection[Reason]) -> Snapshot:
    """The snapshot of the one pair, its blocks left out."""
    one = replace(
        snapshot, cases=(snapshot.cases[case],), agents=(snapshot.agents[agent],), scores=()
    )
    if Reason.OUT_OF_OFFICE in reasons:
        one = _without_absence(one)
    if Reason.ON_BREAK in reasons:
        one = _without_break(one)
    return one if OUTSIDE.isdisjoint(reasons) else _without_hours(one)


def _without_absence(one: Snapshot) -> Snapshot:
    """Nobody is away now, nor from the moment at which he would be back."""
    teams = tuple(replace(team, absences=_others(team.absences, one)) for team in one.policy.teams)
    agents = tuple(replace(each, absences=_others(each.absences, one)) for each in one.agents)
    return replace(one, agents=agents, policy=replace(one.policy, teams=teams))


def _others(absences: Iterable[Absence], one: Snapshot) -> tuple[Absence, ...]:
    blocking = set(blocking_absences(absences_of(one)[0], one.now))
    return tuple(absence for absence in absences if absence not in blocking)


def _without_break(one: Snapshot) -> Snapshot:
    """Without the breaks that last now."""
    return _with_shifts(one, [replace(each, breaks=_ended(each, one)) for each in _shifts(one)])


def _ended(shift: Shift, one: Snapshot) -> tuple[WeeklyWindow, ...]:
    return tuple(
        window
        for window in shift.breaks
        if not Calendar(shift.zone, (window,), shift.holidays).is_open(one.now)
    )


def _without_hours(one: Snapshot) -> Snapshot:
    """At work at all hours, unless it is not the hours of the overlap that block him."""
    shifts, (agent,) = _shifts(one), one.agents
    if shifts:
        open_now = any(shift_calendar(each, Hours.WORKING).is_open(one.now) for each in shifts)
        return one if open_now else _with_shifts(one, [_endless(each) for each in shifts])
    if agent.predicted_hours and not predicted_calendar(agent).is_open(one.now):
        return replace(one, agents=(replace(agent, predicted_hours=ALWAYS),))
    return one


def _endless(shift: Shift) -> Shift:
    return replace(shift, assignment_hours=ALWAYS, working_hours=ALWAYS, holidays=frozenset())


def _shifts(one: Snapshot) -> tuple[Shift, ...]:
    return shifts_of(one)[0]


def _with_shifts(one: Snapshot, shifts: Iterable[Shift]) -> Snapshot:
    return replace(one, policy=replace(one.policy, shifts=tuple(shifts)))
