"""Why not this agent: what any pair would cost the batch, blocked or not (02 section 5)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Protocol

import numpy as np

from solver.compile import Compiled
from solver.engines.auto import AutoEngine
from solver.explanation.fixed import Fixed, fixed_pair
from solver.explanation.fixed_ways import lifted_way, over_way, weighs_too_much
from solver.explanation.overriding import goes_over, overriding_pair
from solver.explanation.pair import PairScore, score_pair
from solver.explanation.regret import Regret, Regretting
from solver.explanation.residual.lifted import BlockedWay
from solver.explanation.solved import regret_of
from solver.plan import Plan
from solver.problem import DeskKind
from solver.rows import Rows, orders, ranks

TIME_LIMIT = timedelta(seconds=10)
"""For a new solve with weighted capacity, where nobody says another one."""


class Asked(Enum):
    """What the price of a pair is the price of."""

    ALLOWED = "allowed"
    """The pair as it may be assigned."""
    LIFTED = "lifted"
    """The pair, were its block lifted."""
    OVER = "over"
    """The pair over capacity limits, by this one."""
    NO_WAY = "no way"
    """There would be no room even so."""
    OUTSIDE = "outside"
    """The agent is in none of the case's queues, or has no score: there is no pair."""
    SOLVED = "solved"
    """The pair with weighted capacity, by a new solve that is proved."""
    TRIED = "tried"
    """The same, not proved: it costs at most that."""
    LIFTED_TRIED = "lifted, tried"
    """The pair, were its block lifted, by a new solve that is not proved."""
    OVER_TRIED = "over, tried"
    """The pair over capacity limits, by such a solve."""
    STOPPED = "stopped"
    """Automatic assignment of the queue is stopped (S15)."""
    NOT_PROVED = "not proved"
    """No prices prove the plan."""
    OVERRIDDEN = "overridden"
    """The case goes over limits in the second phase (Q9), and the agent may not take it there,
    or that phase is not proved."""
    OVERRIDE = "override"
    """The pair in the second phase, with the first one as it is: by a new solve of that phase."""


@dataclass(frozen=True, slots=True, eq=False)
class WhyNot:
    """A pair with its score. regret: None where there is no price; of OVERRIDE, in the levels and
    at the desks of the second phase."""

    asked: Asked
    score: PairScore
    regret: Regret | None = None


def why_not(
    plan: Plan,
    case: int,
    agent: int,
    time_limit: timedelta = TIME_LIMIT,
    regretting: Regretting | None = None,
) -> WhyNot:
    """Of one pair. A blocked one is looked at in the queue in which it is nearest to free.

    time_limit: for a new solve with weighted capacity. regretting: of the plan, where somebody
    has asked it before.
    """
    score = score_pair(plan.compiled, case, agent)
    if goes_over(plan, case):
        found = overriding_pair(plan, case, agent, time_limit)
        return WhyNot(Asked.OVERRIDE if found else Asked.OVERRIDDEN, score, found)
    pricing = _pricing(plan, regretting or Regretting.of(plan), time_limit)
    if pricing is None:
        return WhyNot(Asked.NOT_PROVED, score)
    return pricing.allowed(score) or _blocked(plan.compiled, pricing, score)


class Pricing(Protocol):
    """Prices single pairs of a plan."""

    def allowed(self, score: PairScore) -> WhyNot | None:
        """A pair as it may be assigned; None where it may not."""

    def lifted(self, score: PairScore, way: BlockedWay) -> WhyNot:
        """A blocked pair, were its block lifted."""

    def over(self, score: PairScore, way: BlockedWay) -> WhyNot:
        """A pair that capacity blocks, by this one over the limits."""


def _pricing(plan: Plan, regretting: Regretting | None, time_limit: timedelta) -> Pricing | None:
    """By prices, or with weighted capacity by new solves; None where neither tells anything."""
    problem, solving = plan.compiled.problem, None
    if plan.proved and problem.weighted is not None and problem.candidates is None:
        solving = _BySolving(plan, time_limit)
    return _ByPrices(regretting, solving) if regretting is not None else solving


def _blocked(compiled: Compiled, pricing: Pricing, score: PairScore) -> WhyNot:
    """A pair that may not be assigned."""
    if score.queue >= 0 and compiled.facts.stopped[score.queue]:
        return WhyNot(Asked.STOPPED, score)
    way = _blocked_way(compiled, score)
    if way is None:
        return WhyNot(Asked.OUTSIDE, score)
    if any(refusal.is_capacity for refusal in score.refusals):
        return pricing.over(score, way)
    return pricing.lifted(score, way)


