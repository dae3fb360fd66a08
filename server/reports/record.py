"""Recorded requests with their answers: what reports are made of."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.case_pb2 import Case
from allotment.v1.plan_pb2 import Assignment
from allotment.v1.policy_pb2 import Policy
from objectives.learning.ontology import Ontology
from objectives.learning.skills_model import untrained
from server.errors import ReportError
from server.translate.snapshot import BUILT_IN, Translated, snapshot_from_proto
from server.version import VERSION
from server.wiring import RULES
from solver.facts import Snapshot


@dataclass(frozen=True, eq=False)
class Record:
    """One cycle. name: where it was read from. policy: in force for requests without one."""

    name: str
    request: AssignRequest
    response: AssignResponse
    policy: Policy = field(default_factory=lambda: BUILT_IN)

    @cached_property
    def cases(self) -> dict[str, Case]:
        """The cases by id, in the order of the snapshot."""
        return {case.case_id: case for case in sorted(self.request.cases, key=lambda c: c.case_id)}

    @cached_property
    def decisions(self) -> dict[str, Assignment]:
        """What was decided, by case."""
        return {row.case_id: row for row in self.response.batch.assignments}

    @property
    def time(self) -> int:
        """The moment decided for, in nanoseconds."""
        return self.response.batch.snapshot_time.ToNanoseconds()

    @cached_property
    def translated(self) -> Translated:
        """The request as facts; raises RequestError.

        Reports look at queues, not at skills: a model that knows nothing stands in for the one
        that was decided with, so that topics and the efforts made of them are missing.
        """
        batch = self.response.batch
        skills = untrained(Ontology(), batch.skills_model_id) if batch.skills_model_id else None
        now = batch.snapshot_time.ToDatetime(UTC)
        return snapshot_from_proto(self.request, now, self.policy, skills)

    @property
    def snapshot(self) -> Snapshot:
        """The facts, cases by id; raises RequestError."""
        return self.translated.snapshot

    @cached_property
    def own_queues(self) -> dict[str, tuple[str, ...]]:
        """Ids of the queues that take each case themselves, by case."""
        names = [queue.queue_id for queue in self.snapshot.policy.queues]
        places = RULES.own_queues(self.snapshot)
        return {
            case_id: tuple(names[place] for place in own)
            for case_id, own in zip(self.cases, places, strict=True)
        }


def check_record(record: Record) -> None:
    """Raises ReportError where the answer is not that to the request."""
    answered, asked = record.decisions.keys(), record.cases.keys()
    if not answered:
        raise ReportError(
            f"{record.name}: the answer decides nothing.\n"
            "Maybe it answers a request to validate only, or the files are swapped."
        )
    strange = sorted(answered ^ asked)
    if strange:
        side = "the answer has no row for it" if strange[0] in asked else "it is not in the request"
        raise ReportError(
            f"{record.name}: request and answer differ in case {strange[0]!r}: {side}.\n"
            "Maybe the answer belongs to another request."
        )
    _check_fingerprints(record)


def _check_fingerprints(record: Record) -> None:
    """Facts and policy are the ones decided on; told apart only in answers of this version."""
    batch = record.response.batch
    if batch.server_version != VERSION:
        return
    if batch.policy_hash != record.translated.policy_hash:
        raise ReportError(
            f"{record.name}: the answer was made with another policy than the request's.\n"
            "Maybe the server's own: name its file with --policy."
        )
    if batch.snapshot_fingerprint != record.translated.fingerprint:
        raise ReportError(
            f"{record.name}: the answer was made from other facts than the request's.\n"
            "Maybe the request was edited since, or the answer belongs to another one."
        )


def in_order(records: Iterable[Record]) -> list[Record]:
    """The records by the moment that they decide for."""
    return sorted(records, key=lambda record: record.time)
