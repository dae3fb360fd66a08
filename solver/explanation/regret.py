"""What other agents would cost the batch, in the levels that it tells (02 section 5)."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solver.explanation.level_rows import level_rows, lost_service, told_losses
from solver.explanation.residual.arcs import Standing
from solver.explanation.residual.distances import Distances
from solver.explanation.residual.everywhere import Everywhere, nearest_agents
from solver.explanation.residual.forced import WAITS, Forced, Move, force
from solver.explanation.residual.lifted import BlockedWay, if_lifted, over_the_limits
from solver.explanation.residual.losses import Losses, held_pairs, open_pairs, pair_losses
from solver.explanation.residual.widening import Residual
from solver.plan import Plan
from solver.units import Bools, Ints

QUICK = 60_000
"""Up to so many triples a search takes a few milliseconds."""
FURTHER = 200_000
"""Pairs that are looked at for cases with few alternatives that tie above fit."""


@dataclass(frozen=True, slots=True)
class Regret:
    """A pair that is forced. queue: through which, -1 with the owner. loss: by row of the
    batch's levels, above 0 where the batch is worse; moves: all cases that change hands."""

    case: int
    agent: int
    queue: int
    loss: tuple[int, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Regrets:
    """Losses of many pairs. loss: pairs x rows; known: elsewhere they are not told."""

    loss: Ints
    known: Bools


class Regretting:
    """The regrets of one proved plan. Raises SolveError where the plan breaks a limit."""

    def __init__(self, plan: Plan, prices: Ints) -> None:
        problem = plan.compiled.problem
        self._levels = plan.objective
        standing = _held(Standing.of(problem, self._levels, plan.choice, prices))
        self._residual = Residual(standing)
        self._begun = standing
        self._rows = level_rows(problem, self._levels)

    @staticmethod
    def of(plan: Plan) -> "Regretting | None":
        """None where no prices prove every level: there nothing is known without a new solve."""
        proved = plan.proof.proved_levels == len(plan.objective)
        if plan.prices is None or not proved or plan.compiled.problem.is_weighted:
            return None
        return Regretting(plan, plan.prices)

    @property
    def is_quick(self) -> bool:
        """All pairs are held, so that a search takes a few milliseconds."""
        return self._begun.problem.candidates is None

    @cached_property
    def _distances(self) -> Distances:
        return Distances(self._begun, self._residual.arcs, self._rows)

    def of_case(self, case: int, most: int) -> tuple[Regret, ...]:
        """The other agents who cost least for a case, ties by id."""
        forcing, own = force(self._residual, case), self._agent(case)
        agents = [agent for agent in forcing.agents(most + 1) if agent != own][:most]
        found = [one for agent in agents if (one := forcing.of(agent))]
        return tuple(self._told(one, self._queue(one)) for one in found)

    def best_of_all(self, most: int) -> dict[int, list[Regret]]:
        """The other agents who cost least, by served case, ties by id.

        Where nobody holds all pairs, without moves; and in very large batches only those that
        tie above fit.
        """
        served = np.flatnonzero(self._begun.place != self._begun.sink)
        if self.is_quick:
            by_place = served[np.argsort(self._begun.place[served], kind="stable")].tolist()
            return {case: list(self.of_case(case, most)) for case in by_place}
        return self._best_at_once(most)

    def _best_at_once(self, most: int) -> dict[int, list[Regret]]:
        """By distances to all places."""
        everywhere, found = self._distances.everywhere, dict[int, list[Regret]]()
        if everywhere is None:
            return found
        pairs = pair_losses(self._distances, everywhere, *self._nearest(everywhere, most + 1))
        place, desks = self._begun.place[pairs.case], self._begun.problem.desks
        good = pairs.exact & (place != self._begun.sink)
        good[good] = desks.agent[place[good]] != pairs.agent[good]
        loss, queue = self._losses(pairs), desks.queue[pairs.desk]
        for row in np.lexsort((pairs.agent, *pairs.loss.T[::-1], pairs.case)).tolist():
            of_case = found.setdefault(int(pairs.case[row]), [])
            if good[row] and len(of_case) < most:
                told = tuple(loss[row].tolist())
                pair = int(pairs.case[row]), int(pairs.agent[row])
                of_case.append(Regret(*pair, int(queue[row]), told, ()))
        return found

    def _nearest(self, everywhere: Everywhere, most: int) -> tuple[Ints, Ints]:
        """Case and agent of pairs among which the best of each served case are: those that tie
        above fit, and all of cases that have too few of them."""
        case, agent = nearest_agents(self._begun, everywhere, most)
        has = np.bincount(case, minlength=len(self._begun.place))
        few = np.flatnonzero((has < most) & (self._begun.place != self._begun.sink))
        found = [(case, agent), held_pairs(self._begun), open_pairs(self._begun, few)]
        if len(found[-1][0]) > FURTHER:
            found.pop()
        cases, agents = zip(*found, strict=True)
        return np.concatenate(cases), np.concatenate(agents)

    def of_pair(self, case: int, agent: int) -> Regret | None:
        """One pair; None where it has no way."""
        forced = force(self._residual, case).of(agent)
        return None if forced is None else self._told(forced, self._queue(forced))

    def if_lifted(self, way: BlockedWay) -> Regret | None:
        """A blocked pair, were the block lifted; None where there is no room."""
        forced = if_lifted(self._residual, way)
        return None if forced is None else self._told(forced, way.queue)

    def over_the_limits(self, way: BlockedWay) -> Regret:
        """A pair that capacity blocks, by this one over the limits."""
        return self._told(over_the_limits(self._residual, way), way.queue)

    def of_pairs(self, case: Ints, agent: Ints) -> Regrets:
        """Many pairs at once, each with a way: all of them but in very large batches, and there
        those whose losses tie above fit but for what the pair itself costs."""
        regrets = self._at_once(case, agent)
        if self.is_quick:
            self._search(case, agent, regrets)
        return regrets

    def searched(self, case: Ints, agent: Ints) -> Regrets:
        """A few pairs, each with a way: all of them, wherever they cost something."""
        regrets = self._unknown(len(case))
        self._search(case, agent, regrets)
        return regrets

    def _at_once(self, case: Ints, agent: Ints) -> Regrets:
        """By distances to all places."""
        everywhere = self._distances.everywhere if len(case) else None
        if everywhere is None:
            return self._unknown(len(case))
        found = pair_losses(self._distances, everywhere, case, agent)
        agents = self._begun.problem.agent_count
        place = np.searchsorted(found.case * agents + found.agent, case * agents + agent)
        known = found.exact[place]
        told = np.where(known[:, None], self._losses(found)[place], 0)
        return Regrets(told, known)

    def _losses(self, found: Losses) -> Ints:
        """By row of the batch's levels."""
        losses: Ints = told_losses(self._rows, found.loss) + found.service
        return losses

    def _unknown(self, count: int) -> Regrets:
        """Nothing is known of so many pairs."""
        loss = np.zeros((count, len(self._rows)), dtype=np.int64)
        return Regrets(loss, np.zeros(count, dtype=np.bool_))

    def _search(self, case: Ints, agent: Ints, regrets: Regrets) -> None:
        """Tells those that are not known yet, place by place."""
        missing = np.flatnonzero(~regrets.known)
        by_place = missing[np.argsort(self._begun.place[case[missing]], kind="stable")]
        for row in by_place.tolist():
            found = self.of_pair(int(case[row]), int(agent[row]))
            if found is not None:
                regrets.loss[row], regrets.known[row] = found.loss, True

    def _queue(self, forced: Forced) -> int:
        return int(self._begun.problem.desks.queue[forced.desk])

    def _told(self, forced: Forced, queue: int) -> Regret:
        loss = told_losses(self._rows, np.array([forced.loss]))[0] + self._lost(forced.moves)
        return Regret(forced.case, forced.agent, queue, tuple(loss.tolist()), forced.moves)

    def _lost(self, moves: tuple[Move, ...]) -> Ints:
        """Loss of coverage by row."""
        case = np.array([move.case for move in moves], dtype=np.int64)
        sign = np.array([_lost(move) for move in moves], dtype=np.int64)
        return lost_service(self._begun.problem, self._rows, case, sign)

    def _agent(self, case: int) -> int:
        """Who has the case, -1 for nobody."""
        place = int(self._begun.place[case])
        return -1 if place == self._begun.sink else int(self._begun.problem.desks.agent[place])


def _held(standing: Standing) -> Standing:
    """With all triples, where they are few enough for quick searches."""
    candidates = standing.problem.candidates
    if candidates is None or candidates.count > QUICK:
        return standing
    wider = standing.holding(candidates.all_triples())
    network = replace(wider.network, problem=replace(wider.problem, candidates=None))
    return replace(wider, network=network)


def _lost(move: Move) -> int:
    """1 for a case that is not served any more, -1 for one that is served now."""
    return int(move.after == WAITS) - int(move.before == WAITS)
