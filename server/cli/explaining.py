"""A case of an answer explained anew, here or by a server."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignResponse, ExplainRequest, ExplainResponse
from allotment.v1.plan_pb2 import Batch
from client import Client
from server.errors import ExplainError
from server.time_budget import DEFAULT_TIME_LIMIT
from server.translate.files import read_policy, read_request
from server.what_if.explain import explain
from server.what_if.here import Here

SPARE = timedelta(seconds=30)
"""What the whole call gets beside the solve."""


@dataclass(frozen=True, slots=True)
class Again:
    """Files to work something out again from. request: None = take the response's word.

    seconds: for a new solve and its search; None = the request's own limit.
    """

    request: Path | None
    policy: Path | None
    skills_model: Path | None
    seconds: float | None = None


def explain_again(
    response: AssignResponse, pair: tuple[str, str], again: Again, address: str
) -> ExplainResponse:
    """What Explain says of a case, and of an agent unless that is empty.

    address: of a server; empty = this process. Raises ExplainError where the request is not
    the one that the response answers, or a new solve finds another batch.
    """
    if again.request is None:
        raise ExplainError(
            "--why-not solves the request again.\nMaybe give the request with --request."
        )
    question = ExplainRequest(snapshot=read_request(again.request), case_id=pair[0])
    question.agent_id = pair[1]
    if not question.snapshot.HasField("snapshot_time"):
        question.snapshot.snapshot_time.CopyFrom(response.batch.snapshot_time)
    if again.policy is not None and not question.snapshot.HasField("policy"):
        question.snapshot.policy.CopyFrom(read_policy(again.policy))
    found = _asked(question, again, address)
    _check_same(response.batch, found.batch)
    return found


def _asked(question: ExplainRequest, again: Again, address: str) -> ExplainResponse:
    options = question.snapshot.options
    if again.seconds is not None:
        options.time_limit.FromTimedelta(timedelta(seconds=again.seconds))
    limit = options.time_limit.ToTimedelta() or DEFAULT_TIME_LIMIT
    if not address:
        return Here(again.skills_model, limit).answer(question, explain)
    with Client(address) as client:
        return client.explain(question, timeout=2 * limit + SPARE)


def _check_same(mine: Batch, found: Batch) -> None:
    """Raises ExplainError where the batches answer different questions, or differ."""
    for name, words in DIFFERENT.items():
        if getattr(mine, name) != getattr(found, name):
            raise ExplainError(words)
    if list(mine.levels) != list(found.levels):
        raise ExplainError(
            "A new solve reaches other levels than this batch, so that its prices say nothing "
            "of it.\nMaybe it was ended by time, or made by an engine that is not exact."
        )


DIFFERENT = {
    "skills_model_id": "The response was made with other skills than the new solve.\n"
    "Maybe give its model with --skills-model, or drop that.",
    "snapshot_fingerprint": "The response does not answer this request: the snapshot "
    "fingerprints differ.\nMaybe the request was changed or exported anew since.",
    "policy_hash": "The response was made under another policy: the hashes differ.\n"
    "Maybe give the one that was in force with --policy.",
}
"""Fields of a batch that must be equal, and what to say where they are not."""
