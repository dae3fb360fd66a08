"""What giving a case to an agent would cost, from a new solve of the request (02 section 5)."""

from dataclasses import dataclass

from allotment.v1 import explanation_pb2 as pb
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.policy_pb2 import Policy
from objectives.learning.skills_model import SkillsModel
from server.errors import ExplainError
from server.pair_scores import position_of, translated_again
from server.translate.changes import loss_in_words
from server.translate.plan import levels_to_proto
from server.translate.regrets import move_to_proto
from server.translate.snapshot import BUILT_IN
from server.wiring import RULES
from solver.compile import compile_problem
from solver.engines.auto import AutoEngine
from solver.explanation import sentences
from solver.explanation.residual.lifted import NEW_DESK
from solver.explanation.why_not import WhyNot, why_not
from solver.facts import Snapshot
from solver.members import agent_positions, case_positions
from solver.plan import Plan, solve_compiled
from solver.triage import without


@dataclass(frozen=True, slots=True)
class PairPrice:
    """What a pair would cost. loss: level by level, as in `Batch.levels`, empty where there is
    no price; chain: all cases that would change hands."""

    asked: str
    loss: tuple[int, ...]
    chain: tuple[pb.Move, ...]
    sentence: str


def price_again(
    request: AssignRequest,
    response: AssignResponse,
    pair: tuple[str, str],
    policy: Policy = BUILT_IN,
    skills: SkillsModel | None = None,
) -> PairPrice:
    """Of any pair (case, agent) of the request that the response answers.

    Raises ExplainError where they do not belong together, where there is no such pair, where
    the case is set aside, or where the batch is another one than a new solve finds.
    """
    snapshot = translated_again(request, response, policy, skills).snapshot
    for kind, name, known in (
        ("case", pair[0], case_positions(snapshot)),
        ("agent", pair[1], agent_positions(snapshot)),
    ):
        position_of(kind, name, known)
    plan = _plan(snapshot)
    if levels_to_proto(plan) != list(response.batch.levels):
        raise ExplainError(
            "A new solve reaches other levels than this batch, so that its prices say nothing "
            "of it.\nMaybe it was ended by time, or made by an engine that is not exact."
        )
    cases = case_positions(plan.compiled.snapshot)
    if pair[0] not in cases:
        raise ExplainError(
            f"The case {pair[0]!r} was set aside, so that nobody could have it.\n"
            "Maybe ask for a case that is assigned or waits."
        )
    found = why_not(plan, cases[pair[0]], agent_positions(snapshot)[pair[1]])
    return _price(plan, found)


def _plan(snapshot: Snapshot) -> Plan:
    """As it was answered: without the cases that are set aside."""
    rest = without(snapshot, RULES.sight(snapshot).triage.aside)
    return solve_compiled(compile_problem(rest, RULES), AutoEngine())


def _price(plan: Plan, found: WhyNot) -> PairPrice:
    """In words, and with the ids of all who would move."""
    agent = plan.compiled.snapshot.agents[found.score.agent].agent_id
    regret = found.regret
    if regret is None:
        return PairPrice(found.asked.value, (), (), sentences.why_not(found.asked, agent, ""))
    words = loss_in_words(plan, regret.loss)
    chain = [move_to_proto(plan, move) for move in regret.moves]
    if regret.moves and regret.moves[0].after == NEW_DESK:
        chain[0].to_agent_id = agent
    sentence = sentences.why_not(found.asked, agent, words)
    moves = [(one.case_id, one.from_agent_id, one.to_agent_id) for one in chain]
    if len(moves) > 1:
        sentence = f"{sentence} Who would move: {sentences.chain(moves)}."
    return PairPrice(found.asked.value, regret.loss, tuple(chain), sentence)
