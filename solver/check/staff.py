"""Who is who: positions of ids, and what teams and shifts mean for each agent (Q11)."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from solver.facts import Absence, Account, Case, Limits, Shift, Snapshot, Team

NOBODY = -1
NO_ACCOUNT = Account("")


class Staff:
    """Cases, agents, queues and accounts of one snapshot by id, and what teams bring along."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.case = {case.case_id: i for i, case in enumerate(snapshot.cases)}
        self.agent = {agent.agent_id: a for a, agent in enumerate(snapshot.agents)}
        self.queue = {queue.queue_id: q for q, queue in enumerate(snapshot.policy.queues)}
        self.accounts = {account.account_id: account for account in snapshot.accounts}

    def positions(self, agent_ids: Iterable[str]) -> list[int]:
        """Positions of the agents who are in the snapshot."""
        return [self.agent[name] for name in agent_ids if name in self.agent]

    def account(self, case: Case) -> Account:
        """The account of a case, one of which nothing is known where it has none."""
        return self.accounts.get(case.account_id, NO_ACCOUNT)

    @cached_property
    def owner(self) -> Sequence[int]:
        """Position of each case's owner or NOBODY."""
        return [self.agent.get(case.owner_id, NOBODY) for case in self.snapshot.cases]

    @cached_property
    def teams(self) -> Sequence[tuple[Team, ...]]:
        """Teams of each agent."""
        found: list[list[Team]] = [[] for _ in self.snapshot.agents]
        for team in self.snapshot.policy.teams:
            for agent in self.positions(team.agent_ids):
                found[agent].append(team)
        return list(map(tuple, found))

    @cached_property
    def shifts(self) -> Sequence[tuple[Shift, ...]]:
        """Shifts of each agent."""
        found: list[list[Shift]] = [[] for _ in self.snapshot.agents]
        for shift in self.snapshot.policy.shifts:
            for agent in self.positions(shift.agent_ids):
                found[agent].append(shift)
        return list(map(tuple, found))

    def absences(self, agent: int) -> Iterable[Absence]:
        """Times away of an agent and of his teams (L6)."""
        yield from self.snapshot.agents[agent].absences
        for team in self.teams[agent]:
            yield from team.absences

    def limits(self, agent: int) -> Iterable[Limits]:
        """All limits that hold for an agent at once: the lowest wins (L5)."""
        yield self.snapshot.policy.limits.limits
        yield from (team.limits for team in self.teams[agent])
        yield self.snapshot.agents[agent].limits

    @cached_property
    def weights(self) -> dict[str, float]:
        """Weight of each priority level (S7)."""
        return {level.name: level.weight for level in self.snapshot.policy.priority_levels}

    def priority(self, name: str) -> str:
        """The priority level, the lowest one where none is set (S7)."""
        return name or self.snapshot.policy.priority_levels[-1].name


def is_locked(case: Case) -> bool:
    """Nobody new gets it: it is locked, or overrides routing (O3, U5)."""
    return case.locked or case.override_routing
