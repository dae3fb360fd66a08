"""Answers made wrong in one thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.certificate_pb2 import Certificate
from tests.solver.check.certificate.judged import copy

Corrupt = tuple[str, AssignResponse]
"""What was done, and the answer with it."""

Phase = tuple[str, str]
"""Names of the fields with levels and nodes."""

PHASES: tuple[Phase, ...] = (("levels", "nodes"), ("override_levels", "override_nodes"))


def nodes_of(certificate: Certificate, phase: Phase, kind: str) -> Certificate.Nodes:
    """The nodes of a kind."""
    found: Iterable[Certificate.Nodes] = getattr(certificate, phase[1])
    return next(one for one in found if one.kind == kind)


def phases(response: AssignResponse) -> list[Phase]:
    """Those that have prices."""
    return [one for one in PHASES if getattr(response.certificate, one[1])]


def case_prices(response: AssignResponse) -> Iterator[Corrupt]:
    """Every component of the price of every case, up and down."""
    for phase in phases(response):
        for at in range(len(nodes_of(response.certificate, phase, "case").prices)):
            yield from _stepped(response, phase, "case", at)


def used_desk_prices(response: AssignResponse) -> Iterator[Corrupt]:
    """The same of every agent in a queue through which he gets something."""
    for phase in phases(response):
        over = phase == PHASES[1]
        used = {
            (row.agent_id, row.queue_id)
            for row in response.batch.assignments
            if row.outcome == plan_pb2.OUTCOME_ASSIGNED
            and (row.via == plan_pb2.VIA_RR_FALLBACK) == over
        }
        nodes = nodes_of(response.certificate, phase, "queue")
        width = len(nodes.prices) // max(len(nodes.ids), 1)
        for row, key in enumerate(zip(nodes.ids, nodes.queue_ids, strict=True)):
            for level in range(width) if key in used else ():
                yield from _stepped(response, phase, "queue", row * width + level)


def _stepped(response: AssignResponse, phase: Phase, kind: str, at: int) -> Iterator[Corrupt]:
    for step in (-1, 1):
        other = copy(response)
        nodes_of(other.certificate, phase, kind).prices[at] += step
        yield f"{kind} price {at} {step:+}", other


def levels(response: AssignResponse) -> Iterator[Corrupt]:
    """Every number of every level, in the batch and in the certificate, its proof and basis."""
    for part in ("batch", "certificate"):
        for name in ("levels", "override_levels"):
            for at in range(len(getattr(getattr(response, part), name))):
                for field, value in _other_values(getattr(getattr(response, part), name)[at]):
                    other = copy(response)
                    setattr(getattr(getattr(other, part), name)[at], field, value)
                    yield f"{part}.{name}[{at}].{field} = {value}", other


def _other_values(level: plan_pb2.Level | Certificate.PriceLevel) -> Iterator[tuple[str, int]]:
    """Fields of a level, with values that they do not have."""
    yield "proved", not level.proved
    for field in ("value", "bound", "case_count", "served_count"):
        if hasattr(level, field):
            yield field, getattr(level, field) + 1
    if isinstance(level, Certificate.PriceLevel):
        yield from (("basis", basis) for basis in (0, 2, 99))


def level_lists(response: AssignResponse) -> Iterator[Corrupt]:
    """Levels left out, twice, in another order, or under another name."""
    for part, name in (("batch", "levels"), ("certificate", "levels")):
        for what in ("less", "more", "turned", "renamed"):
            other = copy(response)
            rows = getattr(getattr(other, part), name)
            if what == "less":
                del rows[-1]
            if what == "more":
                rows.append(rows[-1])
            if what == "turned":
                first, second = copy(response), rows[0]
                second.CopyFrom(rows[1])
                rows[1].CopyFrom(getattr(getattr(first, part), name)[0])
            if what == "renamed" and part == "batch":
                rows[0].drain_group += 7
            if what == "renamed" and part == "certificate":
                rows[0].name = "other"
            yield f"{part}.{name} {what}", other


SPOILT = ("missing", "twice", "unknown", "truncated", "no kind", "strange kind", "queues")


def nodes(response: AssignResponse) -> Iterator[Corrupt]:
    """A node missing, twice, unknown; a kind missing, twice, unknown; prices cut off."""
    for phase in phases(response):
        for kind in ("case", "queue", "rotation", "fit", "new", "all"):
            width = _width(nodes_of(response.certificate, phase, kind))
            for what in SPOILT:
                other = copy(response)
                found = nodes_of(other.certificate, phase, kind)
                if not found.ids and what in ("missing", "twice", "unknown", "truncated"):
                    continue
                _spoil(found, what, width)
                if what == "no kind":
                    getattr(other.certificate, phase[1]).remove(found)
                yield f"{phase[1]} {kind} {what}", other


def _width(nodes: Certificate.Nodes) -> int:
    return len(nodes.prices) // max(len(nodes.ids), 1)


def _spoil(found: Certificate.Nodes, what: str, width: int) -> None:
    """Makes the nodes of a kind wrong."""
    if what == "missing":
        del found.ids[-1]
        del found.queue_ids[-1:]
        del found.prices[len(found.ids) * width :]
    if what == "twice":
        found.ids.append(found.ids[0])
        found.queue_ids.extend(found.queue_ids[:1])
        found.prices.extend(found.prices[:width])
    if what == "unknown":
        found.ids[0] = "nobody"
    if what == "truncated":
        del found.prices[-1]
    if what == "queues":
        found.queue_ids.append("")
    if what == "strange kind":
        found.kind = "strange"


def assignments(request: AssignRequest, response: AssignResponse) -> Iterator[Corrupt]:
    """Every case with every agent through every queue, or with nobody."""
    queues = [queue.queue_id for queue in request.policy.queues]
    for at, row in enumerate(response.batch.assignments):
        for agent in request.agents:
            for queue in queues:
                if (row.agent_id, row.queue_id) != (agent.agent_id, queue):
                    other = copy(response)
                    changed = other.batch.assignments[at]
                    changed.outcome = plan_pb2.OUTCOME_ASSIGNED
                    changed.agent_id, changed.queue_id = agent.agent_id, queue
                    yield f"{row.case_id} to {agent.agent_id} through {queue}", other
        if row.outcome == plan_pb2.OUTCOME_ASSIGNED:
            other = copy(response)
            other.batch.assignments[at].CopyFrom(
                plan_pb2.Assignment(case_id=row.case_id, outcome=plan_pb2.OUTCOME_UNASSIGNED)
            )
            yield f"{row.case_id} waits", other
