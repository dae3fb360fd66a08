"""The certificate of a plan as the contract has it, rows sorted by id."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import certificate_pb2 as pb
from allotment.v1 import plan_pb2
from solver.certificate import (
    Certificate,
    NodeKind,
    NodePrices,
    PhaseCertificate,
    PriceLevel,
    certificate_of,
)
from solver.check import certificate as checked
from solver.check.certificate import Claims, LevelRow, PhaseClaims, PricedNodes
from solver.facts import Agent, Case, Snapshot
from solver.levels import LevelKind
from solver.plan import Plan

ClassNames = Sequence[tuple[str, str]]
"""(priority level, band) of each urgency class."""


def certificate_to_proto(plan: Plan) -> pb.Certificate:
    """What is claimed of both phases of a plan."""
    compiled, certificate = plan.compiled, certificate_of(plan)
    names, snapshot = compiled.urgency.class_names, compiled.snapshot
    first, override = certificate.first, _override(certificate)
    return pb.Certificate(
        levels=[_level(level, level_name(level, names)) for level in first.levels],
        nodes=[_nodes(snapshot, nodes) for nodes in first.nodes],
        override_levels=[_level(level, override_name(level, names)) for level in override.levels],
        override_nodes=[_nodes(snapshot, nodes) for nodes in override.nodes],
    )


def level_name(level: PriceLevel, names: ClassNames) -> str:
    """Name of a level of the first phase."""
    parts = [] if level.group < 0 else [str(level.group + 1)]
    if level.urgency_class >= 0:
        parts += _class_name(names[level.urgency_class])
    return _written(level.kind, parts)


def override_name(level: PriceLevel, names: ClassNames) -> str:
    """Name of a level of the second phase: its classes are those of all drain groups."""
    if level.urgency_class < 0:
        return _written(level.kind, [])
    group, of_class = divmod(level.urgency_class, len(names))
    return _written(level.kind, [str(group + 1), *_class_name(names[of_class])])


def _class_name(name: tuple[str, str]) -> list[str]:
    """Priority level and band, `all` where a policy drops both."""
    return [part for part in name if part] or ["all"]


def _written(kind: LevelKind, parts: Sequence[str]) -> str:
    return f"{kind.name.lower()}({', '.join(parts)})" if parts else kind.name.lower()


def _override(certificate: Certificate) -> PhaseCertificate:
    return certificate.override or PhaseCertificate(())


def _level(level: PriceLevel, name: str) -> pb.Certificate.PriceLevel:
    return pb.Certificate.PriceLevel(
        name=name,
        value=level.value,
        bound=level.bound,
        proved=level.proved,
        basis=pb.Certificate.Basis.ValueType(int(level.basis)),
    )


def _nodes(snapshot: Snapshot, nodes: NodePrices) -> pb.Certificate.Nodes:
    """Nodes by their ids: the snapshot's rows are sorted, the policy's queues are not."""
    rows = snapshot.cases if nodes.kind == NodeKind.CASE else snapshot.agents
    if nodes.kind != NodeKind.QUEUE:
        order = np.arange(len(nodes.place))
        queues: list[str] = []
    else:
        names = np.array([queue.queue_id for queue in snapshot.policy.queues])
        by_id = np.argsort(np.argsort(names))
        order = np.lexsort((by_id[nodes.queue], nodes.place))
        queues = names[nodes.queue[order]].tolist()
    return pb.Certificate.Nodes(
        kind=nodes.kind.value,
        ids=[_id(rows[place]) for place in nodes.place[order].tolist()],
        queue_ids=queues,
        prices=nodes.prices[order].ravel().tolist(),
    )


def _id(row: Case | Agent) -> str:
    return row.case_id if isinstance(row, Case) else row.agent_id


BASES: Mapping[int, checked.Basis] = {
    pb.Certificate.BASIS_UNSPECIFIED: checked.Basis.NOTHING,
    pb.Certificate.BASIS_PRICES: checked.Basis.PRICES,
    pb.Certificate.BASIS_SOLVER: checked.Basis.SOLVER,
}


def claims_from_proto(response: wire.AssignResponse) -> Claims:
    """What a response claims of its levels, for the checker."""
    batch, certificate = response.batch, response.certificate
    return Claims(
        first=_phase_claims(batch.levels, certificate.levels, certificate.nodes),
        override=_phase_claims(
            batch.override_levels, certificate.override_levels, certificate.override_nodes
        ),
        certified=response.HasField("certificate"),
        optimal=batch.termination == plan_pb2.TERMINATION_OPTIMAL,
        assigned_count=batch.assigned_count,
    )


def _phase_claims(
    rows: Iterable[plan_pb2.Level],
    levels: Iterable[pb.Certificate.PriceLevel],
    nodes: Iterable[pb.Certificate.Nodes],
) -> PhaseClaims:
    return PhaseClaims(
        rows=tuple(map(_row_claim, rows)),
        levels=tuple(map(_level_claim, levels)),
        nodes=tuple(map(_nodes_claim, nodes)),
    )


def _row_claim(row: plan_pb2.Level) -> LevelRow:
    kinds = plan_pb2.Level.Kind.values()
    known = row.kind in kinds
    name = plan_pb2.Level.Kind.Name(row.kind) if known else str(row.kind)
    return LevelRow(
        kind=name.removeprefix("KIND_").lower(),
        group=row.drain_group,
        priority=row.priority,
        band=row.band,
        value=row.value,
        bound=row.bound if row.HasField("bound") else None,
        proved=row.proved,
        case_count=row.case_count,
        served_count=row.served_count,
    )


def _level_claim(level: pb.Certificate.PriceLevel) -> checked.PriceLevel:
    return checked.PriceLevel(
        name=level.name,
        value=level.value,
        bound=level.bound if level.HasField("bound") else None,
        proved=level.proved,
        basis=BASES.get(level.basis, checked.Basis.UNKNOWN),
    )


def _nodes_claim(nodes: pb.Certificate.Nodes) -> PricedNodes:
    prices = np.array(nodes.prices, dtype=np.int64)
    return PricedNodes(nodes.kind, tuple(nodes.ids), tuple(nodes.queue_ids), prices)