@dataclass(frozen=True, slots=True, eq=False)
class _ByPrices:
    """In the counting model. solving: where weights could bind without a block."""

    regretting: Regretting
    solving: "_BySolving | None"

    def allowed(self, score: PairScore) -> WhyNot | None:
        """One search."""
        found = self.regretting.of_pair(score.case, score.agent)
        return None if found is None else WhyNot(Asked.ALLOWED, score, found)

    def lifted(self, score: PairScore, way: BlockedWay) -> WhyNot:
        """The same, or a solve."""
        if self.solving is not None and self.solving.is_needed(way):
            return self.solving.lifted(score, way)
        found = self.regretting.if_lifted(way)
        return WhyNot(Asked.LIFTED if found else Asked.NO_WAY, score, found)

    def over(self, score: PairScore, way: BlockedWay) -> WhyNot:
        """The same."""
        return WhyNot(Asked.OVER, score, self.regretting.over_the_limits(way))


@dataclass(frozen=True, slots=True, eq=False)
class _BySolving:
    """With weighted capacity. time_limit: of all solves for a pair."""

    plan: Plan
    time_limit: timedelta

    def is_needed(self, way: BlockedWay) -> bool:
        """Prices would not tell what a lifted block costs."""
        return weighs_too_much(self.plan.compiled.problem, way)

    def allowed(self, score: PairScore) -> WhyNot | None:
        """One solve for each queue."""
        problem = self.plan.compiled.problem
        own = np.flatnonzero(problem.triples.case == score.case)
        ways = int((problem.agent(own) == score.agent).sum())
        engine = AutoEngine(self.time_limit / max(1, ways))
        found = fixed_pair(problem, engine, self.plan.choice, score.case, score.agent)
        if found is None:
            return None
        return self._told(score, found, Asked.SOLVED, Asked.TRIED)

    def lifted(self, score: PairScore, way: BlockedWay) -> WhyNot:
        """One solve."""
        problem, engine = self.plan.compiled.problem, AutoEngine(self.time_limit)
        found = lifted_way(problem, engine, self.plan.choice, way)
        if found is None:
            return WhyNot(Asked.NO_WAY, score)
        return self._told(score, found, Asked.LIFTED, Asked.LIFTED_TRIED)

    def over(self, score: PairScore, way: BlockedWay) -> WhyNot:
        """One solve."""
        problem, engine = self.plan.compiled.problem, AutoEngine(self.time_limit)
        found = over_way(problem, engine, self.plan.choice, way)
        return self._told(score, found, Asked.OVER, Asked.OVER_TRIED)

    def _told(self, score: PairScore, found: Fixed, proved: Asked, tried: Asked) -> WhyNot:
        regret = regret_of(self.plan, score.case, score.agent, found)
        return WhyNot(proved if found.proved else tried, score, regret)


def _blocked_way(compiled: Compiled, score: PairScore) -> BlockedWay | None:
    """How the case would come to the agent through the queue of the score."""
    rows = _member_rows(compiled, score.case, score.agent)
    mine = np.flatnonzero(rows.queue == score.queue)
    if not len(mine) or score.breakdown is None:
        return None
    place, rank = int(mine[0]), ranks(compiled.eligibility, rows)
    fit = score.breakdown.pairs.fit
    row = rows[mine[:1]]
    turning = bool(compiled.rotation.turning[score.queue])
    weighted = compiled.eligibility.weighted
    return BlockedWay(
        score.case,
        score.agent,
        score.queue,
        DeskKind.TURN if turning else DeskKind.FIT,
        int(rank[place]),
        int(orders(rows, rank)[place]),
        int(compiled.scores.of_fits(fit, row.case, row.agent, row.queue)[0]),
        0 if weighted is None else int(weighted.of(row.case, row.agent)[0]),
    )


def _member_rows(compiled: Compiled, case: int, agent: int) -> Rows:
    """The queues of a case in which an agent stands, by queue."""
    members = compiled.eligibility.memberships
    starts = members.first_entries()
    entry = np.arange(starts[case], starts[case + 1], dtype=np.int32)
    agents = np.full(len(entry), agent, dtype=np.int32)
    inside = members.bucket[members.queue[entry], agents] >= 0
    inside |= compiled.eligibility.is_designated(entry, agents)
    entry, agents = entry[inside], agents[inside]
    by_queue = np.argsort(members.queue[entry], kind="stable")
    entry = entry[by_queue]
    return Rows(members.case[entry], agents, entry, members.queue[entry])
