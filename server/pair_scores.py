"""Scores of single pairs, computed again from the request through the same code (S14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from difflib import get_close_matches

from allotment.v1 import explanation_pb2 as pb
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.policy_pb2 import Policy
from objectives.learning.skills_model import SkillsModel
from server.errors import ExplainError
from server.translate.breakdown import tell_fits
from server.translate.refusals import refusal_to_proto
from server.translate.skill_matches import skill_matches
from server.translate.snapshot import BUILT_IN, Translated, snapshot_from_proto
from server.wiring import RULES
from solver.compile import Compiled, compile_problem
from solver.explanation import sentences
from solver.explanation.pair import PairScore, score_pair
from solver.facts import Snapshot
from solver.members import agent_positions, case_positions


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A pair with its score. fit: None where the caller left the pair out."""

    case_id: str
    agent_id: str
    queue_id: str
    fit: pb.FitBreakdown | None
    refusals: tuple[pb.Refusal, ...]
    sentence: str


def score_again(
    request: AssignRequest,
    response: AssignResponse,
    pair: tuple[str, str],
    policy: Policy = BUILT_IN,
    skills: SkillsModel | None = None,
) -> ScoredPair:
    """Any pair (case, agent) of the request that the response answers.

    policy: where the request has none. skills: the model that was decided with. Raises
    ExplainError where they do not belong together, or there is no such pair.
    """
    translated = translated_again(request, response, policy, skills)
    snapshot, (case_id, agent_id) = translated.snapshot, pair
    case = position_of("case", case_id, case_positions(snapshot))
    agent = position_of("agent", agent_id, agent_positions(snapshot))
    compiled = compile_problem(snapshot, RULES)
    score = score_pair(compiled, case, agent, _charged(snapshot, response, pair))
    queues = snapshot.policy.queues
    return ScoredPair(
        case_id=case_id,
        agent_id=agent_id,
        queue_id=queues[score.queue].queue_id if score.queue >= 0 else "",
        fit=breakdown_to_proto(compiled, score),
        refusals=tuple(refusal_to_proto(one) for one in score.refusals),
        sentence=_sentence(translated, score),
    )


def _charged(snapshot: Snapshot, response: AssignResponse, pair: tuple[str, str]) -> int:
    """Position of the queue to which the response charges the pair, -1 if it does not."""
    places = {queue.queue_id: place for place, queue in enumerate(snapshot.policy.queues)}
    charged = (
        row.queue_id for row in response.batch.assignments if (row.case_id, row.agent_id) == pair
    )
    return places.get(next(charged, ""), -1)


def translated_again(
    request: AssignRequest,
    response: AssignResponse,
    policy: Policy,
    skills: SkillsModel | None,
) -> Translated:
    """The facts; they must be those that were decided on."""
    now = response.batch.snapshot_time.ToDatetime(UTC)
    decided_with = response.batch.skills_model_id
    if decided_with != (skills.model_id if skills else ""):
        raise ExplainError(
            f"The response was made with the skills model {decided_with!r}.\n"
            "Maybe give it with --skills-model."
            if decided_with
            else "The response was made without a skills model.\nMaybe drop --skills-model."
        )
    translated = snapshot_from_proto(request, now, policy, skills)
    if translated.fingerprint != response.batch.snapshot_fingerprint:
        raise ExplainError(
            "The response does not answer this request: the snapshot fingerprints differ.\n"
            "Maybe the request was changed or exported anew since."
        )
    if translated.policy_hash != response.batch.policy_hash:
        raise ExplainError(
            "The response was made under another policy: the hashes differ.\n"
            "Maybe give the one that was in force with --policy."
        )
    return translated


def position_of(kind: str, name: str, positions: Mapping[str, int]) -> int:
    if name in positions:
        return positions[name]
    close = get_close_matches(name, list(positions)[:10_000], n=1)
    maybe = f"you meant {close[0]!r}" if close else f"it is another kind of id than a {kind}'s"
    raise ExplainError(f"There is no {kind} {name!r} in the request.\nMaybe {maybe}.")


def breakdown_to_proto(compiled: Compiled, score: PairScore) -> pb.FitBreakdown | None:
    """How a fit comes about, with the skills that match; None: the caller left the pair out."""
    if score.breakdown is None:
        return None
    fit = pb.FitBreakdown()
    tell_fits(compiled, score.breakdown, [fit])
    if not fit.sent:
        fit.skill_matches.extend(skill_matches(compiled, score.case, score.agent))
    return fit


def _sentence(translated: Translated, score: PairScore) -> str:
    return sentences.pair(score, translated.snapshot.policy.zone)
