"""What if an agent were away: the batch without anything new for him, by a new solve."""

from dataclasses import dataclass, replace

import numpy as np

from solver.engines.engine import Engine
from solver.facts import Absence, Snapshot
from solver.plan import Plan, make_plan
from solver.units import Indexes, Ints
from solver.values import MAXIMISED, LevelValue


@dataclass(frozen=True, slots=True, eq=False)
class Away:
    """The batch without an agent.

    loss: of each of the first plan's levels, above 0 where the batch is worse. moved: cases
    that have another agent then, or none. proved: of both plans.
    """

    plan: Plan
    loss: tuple[int, ...]
    moved: Ints
    proved: bool


def without_agent(plan: Plan, engine: Engine, agent: int) -> Away:
    """Solves again with him out of office. What he has already stays his own (L6)."""
    compiled = plan.compiled
    other = make_plan(_away(compiled.snapshot, agent), compiled.rulebook, engine)
    reached = {_key(level): level.value for level in other.levels}
    loss = [_loss(level, reached.get(_key(level), 0)) for level in plan.levels]
    moved = np.flatnonzero(_agents(plan) != _agents(other))
    return Away(other, tuple(loss), moved, plan.proved and other.proved)


def _away(snapshot: Snapshot, agent: int) -> Snapshot:
    """From now on, until further notice."""
    agents = list(snapshot.agents)
    absences = (*agents[agent].absences, Absence(snapshot.now))
    agents[agent] = replace(agents[agent], absences=absences)
    return replace(snapshot, agents=tuple(agents))


def _key(level: LevelValue) -> tuple[int, int, int]:
    return level.kind, level.group, level.urgency_class


def _loss(level: LevelValue, after: int) -> int:
    """Above 0 where it is worse."""
    return level.value - after if level.kind in MAXIMISED else after - level.value


def _agents(plan: Plan) -> Indexes:
    """Who has each case, -1 for nobody; shape: cases."""
    agents = np.full(len(plan.choice), -1, dtype=np.int32)
    agents[plan.picks.case] = plan.picks.agent
    return agents
