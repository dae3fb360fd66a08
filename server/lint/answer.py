"""LintPolicy inside a solver process (K2)."""

from allotment.v1.assignment_service_pb2 import (
    LintFinding,
    LintPolicyRequest,
    LintPolicyResponse,
)
from server.errors import InvalidRequest, NotHonoured
from server.learning.skills_in_force import skills_in
from server.lint.checks import Reported, lint
from server.lint.finding import Severity
from server.processes.messages import WorkerSettings
from server.translate.checks import require
from server.unimplemented import Unhonoured, find_unknown
from server.violations import Bounded, Violations

SEVERITIES = {
    Severity.INFO: LintFinding.SEVERITY_INFO,
    Severity.WARNING: LintFinding.SEVERITY_WARNING,
    Severity.ERROR: LintFinding.SEVERITY_ERROR,
}


def lint_policy(raw_request: bytes, settings: WorkerSettings) -> LintPolicyResponse:
    """The findings; raises InvalidRequest where there is no policy."""
    request = LintPolicyRequest.FromString(raw_request)
    _check(request)
    snapshot = request.snapshot if request.HasField("snapshot") else None
    return response_of(
        lint(request.policy, snapshot, settings.received_time, skills_in(settings.skills))
    )


def response_of(findings: tuple[Reported, ...]) -> LintPolicyResponse:
    """The findings as the contract has them."""
    return LintPolicyResponse(findings=map(_to_proto, findings))


def _to_proto(reported: Reported) -> LintFinding:
    finding = reported.finding
    return LintFinding(
        severity=SEVERITIES[finding.severity],
        check=reported.check,
        field=finding.field,
        description=finding.description,
        advice=finding.advice,
    )


def _check(request: LintPolicyRequest) -> None:
    unknown: Bounded[Unhonoured] = Bounded()
    find_unknown(request, "", unknown)
    if unknown:
        raise NotHonoured(unknown.first, unknown.rest)
    if not request.HasField("policy"):
        violations = Violations()
        require(violations, "policy", "the file was not attached")
        raise InvalidRequest(violations.first)
