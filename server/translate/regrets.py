"""Who else could have had a case, and at what price, into the contract's explanations."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from allotment.v1 import explanation_pb2 as pb
from server.translate.refusals import refusal_to_proto
from solver.arrays import alike
from solver.compile import first_queues
from solver.engines.auto import AutoEngine
from solver.explanation.better import Better
from solver.explanation.level_rows import level_shares
from solver.explanation.overriding import goes_over, overriding_pair
from solver.explanation.refused import Refusal, Refused, RefusedPairs
from solver.explanation.regret import Regret, Regrets, Regretting
from solver.explanation.residual.forced import Move
from solver.explanation.solved import Others, Solving
from solver.fit import owner_fits, pair_fits
from solver.picks import OVERRIDE
from solver.plan import Plan
from solver.problem import Desks
from solver.units import Bools, Ints

MOST_SERVING = 10
"""Cases that are named of an agent who is used elsewhere."""

SOLVE_LIMIT = timedelta(seconds=2)
"""For a new solve with weighted capacity."""

Price = Callable[[Ints, Ints], Regrets]
"""What some pairs of case and agent would cost."""


def tell_regrets(
    plan: Plan,
    better: Better,
    rows: Sequence[pb.Explanation],
    alternatives: int,
    is_over: Callable[[], bool],
) -> None:
    """Adds shares of the levels, better-scored agents, and some alternatives.

    is_over: time for new solves has ended; they price pairs with weighted capacity.
    """
    told = rows_by_case(plan, rows)
    _tell_shares(plan, told)
    regretting, solving = Regretting.of(plan), Solving.of(plan, AutoEngine(SOLVE_LIMIT), is_over)
    if regretting is not None:
        _tell_better(plan, better, told, regretting.of_pairs)
        if alternatives:
            _tell_alternatives(plan, told, regretting.best_of_all(alternatives))
        return
    _tell_better(plan, better, told, None if solving is None else solving.of_pairs)
    if alternatives and solving is not None:
        _tell_solved(plan, told, solving.best_of_all(alternatives))


def rows_by_case(plan: Plan, rows: Sequence[pb.Explanation]) -> dict[int, pb.Explanation]:
    """Explanations of the plan's cases, by position."""
    by_id = {row.case_id: row for row in rows}
    return {i: by_id[case.case_id] for i, case in enumerate(plan.compiled.snapshot.cases)}


@dataclass(frozen=True, slots=True, eq=False)
class AskedCase:
    """One case, worked out for it alone however large the batch is.

    regretting: of the plan, None where it prices nothing. row: to add to.
    """

    plan: Plan
    regretting: Regretting | None
    case: int
    row: pb.Explanation


def tell_regrets_of(
    asked: AskedCase, better: Better, alternatives: int, is_over: Callable[[], bool]
) -> None:
    """The same for one case. better: than its pick, if it has one."""
    plan, case, row, regretting = asked.plan, asked.case, asked.row, asked.regretting
    told, is_served = {case: row}, plan.choice[case] >= 0
    solving = Solving.of(plan, AutoEngine(SOLVE_LIMIT), is_over)
    _tell_shares(plan, told)
    if goes_over(plan, case):
        _tell_better(plan, better, told, None)
        _tell_overriding(plan, better, row, is_over)
        return
    if regretting is not None:
        _tell_better(plan, better, told, regretting.searched)
        if alternatives and is_served:
            _tell_alternatives(plan, told, {case: regretting.of_case(case, alternatives)})
        return
    _tell_better(plan, better, told, None if solving is None else solving.of_pairs)
    if alternatives and is_served and solving is not None:
        _tell_solved(plan, told, {case: solving.of_case(case, alternatives)})


def _tell_overriding(
    plan: Plan, better: Better, row: pb.Explanation, is_over: Callable[[], bool]
) -> None:
    """What better agents would cost among the cases that go over limits. better: of one case."""
    pairs = zip(row.better_agents, better.case.tolist(), better.agent.tolist(), strict=True)
    for told, case, agent in pairs:
        if told.bounded and not is_over():
            found = overriding_pair(plan, case, agent, SOLVE_LIMIT)
            told.bounded = found is None
            told.override_loss.extend(found.loss if found else ())


def _tell_shares(plan: Plan, rows: Mapping[int, pb.Explanation]) -> None:
    """What each case adds to the levels of the first phase."""
    problem = plan.compiled.problem
    shares = level_shares(problem, plan.objective, plan.choice, plan.compiled.fit)
    for case, row in rows.items():
        if plan.choice[case] >= 0:
            row.level_shares.extend(shares[case].tolist())


def _tell_better(
    plan: Plan, better: Better, rows: Mapping[int, pb.Explanation], price: Price | None
) -> None:
    """Agents who suit better: blocked by what, or used elsewhere. price: None = nothing is
    known."""
    free, blocked = _of_free(plan, better[better.free], price), _of_blocked(plan, better)
    columns = (better.case, better.free)
    for case, is_free in zip(*(one.tolist() for one in columns), strict=True):
        rows[case].better_agents.append(next(free if is_free else blocked))


