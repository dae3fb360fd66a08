"""Shadow prices where cases are weighed: what new solves gain, unit by unit (02 section 5)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from solver.bounds import prove_solution
from solver.compile import Compiled, reopened
from solver.engines.engine import Engine
from solver.explanation.shadow.opened import Opened, wanted_skills
from solver.explanation.shadow.price import PriceKind, ShadowPrice, difference
from solver.explanation.shadow.roomier import many_held, roomier, with_spare_agents
from solver.levels import levels_of
from solver.plan import Plan
from solver.problem import Problem
from solver.values import MAXIMISED, LevelValue, level_values


class SolvedPrices:
    """Of one plan, until time is over. untried: agents, queues and skills of which not all is
    known."""

    def __init__(self, plan: Plan, engine: Engine, is_over: Callable[[], bool]) -> None:
        """plan: one that is proved itself, and all of whose triples are held."""
        self._plan = plan
        self._engine = engine
        self._is_over = is_over
        self._wide = with_spare_agents(plan.compiled)
        self.untried = 0

    def of_agents(self) -> Iterator[ShadowPrice]:
        """One more slot each; both kinds at once only where that is worth more than either."""
        held, wide = many_held(self._wide), self._wide
        for agent in range(self._plan.compiled.problem.agent_count):
            kinds = {
                PriceKind.HOURLY: wide.new_room[agent] < held[agent],
                PriceKind.BACKLOG: wide.backlog_room[agent] < held[agent],
            }
            found = [self._slot(kind, agent) for kind, is_short in kinds.items() if is_short]
            if len(found) == len(kinds):
                found.append(self._slot(PriceKind.BOTH, agent))
            self.untried += None in found
            yield from _worth_telling(found)

    def of_queues(self) -> Iterator[ShadowPrice]:
        """One extra agent each."""
        agents = self._plan.compiled.problem.agent_count
        for agent in range(agents, self._wide.agent_count):
            found = self._slot(PriceKind.QUEUE, agent)
            self.untried += found is None
            if found is not None and any(found.gain.gain):
                yield replace(found, agent=-1, queue=agent - agents)

    def of_skills(self) -> Iterator[ShadowPrice]:
        """Those that are required, each for the agent with whom it is worth most, ties by id."""
        compiled = self._plan.compiled
        wanted = wanted_skills(compiled.snapshot)
        before = reopened(compiled, compiled.eligibility).problem if wanted else compiled.problem
        for skill, level in wanted.items():
            trials = self._trials(Opened.by(compiled, before, skill, level))
            self.untried += trials is None
            for best in sorted(trials or (), key=lambda one: (one.cost, one.agent))[:1]:
                gain = difference(self._plan.levels, best.values)
                if any(gain.gain):
                    yield ShadowPrice(PriceKind.SKILL, gain, best.agent, -1, skill, level)

    def _slot(self, kind: PriceKind, agent: int) -> ShadowPrice | None:
        """One more for an agent; None where it is not known."""
        values = self._values(roomier(self._wide, agent, kind))
        if values is None:
            return None
        return ShadowPrice(kind, difference(self._plan.levels, values), agent=agent)

    def _trials(self, opened: Opened) -> "list[_Trial] | None":
        """The skill for every agent whom it opens a pair; None where not all are known."""
        found = []
        for agent in opened.agents:
            values = self._values(opened.for_agent(agent))
            if values is None:
                return None
            found.append(_Trial(agent, values))
        return found

    def _values(self, problem: Problem) -> tuple[LevelValue, ...] | None:
        """What a changed batch reaches; None without a proof."""
        if self._is_over():
            return None
        levels, solution = levels_of(problem), self._engine.solve(problem)
        proof = prove_solution(problem, levels, solution)
        is_proved = proof.proved_levels == len(levels)
        return level_values(problem, levels, solution.choice) if is_proved else None


def _worth_telling(slots: list[ShadowPrice | None]) -> Iterator[ShadowPrice]:
    """Of one agent: both kinds at once only where that is worth more than either."""
    known = [one for one in slots if one is not None]
    alone = max((one.gain.gain for one in known if one.kind != PriceKind.BOTH), default=())
    for one in known:
        if any(one.gain.gain) and (one.kind != PriceKind.BOTH or one.gain.gain > alone):
            yield one


@dataclass(frozen=True, slots=True)
class _Trial:
    """A batch in which an agent has a skill more."""

    agent: int
    values: tuple[LevelValue, ...]

    @property
    def cost(self) -> tuple[int, ...]:
        """Class by class; the least is best."""
        return tuple(-one.value if one.kind in MAXIMISED else one.value for one in self.values)


def units(compiled: Compiled) -> int:
    """Agents, queues and required skills: those of which nothing is told where nothing is tried."""
    snapshot = compiled.snapshot
    skills = wanted_skills(snapshot)
    return len(snapshot.agents) + len(snapshot.policy.queues) + len(skills)
