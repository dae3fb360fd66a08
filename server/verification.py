"""Whether an answer is right: request and response, judged by the independent checker."""

from collections.abc import Iterator
from datetime import UTC

from allotment.v1.assignment_service_pb2 import (
    AssignRequest,
    AssignResponse,
    VerifyCertificateRequest,
    VerifyCertificateResponse,
)
from allotment.v1.policy_pb2 import Policy
from constraints.matching import trees_of
from objectives.learning.skills_model import SkillsModel
from server.errors import InvalidRequest, NotHonoured
from server.learning.skills_in_force import skills_in
from server.processes.messages import WorkerSettings
from server.translate.certificate import claims_from_proto
from server.translate.checks import require
from server.translate.decisions import decisions_from_proto
from server.translate.snapshot import BUILT_IN, Translated, snapshot_from_proto
from server.unimplemented import Unhonoured, find_unknown, has_unknown_fields
from server.violations import Bounded, Violations
from solver.check.certificate import Verdict, verify
from solver.errors import FactsError


def verify_certificate(raw_request: bytes, settings: WorkerSettings) -> VerifyCertificateResponse:
    """The verdict inside a solver process; raises InvalidRequest, NotHonoured or FactsError."""
    question = VerifyCertificateRequest.FromString(raw_request)
    _check(question)
    policy = Policy.FromString(settings.raw_policy)
    return verified(question.request, question.response, policy, skills_in(settings.skills))


def verified(
    request: AssignRequest,
    response: AssignResponse,
    policy: Policy = BUILT_IN,
    skills: SkillsModel | None = None,
) -> VerifyCertificateResponse:
    """The verdict on an answer.

    policy: the one in force, where the request has none. skills: what the answer was made
    with; raises FactsError where it was made with something else, InvalidRequest or
    NotHonoured for a request that cannot be read.
    """
    if not response.HasField("batch"):
        return _failed("The response has no batch.")
    _check_skills(response, skills)
    try:
        now = response.batch.snapshot_time.ToDatetime(UTC)
        decisions, claims = decisions_from_proto(response.batch), claims_from_proto(response)
    except (ValueError, OverflowError) as error:
        return _failed(f"The batch has a value that no batch has: {error}.")
    translated = snapshot_from_proto(request, now, policy, skills)
    differences = tuple(_differences(translated, response))
    if differences:
        return _failed(*differences)
    snapshot = translated.snapshot
    return _told(verify(snapshot, trees_of(snapshot.policy), decisions, claims))


def _differences(translated: Translated, response: AssignResponse) -> Iterator[str]:
    """What shows that the response answers something else."""
    batch, snapshot = response.batch, translated.snapshot
    if batch.snapshot_time.ToDatetime(UTC) != snapshot.now:
        yield "The response decides for another moment than the request's."
    if batch.snapshot_fingerprint != translated.fingerprint:
        yield "The response does not answer this request: the snapshot fingerprints differ."
    if batch.policy_hash != translated.policy_hash:
        yield "The response was made under another policy: the hashes differ."


def _told(verdict: Verdict) -> VerifyCertificateResponse:
    return VerifyCertificateResponse(
        verified=verdict.verified,
        failures=map(str, verdict.failures),
        unverified=map(str, verdict.gaps),
        conditions=[one.value for one in verdict.conditions],
        pair_count=verdict.pair_count,
        proved_levels=verdict.proved_levels,
    )


def _failed(*failures: str) -> VerifyCertificateResponse:
    return VerifyCertificateResponse(failures=failures)


def _check_skills(response: AssignResponse, skills: SkillsModel | None) -> None:
    made_with, here = response.batch.skills_model_id, skills.model_id if skills else ""
    if made_with != here:
        raise FactsError(
            f"The response was made with the skills model {made_with!r}, but here it is {here!r}.\n"
            "Maybe give the one that was in force, or none where the first is ''."
        )


def _check(question: VerifyCertificateRequest) -> None:
    unknown: Bounded[Unhonoured] = Bounded()
    find_unknown(question, "", unknown)
    if not unknown and has_unknown_fields(question.response):
        unknown.append(Unhonoured("response"))
    if unknown:
        raise NotHonoured(unknown.first, unknown.rest)
    violations = Violations()
    for name in ("request", "response"):
        if not question.HasField(name):
            require(violations, name, "the file was not attached")
    if violations:
        raise InvalidRequest(violations.first, violations.rest)
