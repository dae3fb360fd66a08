"""Recommend inside a solver process: all agents ranked for one case (03)."""

from dataclasses import replace

import numpy as np

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2
from server.errors import InvalidRequest
from server.pair_scores import breakdown_to_proto
from server.processes.messages import WorkerSettings
from server.translate.checks import require
from server.translate.refusals import refusal_to_proto
from server.translate.snapshot import Translated
from server.violations import Fault, Violations
from server.what_if.asked import decided_with, position, translated
from server.what_if.pages import read_size, read_token, token
from server.wiring import RULES
from solver.compile import Compiled, compile_problem
from solver.explanation import sentences
from solver.explanation.pair import PairScore, score_pair
from solver.explanation.ranking import Ranking, rank_agents
from solver.explanation.refused import Refusal
from solver.members import case_positions
from solver.reasons import Reason
from solver.triage import Triage


def recommend(raw_request: bytes, settings: WorkerSettings) -> wire.RecommendResponse:
    """The ranking; raises NotFound for an unknown case, NotHonoured or InvalidRequest."""
    question = wire.RecommendRequest.FromString(raw_request)
    violations = Violations()
    if not question.case_id:
        require(violations, "case_id", "the id of a case of the snapshot was left out")
    size = read_size(violations, question.page_size)
    facts = translated(question, question.snapshot, violations, settings)
    case = position("case", question.case_id, case_positions(facts.snapshot))
    triage = RULES.sight(facts.snapshot).triage
    compiled = compile_problem(decided_with(facts.snapshot, triage, case), RULES)
    case = case_positions(compiled.snapshot)[question.case_id]
    ranking = rank_agents(compiled, case)
    key = "\n".join([facts.fingerprint, facts.policy_hash, question.case_id])
    start = _start(key, question.page_token, len(ranking.agent))
    end = min(start + size, len(ranking.agent))
    return wire.RecommendResponse(
        recommendations=[_row(compiled, ranking, case, row) for row in range(start, end)],
        next_page_token=token(key, end) if end < len(ranking.agent) else "",
        agent_count=len(ranking.agent),
        eligible_agent_count=int(ranking.free.sum()),
        set_aside=_set_aside(facts, triage, question.case_id),
        stop_cause=_stop_cause(compiled, case),
    )


def _start(key: str, page_token: str, count: int) -> int:
    start = read_token(key, page_token, count)
    if start is None:
        violations = Violations()
        text = (
            "page_token is none of this question. Maybe the snapshot has no snapshot_time: "
            "then every call asks about another moment."
        )
        violations.add("page_token", Fault.BAD_FORMAT, text, page_token)
        raise InvalidRequest(violations.first)
    return start


def _row(compiled: Compiled, ranking: Ranking, case: int, row: int) -> wire.Recommendation:
    """One agent, by his place in the ranking."""
    agent, queue = int(ranking.agent[row]), int(ranking.queue[row])
    score = _scored(compiled, score_pair(compiled, case, agent, queue), queue)
    queues = compiled.snapshot.policy.queues
    return wire.Recommendation(
        agent_id=compiled.snapshot.agents[agent].agent_id,
        queue_id=queues[queue].queue_id if queue >= 0 else "",
        bucket=int(ranking.bucket[row]),
        fallback_rank=int(ranking.rank[row]),
        fit=breakdown_to_proto(compiled, score),
        refusals=[refusal_to_proto(one) for one in score.refusals],
        score=int(ranking.score[row]),
        sentence=sentences.pair(score, compiled.snapshot.policy.zone),
    )


def _scored(compiled: Compiled, score: PairScore, queue: int) -> PairScore:
    """Where no queue takes the case, everybody but its owner is in none of its queues."""
    if queue >= 0 or compiled.owners.agent[score.case] == score.agent:
        return score
    return replace(score, refusals=(Refusal(Reason.NOT_IN_QUEUE),))


def _set_aside(facts: Translated, triage: Triage, case_id: str) -> plan_pb2.Outcome.ValueType:
    case = case_positions(facts.snapshot)[case_id]
    if triage.review[case]:
        return plan_pb2.OUTCOME_MANUAL_REVIEW
    return (
        plan_pb2.OUTCOME_HELD_BUSINESS_HOURS if triage.held[case] else plan_pb2.OUTCOME_UNSPECIFIED
    )


def _stop_cause(compiled: Compiled, case: int) -> str:
    """Why a queue of the case decides nothing (S15)."""
    members = compiled.eligibility.memberships
    if not np.any(compiled.facts.stopped[members.queue[members.case == case]]):
        return ""
    return sentences.stop_cause(compiled.facts.failures)
