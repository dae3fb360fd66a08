"""Why not this agent: what any pair would cost the batch, blocked or not (02 section 5)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

import numpy as np

from solver.compile import Compiled
from solver.engines.auto import AutoEngine
from solver.explanation.fixed import fixed_pair
from solver.explanation.pair import PairScore, score_pair
from solver.explanation.regret import Regret, Regretting
from solver.explanation.residual.forced import WAITS, Move
from solver.explanation.residual.lifted import BlockedWay
from solver.picks import OVERRIDE
from solver.plan import Plan
from solver.problem import DeskKind, Problem
from solver.rows import Rows, orders, ranks
from solver.units import Ints

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
    STOPPED = "stopped"
    """Automatic assignment of the queue is stopped (S15)."""
    NOT_PROVED = "not proved"
    """No prices prove the plan."""
    OVERRIDDEN = "overridden"
    """The case goes over limits in the second phase, which prices no single pairs (Q9)."""


@dataclass(frozen=True, slots=True, eq=False)
class WhyNot:
    """A pair with its score. regret: None where there is no price."""

    asked: Asked
    score: PairScore
    regret: Regret | None = None


def why_not(plan: Plan, case: int, agent: int, time_limit: timedelta = TIME_LIMIT) -> WhyNot:
    """Of one pair. A blocked one is looked at in the queue in which it is nearest to free.

    time_limit: for a new solve with weighted capacity.
    """
    compiled = plan.compiled
    score = score_pair(compiled, case, agent)
    if np.any(plan.picks.kind[plan.picks.case == case] == OVERRIDE):
        return WhyNot(Asked.OVERRIDDEN, score)
    regretting = Regretting.of(plan)
    if regretting is None:
        return _by_solving(plan, score, time_limit)
    allowed = regretting.of_pair(case, agent)
    if allowed is not None:
        return WhyNot(Asked.ALLOWED, score, allowed)
    if score.queue >= 0 and compiled.facts.stopped[score.queue]:
        return WhyNot(Asked.STOPPED, score)
    way = _blocked_way(compiled, score)
    if way is None:
        return WhyNot(Asked.OUTSIDE, score)
    if any(refusal.is_capacity for refusal in score.refusals):
        return WhyNot(Asked.OVER, score, regretting.over_the_limits(way))
    lifted = regretting.if_lifted(way)
    return WhyNot(Asked.LIFTED if lifted else Asked.NO_WAY, score, lifted)


def _by_solving(plan: Plan, score: PairScore, time_limit: timedelta) -> WhyNot:
    """With weighted capacity, by a new solve for each queue; blocked pairs have no price there,
    nor has any where nobody holds all of them."""
    problem = plan.compiled.problem
    if not (problem.is_weighted and plan.proved) or problem.candidates is not None:
        return WhyNot(Asked.NOT_PROVED, score)
    own = np.flatnonzero(problem.triples.case == score.case)
    ways = int((problem.agent(own) == score.agent).sum())
    engine = AutoEngine(time_limit / max(1, ways))
    fixed = fixed_pair(problem, engine, plan.choice, score.case, score.agent)
    if fixed is None:
        return WhyNot(Asked.NOT_PROVED, score)
    asked = Asked.SOLVED if fixed.proved else Asked.TRIED
    moves = _moves(problem, plan.choice, fixed.choice, score.case)
    queue = int(problem.desks.queue[problem.triples.desk[fixed.choice[score.case]]])
    regret = Regret(score.case, score.agent, queue, fixed.loss, moves)
    return WhyNot(asked, score, regret)


def _moves(problem: Problem, before: Ints, after: Ints, first: int) -> tuple[Move, ...]:
    """All cases that change hands, one of them first, the others by id."""
    desks = [np.where(some < 0, WAITS, problem.triples.desk[some]) for some in (before, after)]
    moved = np.flatnonzero(desks[0] != desks[1]).tolist()
    moved.sort(key=lambda case: (case != first, case))
    return tuple(Move(case, int(desks[0][case]), int(desks[1][case])) for case in moved)


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
    return BlockedWay(
        score.case,
        score.agent,
        score.queue,
        DeskKind.TURN if turning else DeskKind.FIT,
        int(rank[place]),
        int(orders(rows, rank)[place]),
        int(compiled.scores.of_fits(fit, row.case, row.agent, row.queue)[0]),
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
