"""Generated snapshots: seeded, realistic, and the same bytes on every machine."""

from collections.abc import Callable
from dataclasses import dataclass

from allotment.v1 import assignment_service_pb2
from benchmarks.instances.enterprise import make_enterprise
from benchmarks.instances.order import Order, OrderError
from benchmarks.instances.team import make_team
from benchmarks.instances.wide import (
    make_dense,
    make_matrix,
    make_sparse,
    make_weighted,
    make_weighted_sparse,
    make_wide_enterprise,
)

__all__ = ["WORKLOADS", "Order", "OrderError", "Workload", "make_instance"]


@dataclass(frozen=True, slots=True)
class Workload:
    """A kind of snapshot."""

    name: str
    make: Callable[[Order], assignment_service_pb2.AssignRequest]


WORKLOADS = (
    Workload("team", make_team),
    Workload("dense", make_dense),
    Workload("matrix", make_matrix),
    Workload("sparse", make_sparse),
    Workload("enterprise", make_wide_enterprise),
    Workload("enterprise-queues", make_enterprise),
    Workload("weighted", make_weighted),
    Workload("weighted-sparse", make_weighted_sparse),
)


def make_instance(workload: str, order: Order) -> assignment_service_pb2.AssignRequest:
    """The snapshot of a workload by its name. Raises OrderError."""
    for known in WORKLOADS:
        if known.name == workload:
            return known.make(order)
    names = ", ".join(known.name for known in WORKLOADS)
    raise OrderError(f"There is no workload {workload!r}.\nMaybe one of: {names}.")
