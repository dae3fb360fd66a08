"""`allotment explain`: why a case was decided as it was, and how a fit came about."""

import json as text_form
from pathlib import Path
from typing import Annotated, Any

import typer
from google.protobuf import json_format
from google.protobuf.message import Message
from rich.console import Console

from allotment.v1 import explanation_pb2 as pb
from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import AssignResponse
from allotment.v1.policy_pb2 import Policy
from server.cli.asking import check_model_is_ours
from server.cli.explaining import Again, explain_again
from server.cli.failure import told_plainly
from server.cli.page import check_alone, check_case, write_batch_page
from server.cli.score_card import case_card, explained_card, pair_card
from server.errors import ExplainError
from server.learning.skills_in_force import read_skills
from server.pair_scores import ScoredPair, score_again
from server.translate.files import read_policy, read_request, read_response

WITHOUT_ADDRESS = "--skills-model goes without --address."


def explain(
    response: Annotated[Path, typer.Argument(help="Response: .json, .yaml or .binpb.")],
    case: Annotated[str, typer.Argument(help="Id of the case; none with --html.")] = "",
    agent: Annotated[str, typer.Argument(help="Id of an agent. [the one who got it]")] = "",
    score: Annotated[
        bool, typer.Option("--score", help="Show how the fit came about, to the last factor.")
    ] = False,
    request: Annotated[
        Path | None,
        typer.Option(help="The request: then any pair can be scored, blocked ones too."),
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(help="The policy in force, where the request has none.")
    ] = None,
    skills_model: Annotated[
        Path | None, typer.Option(help="The skills model in force, with --request.")
    ] = None,
    why_not: Annotated[
        bool,
        typer.Option(
            "--why-not",
            help="Solve the request again, and tell all there is to tell of the case: what "
            "giving it to the agent would cost, who would move, what it would take.",
        ),
    ] = False,
    address: Annotated[
        str, typer.Option(help="HOST:PORT of a server that solves it. [--why-not solves here]")
    ] = "",
    time_limit: Annotated[
        float | None, typer.Option(help="Seconds for --why-not. [the request's: 30]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(help="Write one page of the whole batch here, to open and to share."),
    ] = None,
) -> None:
    """Explain a case of a response, the score of a case and an agent, or a batch as a page."""
    with told_plainly():
        if html is not None:
            check_alone(any((case, score, why_not, address, time_limit, as_json)))
            write_batch_page(response, html, Again(request, policy, skills_model))
            return
        check_case(case)
        answer = read_response(response)
        told = Told.of(answer, case)
        if why_not:
            check_model_is_ours(skills_model, here=not address, way_out=WITHOUT_ADDRESS)
            again = Again(request, policy, skills_model, time_limit)
            found = explain_again(answer, (case, agent), again, address)
            _print(_fields(found), explained_card(found), as_json)
            return
        if not agent and not score:
            _print(
                told.as_json(), case_card(told.row, told.explanation, answer.batch.levels), as_json
            )
            return
        pair = _pair(answer, told, agent, Again(request, policy, skills_model))
    _print(_pair_json(pair), pair_card(pair, told.row, told.explanation, details=score), as_json)


class Told:
    """What a response tells of one case."""

    def __init__(self, row: plan_pb2.Assignment, explanation: pb.Explanation | None) -> None:
        self.row = row
        self.explanation = explanation

    @staticmethod
    def of(response: AssignResponse, case_id: str) -> "Told":
        """Raises ExplainError for a case that the response does not have."""
        rows = [row for row in response.batch.assignments if row.case_id == case_id]
        if not rows:
            raise ExplainError(
                f"The response has no case {case_id!r}.\nMaybe it answers another request."
            )
        found = [one for one in response.explanations if one.case_id == case_id]
        return Told(rows[0], found[0] if found else None)

    def as_json(self) -> dict[str, Any]:
        """Decision and explanation."""
        explanation = self.explanation and _fields(self.explanation)
        return {"assignment": _fields(self.row), "explanation": explanation}


def _pair(response: AssignResponse, told: Told, agent: str, again: Again) -> ScoredPair:
    """The pair as the response tells it, or computed again from the request."""
    agent_id = agent or told.row.agent_id
    if not agent_id:
        raise ExplainError(
            f"The case {told.row.case_id!r} went to nobody, so that there is no score of its own.\n"
            "Maybe name an agent, and give the request with --request."
        )
    if again.request is not None:
        in_force = Policy() if again.policy is None else read_policy(again.policy)
        skills = read_skills(again.skills_model) if again.skills_model else None
        pair = (told.row.case_id, agent_id)
        return score_again(read_request(again.request), response, pair, in_force, skills)
    explanation = told.explanation
    if agent_id != told.row.agent_id or explanation is None or not explanation.HasField("fit"):
        raise ExplainError(_missing(told, agent_id))
    return ScoredPair(
        told.row.case_id, agent_id, told.row.queue_id, explanation.fit, (), explanation.sentence
    )


def _missing(told: Told, agent_id: str) -> str:
    """What the response does not tell, and how to get it."""
    if agent_id == told.row.agent_id:
        return (
            "The response has no explanations.\n"
            "Maybe ask for the depth SUMMARY, or give the request with --request."
        )
    who = f"only the score with {told.row.agent_id!r}" if told.row.agent_id else "no score"
    return (
        f"Of the case {told.row.case_id!r} the response tells {who}, none with {agent_id!r}.\n"
        "Maybe give the request with --request: then any pair is scored, blocked ones too."
    )


def _pair_json(pair: ScoredPair) -> dict[str, Any]:
    return {
        "case_id": pair.case_id,
        "agent_id": pair.agent_id,
        "queue_id": pair.queue_id,
        "fit": None if pair.fit is None else _fields(pair.fit),
        "refusals": [_fields(one) for one in pair.refusals],
        "sentence": pair.sentence,
    }


def _fields(message: Message) -> dict[str, Any]:
    """All fields, zeros too."""
    return json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )


def _print(fields: dict[str, Any], card: Any, as_json: bool) -> None:
    if as_json:
        typer.echo(text_form.dumps(fields, indent=1))
    else:
        Console().print(card)
