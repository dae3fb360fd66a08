"""Which teams, shifts and absences each agent has (Q11); axis: agents of the snapshot."""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from solver.facts import Absence, Shift, Snapshot, Team
from solver.once import once


class Linked(Protocol):
    """Anything that names its agents."""

    @property
    def agent_ids(self) -> frozenset[str]:
        """Agents by id."""


AnyLinked = TypeVar("AnyLinked", bound=Linked)


@once
def agent_positions(snapshot: Snapshot) -> Mapping[str, int]:
    """Position of each agent by id."""
    return {agent.agent_id: position for position, agent in enumerate(snapshot.agents)}


@once
def case_positions(snapshot: Snapshot) -> Mapping[str, int]:
    """Position of each case by id."""
    return {case.case_id: position for position, case in enumerate(snapshot.cases)}


@once
def teams_of(snapshot: Snapshot) -> tuple[tuple[Team, ...], ...]:
    """Teams of each agent, in the policy's order."""
    return _by_agent(snapshot, snapshot.policy.teams)


@once
def shifts_of(snapshot: Snapshot) -> tuple[tuple[Shift, ...], ...]:
    """Shifts of each agent, in the policy's order."""
    return _by_agent(snapshot, snapshot.policy.shifts)


@once
def absences_of(snapshot: Snapshot) -> tuple[tuple[Absence, ...], ...]:
    """Absences of each agent: his own, then those of his teams (L6)."""
    return tuple(
        agent.absences + tuple(absence for team in teams for absence in team.absences)
        for agent, teams in zip(snapshot.agents, teams_of(snapshot), strict=True)
    )


def _by_agent(snapshot: Snapshot, groups: Iterable[AnyLinked]) -> tuple[tuple[AnyLinked, ...], ...]:
    linked: dict[str, list[AnyLinked]] = {agent.agent_id: [] for agent in snapshot.agents}
    for group in groups:
        for agent_id in group.agent_ids:
            if agent_id in linked:
                linked[agent_id].append(group)
    return tuple(map(tuple, linked.values()))
