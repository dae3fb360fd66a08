"""From a request to the snapshot: everything checked, everything sorted."""

from dataclasses import dataclass
from datetime import datetime

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.policy_pb2 import Policy as PolicyMessage
from objectives.learning.skills_model import SkillsModel
from server.errors import InvalidRequest, NotHonoured
from server.translate.account import accounts_from_proto, zoned
from server.translate.agent import agents_from_proto
from server.translate.case import cases_from_proto
from server.translate.defaults import DefaultUsed, defaults_used
from server.translate.fingerprint import fingerprint, policy_hash
from server.translate.matrices import Order, order_of
from server.translate.options import Options, check_request_id, options_from_proto
from server.translate.policy import pillar_names, priority_names
from server.translate.reading import Reading
from server.translate.same_policy import same_policy
from server.translate.scores import scores_from_proto
from server.translate.times import read_snapshot_time
from server.translate.topics import check_model, with_topics
from server.unimplemented import find_unhonoured
from server.violations import Fault, Violations
from solver.facts import Snapshot

BUILT_IN = PolicyMessage()
"""The policy where neither the request nor the server has one: all defaults."""


@dataclass(frozen=True, slots=True, eq=False)
class Translated:
    """A request as facts.

    fingerprint: of the facts without the policy, whatever the order of rows.
    policy_hash: of the effective policy.
    defaults: what stood in for missing facts.
    """

    request_id: str
    snapshot: Snapshot
    options: Options
    fingerprint: str
    policy_hash: str
    defaults: tuple[DefaultUsed, ...]


def snapshot_from_proto(
    request: AssignRequest,
    now: datetime,
    policy: PolicyMessage = BUILT_IN,
    skills: SkillsModel | None = None,
) -> Translated:
    """The facts of the request.

    now: the moment to decide for where the request has none.
    policy: the one in force where the request has none.
    skills: what the server knows of skills; None = no ontology.
    Raises NotHonoured if the request sets what this version does not honour,
    else InvalidRequest with every violation.
    """
    effective = request.policy if request.HasField("policy") else policy
    unhonoured = find_unhonoured(request) or find_unhonoured(effective, "policy")
    if unhonoured:
        raise NotHonoured(unhonoured.first, unhonoured.rest)
    violations = Violations()
    check_request_id(violations, request.request_id)
    reading = _reading(violations, request, effective, now)
    check_model(violations, "policy.fit.skills_model_id", effective, skills)
    snapshot = _snapshot(reading, request, effective, skills)
    options = options_from_proto(violations, request)
    if violations:
        raise InvalidRequest(violations.first, violations.rest)
    return Translated(
        request_id=request.request_id,
        snapshot=snapshot,
        options=options,
        fingerprint=fingerprint(request, snapshot),
        policy_hash=policy_hash(effective),
        defaults=defaults_used(snapshot),
    )


def _reading(
    violations: Violations, request: AssignRequest, policy: PolicyMessage, now: datetime
) -> Reading:
    if request.HasField("snapshot_time"):
        now = read_snapshot_time(violations, "snapshot_time", request.snapshot_time) or now
    return Reading(
        violations=violations,
        now=now,
        case_ids=frozenset(row.case_id for row in request.cases),
        agent_ids=frozenset(row.agent_id for row in request.agents),
        account_ids=frozenset(row.account_id for row in request.accounts),
        priorities=priority_names(policy),
    )


def _snapshot(
    reading: Reading, request: AssignRequest, policy: PolicyMessage, skills: SkillsModel | None
) -> Snapshot:
    """The facts in sorted order; read in the request's order, which violations keep."""
    violations = reading.violations
    _check_not_empty(violations, "cases", len(request.cases))
    cases = cases_from_proto(reading, request.cases, zoned(request.accounts))
    cases = with_topics(cases, request.cases, skills)
    _check_not_empty(violations, "agents", len(request.agents))
    agents = agents_from_proto(reading, request.agents)
    accounts = accounts_from_proto(reading, request.accounts)
    policy_facts = same_policy(violations, policy, reading.agent_ids)
    order = Order(
        cases=order_of([case.case_id for case in cases]),
        agents=order_of([agent.agent_id for agent in agents]),
    )
    sent = scores_from_proto(violations, request.scores, order, pillar_names(policy))
    return Snapshot(
        now=reading.now,
        cases=tuple(sorted(cases, key=lambda case: case.case_id)),
        agents=tuple(sorted(agents, key=lambda agent: agent.agent_id)),
        accounts=tuple(sorted(accounts, key=lambda account: account.account_id)),
        policy=policy_facts,
        scores=sent.scores,
        efforts=sent.efforts,
        expertise=skills.expertise if skills else None,
    )


def _check_not_empty(violations: Violations, path: str, count: int) -> None:
    if not count:
        text = f"There are no {path}. Maybe the export failed."
        violations.add(path, Fault.EMPTY, text)
