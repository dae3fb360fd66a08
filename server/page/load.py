"""Load of the agents before and after the batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allotment.v1 import explanation_pb2, plan_pb2
from server.page.fits import Column, columns
from server.page.head import mean
from server.page.limits import Fullness
from server.page.span import Span, span

NOTHING_KNOWN: Mapping[str, Fullness] = {}
"""Without the request."""
LEAST_COLUMNS, MOST_COLUMNS = 8, 12
"""Columns of the spread; the last one takes all above."""


@dataclass(frozen=True, slots=True)
class AgentLoad:
    """An agent. new, kept: his cases of the batch. before: all that he held before, None
    without the request. limit: of his backlog, None where there is none.

    utilisation: of his capacity before the batch (S7), in parts per million; None unknown.
    fit: mean fit of his new cases, in units of 1e-4; None without any.
    """

    agent_id: str
    new: int
    kept: int
    before: int | None
    after: int | None
    limit: int | None
    utilisation: int | None
    fit: int | None
    full: Fullness | None
    held_bar: Span
    new_bar: Span
    limit_mark: Span | None


@dataclass(frozen=True, slots=True)
class Load:
    """All agents that are known of, those with the most new cases first."""

    agents: tuple[AgentLoad, ...]
    spread: tuple[Column, ...]

    @property
    def busy(self) -> int:
        """Agents who get something new."""
        return sum(agent.new > 0 for agent in self.agents)

    @property
    def most(self) -> int:
        """Most new cases of one agent."""
        return max((agent.new for agent in self.agents), default=0)


def load(
    rows: Iterable[plan_pb2.Assignment],
    told: Iterable[explanation_pb2.Explanation],
    full: Mapping[str, Fullness] = NOTHING_KNOWN,
) -> Load:
    """Who holds what. full: of all agents of the request, by id; else only those with cases."""
    given = _by_agent(rows, full)
    loads = _utilisations(told, given)
    scale = max((_reach(agent, cases, full) for agent, cases in given.items()), default=0)
    agents = [
        _agent(agent, cases, full.get(agent), (loads.get(agent), scale))
        for agent, cases in given.items()
    ]
    agents.sort(key=lambda agent: (-agent.new, -(agent.after or agent.kept), agent.agent_id))
    return Load(tuple(agents), tuple(_spread([agent.new for agent in agents])))


_Cases = Sequence[plan_pb2.Assignment]


def _by_agent(
    rows: Iterable[plan_pb2.Assignment], full: Mapping[str, Fullness]
) -> dict[str, list[plan_pb2.Assignment]]:
    given: dict[str, list[plan_pb2.Assignment]] = {agent: [] for agent in full}
    for row in rows:
        if row.agent_id:
            given.setdefault(row.agent_id, []).append(row)
    return given


def _utilisations(
    told: Iterable[explanation_pb2.Explanation], given: Mapping[str, _Cases]
) -> dict[str, int]:
    """What explanations tell of agents with cases."""
    agents = {row.case_id: agent for agent, cases in given.items() for row in cases}
    return {
        agents[one.case_id]: one.fit.utilisation
        for one in told
        if one.case_id in agents and one.fit.pillars
    }


def _counts(cases: _Cases) -> tuple[int, int]:
    """New and kept ones."""
    new = sum(row.outcome == plan_pb2.OUTCOME_ASSIGNED for row in cases)
    return new, len(cases) - new


def _reach(agent: str, cases: _Cases, full: Mapping[str, Fullness]) -> int:
    """How far the bar of an agent goes."""
    if agent not in full:
        return len(cases)
    held = full[agent].held
    return max(held.before, held.after, held.limit or 0)


def _agent(
    agent_id: str, cases: _Cases, full: Fullness | None, known: tuple[int | None, int]
) -> AgentLoad:
    """known: his utilisation, and the scale of all bars."""
    (new, kept), (utilisation, scale) = _counts(cases), known
    after = full.held.after if full else len(cases)
    limit = full.held.limit if full else None
    return AgentLoad(
        agent_id=agent_id,
        new=new,
        kept=kept,
        before=full.held.before if full else None,
        after=full.held.after if full else None,
        limit=limit,
        utilisation=utilisation,
        fit=mean([row.fit for row in cases if row.outcome == plan_pb2.OUTCOME_ASSIGNED]),
        full=full,
        held_bar=span(0, after - new, scale),
        new_bar=span(after - new, after, scale),
        limit_mark=None if limit is None else span(0, limit, scale),
    )


def _spread(new: Sequence[int]) -> list[Column]:
    """Agents by how many new cases they get."""
    if not new:
        return []
    last = min(max(max(new), LEAST_COLUMNS - 1), MOST_COLUMNS - 1)
    counts = [0] * (last + 1)
    for one in new:
        counts[min(one, last)] += 1
    names = [str(place) for place in range(last + 1)]
    if max(new) > last:
        names[-1] = f"{last}+"
    return columns(names, names, counts)
