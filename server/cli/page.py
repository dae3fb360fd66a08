"""`allotment explain RESPONSE --html OUT.html`: a whole batch as one page."""

from pathlib import Path

import typer

from allotment.v1.assignment_service_pb2 import AssignResponse
from allotment.v1.policy_pb2 import Policy
from server.cli.explaining import Again
from server.errors import ExplainError
from server.learning.skills_in_force import read_skills
from server.page.batch import batch_page, check_page, write_page
from server.pair_scores import translated_again
from server.translate.files import read_policy, read_request, read_response
from solver.facts import Snapshot

KILO = 1_000


def write_batch_page(response: Path, html: Path, again: Again) -> None:
    """Writes the page and tells so; raises FileError, ExplainError or RequestError."""
    check_page(html)
    answer = read_response(response)
    page = batch_page(answer, _snapshot(answer, again))
    write_page(html, page)
    size = len(page.encode()) // KILO
    typer.echo(f"{html}: {len(answer.batch.assignments):,} cases, {size:,} kB")


def check_alone(asked: bool) -> None:
    """Raises ExplainError where something else is asked for beside the page."""
    if asked:
        raise ExplainError(
            "--html writes a page of the whole batch, with all cases.\n"
            "Maybe leave the case, --score, --why-not and --json out."
        )


def check_case(case: str) -> None:
    """Raises ExplainError where there is neither a case nor a page."""
    if not case:
        raise ExplainError(
            "There is no case to explain.\n"
            "Maybe name one, or write a page of the whole batch with --html OUT.html."
        )


def _snapshot(answer: AssignResponse, again: Again) -> Snapshot | None:
    """The facts of the request, where it is given; they must be those that were decided on."""
    if again.request is None:
        if again.policy is not None or again.skills_model is not None:
            raise ExplainError(
                "--policy and --skills-model say how to read the request, which is not given.\n"
                "Maybe give it with --request."
            )
        return None
    if not answer.HasField("batch"):
        raise ExplainError(
            "The response has no batch, so that no request can be compared with it.\n"
            "Maybe leave --request out."
        )
    in_force = Policy() if again.policy is None else read_policy(again.policy)
    skills = read_skills(again.skills_model) if again.skills_model else None
    request = read_request(again.request)
    return translated_again(request, answer, in_force, skills).snapshot