def _of_free(plan: Plan, some: Better, price: Price | None) -> Iterator[pb.BetterAgent]:
    """Of those who are used elsewhere: whom they serve, and what taking the case would cost; many
    are alike."""
    agents, serving = plan.compiled.snapshot.agents, Serving.by(plan)
    regrets = _regrets(plan, some, price)
    first, kind = alike([some.agent, some.fit, regrets.known, *regrets.loss.T])
    columns = some.agent, some.fit, regrets.loss, regrets.known
    kinds = [
        pb.BetterAgent(
            agent_id=agents[agent].agent_id,
            fit=fit,
            serving_case_ids=serving.of(agent),
            loss=loss if known else (),
            bounded=not known,
        )
        for agent, fit, loss, known in zip(*(one[first].tolist() for one in columns), strict=True)
    ]
    return (kinds[one] for one in kind.tolist())


def _of_blocked(plan: Plan, better: Better) -> Iterator[pb.BetterAgent]:
    """Of those who may not take the case: everything that refuses them."""
    some, agents = better[~better.free], plan.compiled.snapshot.agents
    told = dict[Refusal, pb.Refusal]()
    pairs = RefusedPairs(some.case, some.agent, some.entry, some.mask)
    refused = Refused(plan.compiled, pairs)
    for pair, (agent, fit) in enumerate(zip(some.agent.tolist(), some.fit.tolist(), strict=True)):
        refusals = refused.of(pair)
        told.update((one, refusal_to_proto(one)) for one in refusals if one not in told)
        agent_id = agents[agent].agent_id
        yield pb.BetterAgent(agent_id=agent_id, fit=fit, refusals=[told[one] for one in refusals])


def _regrets(plan: Plan, better: Better, price: Price | None) -> Regrets:
    """What they would cost; nothing is told of cases that go over limits."""
    count = len(better.case)
    known, loss = np.zeros(count, dtype=np.bool_), np.zeros((count, len(plan.levels)), np.int64)
    if price is not None:
        some = _asked(plan, better)
        found = price(better.case[some], better.agent[some])
        known[some], loss[some] = found.known, found.loss
    return Regrets(loss, known)


def _asked(plan: Plan, better: Better) -> Bools:
    """Cases of the first phase."""
    over = plan.picks.case[plan.picks.kind == OVERRIDE]
    asked: Bools = ~np.isin(better.case, over)
    return asked


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """Cases of each agent, by id."""

    case_ids: Sequence[str]
    case: Ints
    start: Ints

    @staticmethod
    def by(plan: Plan) -> "Serving":
        """Of both phases."""
        agents = plan.compiled.snapshot.agents
        order = np.argsort(plan.picks.agent, kind="stable")
        start = np.searchsorted(plan.picks.agent[order], np.arange(len(agents) + 1))
        ids = [case.case_id for case in plan.compiled.snapshot.cases]
        return Serving(ids, plan.picks.case[order], start)

    def of(self, agent: int) -> list[str]:
        """The first cases of an agent."""
        start, end = int(self.start[agent]), int(self.start[agent + 1])
        some = self.case[start : min(end, start + MOST_SERVING)]
        return [self.case_ids[case] for case in some.tolist()]


def _tell_alternatives(
    plan: Plan, rows: Mapping[int, pb.Explanation], regrets: Mapping[int, Sequence[Regret]]
) -> None:
    """Other agents with their regret."""
    every = [one for case in sorted(regrets) for one in regrets[case]]
    fits = _fits(plan, every)
    agents, queues = plan.compiled.snapshot.agents, plan.compiled.snapshot.policy.queues
    for one, fit in zip(every, fits.tolist(), strict=True):
        rows[one.case].alternatives.add(
            agent_id=agents[one.agent].agent_id,
            queue_id=queues[one.queue].queue_id if one.queue >= 0 else "",
            fit=fit,
            regret=one.loss,
            chain=[move_to_proto(plan, move) for move in one.moves],
        )


def _tell_solved(
    plan: Plan, rows: Mapping[int, pb.Explanation], others: Mapping[int, Others]
) -> None:
    """The same with weighted capacity, and of how many agents nothing is known."""
    _tell_alternatives(plan, rows, {case: one.regrets for case, one in others.items()})
    for case, one in others.items():
        rows[case].untried_agent_count = one.untried


def _fits(plan: Plan, regrets: Sequence[Regret]) -> Ints:
    """Raw fits of some pairs in their queues; with the owner without penalty."""
    compiled = plan.compiled
    columns = np.array([(one.case, one.agent, one.queue) for one in regrets], dtype=np.int32)
    case, agent, queue = columns.reshape(-1, 3).T
    kept, first = queue < 0, first_queues(compiled.eligibility)[case]
    moved = pair_fits(compiled.facts, case, agent, np.where(kept, first, queue)).score
    stays = owner_fits(compiled.facts, case, agent, first).score
    fits: Ints = np.where(kept, stays, moved)
    return fits


def move_to_proto(plan: Plan, move: Move, desks: Desks | None = None) -> pb.Move:
    """A case that changes hands. desks: of the move, where they are not those of the plan."""
    desks = desks or plan.compiled.problem.desks
    return pb.Move(
        case_id=plan.compiled.snapshot.cases[move.case].case_id,
        from_agent_id=_agent_at(plan, desks, move.before),
        to_agent_id=_agent_at(plan, desks, move.after),
    )


def _agent_at(plan: Plan, desks: Desks, desk: int) -> str:
    """Whose desk it is, empty for a case that waits."""
    return plan.compiled.snapshot.agents[int(desks.agent[desk])].agent_id if desk >= 0 else ""
