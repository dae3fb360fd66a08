"""A snapshot and its rules with one change."""

from dataclasses import replace

from solver.explanation.changes.change import Change, ChangeKind
from solver.explanation.changes.joining import with_another
from solver.explanation.changes.raised import raised
from solver.facts import Agent, Policy, Shift, Skill, Snapshot, WeeklyWindow
from solver.facts.schedule import MINUTES_PER_DAY
from solver.rules import Rulebook


def applied(
    snapshot: Snapshot, rulebook: Rulebook, case: int, change: Change
) -> tuple[Snapshot, Rulebook]:
    """Both after the change. case: for which somebody joins."""
    if change.kind == ChangeKind.LIMIT:
        assert change.reason is not None
        rules = raised(rulebook, change.reason, change.agent, change.queue, change.amount)
        return snapshot, rules
    if change.kind == ChangeKind.SKILL:
        return _with_skill(snapshot, change), rulebook
    if change.kind == ChangeKind.SHIFT:
        agent_id = snapshot.agents[change.agent].agent_id
        policy = _with_later_ends(snapshot.policy, agent_id, change.amount)
        return replace(snapshot, policy=policy), rulebook
    return with_another(snapshot, case, change.queue), rulebook


def _with_skill(snapshot: Snapshot, change: Change) -> Snapshot:
    """An agent with one more skill, or with a higher level of it."""
    agents = list(snapshot.agents)
    agents[change.agent] = with_skill(agents[change.agent], change.skill, change.amount)
    return replace(snapshot, agents=tuple(agents))


def with_skill(agent: Agent, name: str, level: int) -> Agent:
    """The agent with a skill of at least a level; given by hand, if it is new."""
    others = tuple(skill for skill in agent.skills if skill.name != name)
    known = [skill for skill in agent.skills if skill.name == name]
    base = known[0] if known else Skill(name, manual=True)
    return replace(agent, skills=(*others, replace(base, level=max(level, base.level))))


def _with_later_ends(policy: Policy, agent_id: str, minutes: int) -> Policy:
    """Shifts of his own for one agent, with later ends."""
    shifts = list[Shift]()
    for shift in policy.shifts:
        if agent_id not in shift.agent_ids:
            shifts.append(shift)
            continue
        shifts.append(replace(shift, agent_ids=shift.agent_ids - {agent_id}))
        shifts.append(
            replace(
                shift,
                shift_id=f"{shift.shift_id} {agent_id}",
                agent_ids=frozenset({agent_id}),
                assignment_hours=_later(shift.assignment_hours, minutes),
                working_hours=_later(shift.working_hours, minutes),
            )
        )
    return replace(policy, shifts=tuple(shifts))


def _later(windows: tuple[WeeklyWindow, ...], minutes: int) -> tuple[WeeklyWindow, ...]:
    """The windows with later ends; none becomes longer than a day."""
    longer = []
    for window in windows:
        most = MINUTES_PER_DAY if window.start == 0 else MINUTES_PER_DAY - 1
        length = (window.end - window.start - 1) % MINUTES_PER_DAY + 1
        end = window.start + max(min(length + minutes, most), length)
        longer.append(replace(window, end=end if end <= MINUTES_PER_DAY else end - MINUTES_PER_DAY))
    return tuple(longer)
