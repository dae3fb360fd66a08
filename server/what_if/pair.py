"""The pair of a question: its fit, its refusals, and what it would cost (02 section 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import explanation_pb2 as pb
from server.pair_scores import breakdown_to_proto
from server.translate.changes import loss_in_words, override_loss_in_words
from server.translate.refusals import refusal_to_proto
from server.translate.regrets import Serving, move_to_proto
from server.what_if.asked import decided_with
from server.wiring import RULES, Sighting
from solver.compile import Compiled, compile_problem
from solver.explanation import sentences
from solver.explanation.fixed import NEW_DESK
from solver.explanation.pair import PairScore, score_pair
from solver.explanation.regret import Regret, Regretting
from solver.explanation.why_not import TIME_LIMIT, Asked, WhyNot, why_not
from solver.members import agent_positions, case_positions
from solver.plan import Plan

SOONEST = timedelta(milliseconds=100)
"""Time that a new solve gets at least."""

ASKED: Mapping[Asked, wire.PairQuestion.ValueType] = {
    Asked.ALLOWED: wire.PAIR_QUESTION_ALLOWED,
    Asked.LIFTED: wire.PAIR_QUESTION_LIFTED,
    Asked.OVER: wire.PAIR_QUESTION_OVER_LIMITS,
    Asked.NO_WAY: wire.PAIR_QUESTION_NO_WAY,
    Asked.OUTSIDE: wire.PAIR_QUESTION_OUTSIDE,
    Asked.SOLVED: wire.PAIR_QUESTION_SOLVED,
    Asked.TRIED: wire.PAIR_QUESTION_TRIED,
    Asked.LIFTED_TRIED: wire.PAIR_QUESTION_LIFTED_TRIED,
    Asked.OVER_TRIED: wire.PAIR_QUESTION_OVER_LIMITS_TRIED,
    Asked.STOPPED: wire.PAIR_QUESTION_STOPPED,
    Asked.NOT_PROVED: wire.PAIR_QUESTION_NOT_PROVED,
    Asked.OVERRIDE: wire.PAIR_QUESTION_OVERRIDE,
    Asked.OVERRIDDEN: wire.PAIR_QUESTION_OVERRIDDEN,
}


@dataclass(frozen=True, slots=True, eq=False)
class AskedPair:
    """The pair of a question. regretting: of the plan, None where it prices nothing."""

    plan: Plan
    regretting: Regretting | None
    sighting: Sighting
    question: wire.ExplainRequest


def tell_pair(response: wire.ExplainResponse, asked: AskedPair, seconds: float) -> None:
    """Adds the pair of the question. seconds: for a new solve, where one is needed."""
    plan, question = asked.plan, asked.question
    compiled = plan.compiled
    agent = agent_positions(compiled.snapshot)[question.agent_id]
    case = case_positions(compiled.snapshot).get(question.case_id, -1)
    if case < 0:
        _tell_set_aside(response, asked.sighting, question.case_id, agent)
        return
    limit = max(SOONEST, min(TIME_LIMIT, timedelta(seconds=seconds)))
    found = why_not(plan, case, agent, limit, asked.regretting)
    _tell_score(response, compiled, _in_its_queue(compiled, found))
    response.pair.serving_case_ids.extend(Serving.by(plan).of(agent))
    response.asked = ASKED[found.asked]
    _tell_price(response, plan, found)


def _in_its_queue(compiled: Compiled, found: WhyNot) -> PairScore:
    """Through the queue of the price, where there is one."""
    score, regret = found.score, found.regret
    if regret is None or regret.queue in (-1, score.queue):
        return score
    return score_pair(compiled, score.case, score.agent, regret.queue)


def _tell_set_aside(
    response: wire.ExplainResponse, sighting: Sighting, case_id: str, agent: int
) -> None:
    """A pair of a case that nobody gets now: as if nothing set it aside, and without a price."""
    case = case_positions(sighting.snapshot)[case_id]
    compiled = compile_problem(decided_with(sighting.snapshot, sighting.triage, case), RULES)
    score = score_pair(compiled, case_positions(compiled.snapshot)[case_id], agent)
    _tell_score(response, compiled, score)
    response.asked = wire.PAIR_QUESTION_SET_ASIDE
    response.pair.bounded = True
    response.sentence += f" {sentences.SET_ASIDE}"


def _tell_score(response: wire.ExplainResponse, compiled: Compiled, score: PairScore) -> None:
    """Fit and refusals."""
    queues, fit = compiled.snapshot.policy.queues, breakdown_to_proto(compiled, score)
    response.queue_id = queues[score.queue].queue_id if score.queue >= 0 else ""
    if fit is not None:
        response.pair_fit.CopyFrom(fit)
    refusals = [refusal_to_proto(one) for one in score.refusals]
    agent_id = compiled.snapshot.agents[score.agent].agent_id
    pair = pb.BetterAgent(agent_id=agent_id, fit=fit.fit if fit else 0, refusals=refusals)
    response.pair.CopyFrom(pair)
    response.sentence = sentences.pair(score, compiled.snapshot.policy.zone)


def _tell_price(response: wire.ExplainResponse, plan: Plan, found: WhyNot) -> None:
    """The loss, who would move, and both in words."""
    words, regret = "", found.regret
    response.pair.bounded = regret is None
    if regret is not None:
        is_second = found.asked == Asked.OVERRIDE
        told = response.pair.override_loss if is_second else response.pair.loss
        told.extend(regret.loss)
        response.chain.extend(_chain(plan, regret, second=is_second))
        words = (override_loss_in_words if is_second else loss_in_words)(plan, regret.loss)
    response.sentence += f" {sentences.why_not(found.asked, response.pair.agent_id, words)}"
    moves = [(one.case_id, one.from_agent_id, one.to_agent_id) for one in response.chain]
    if len(moves) > 1:
        response.sentence += f" Who would move: {sentences.chain(moves)}."


def _chain(plan: Plan, regret: Regret, *, second: bool) -> list[pb.Move]:
    """All cases that would change hands, the asked one first. second: in the second phase."""
    overrides = plan.overrides if second else None
    desks = (overrides or plan.compiled).problem.desks
    chain = [move_to_proto(plan, move, desks) for move in regret.moves]
    if regret.moves and regret.moves[0].after == NEW_DESK:
        chain[0].to_agent_id = plan.compiled.snapshot.agents[regret.agent].agent_id
    return chain
