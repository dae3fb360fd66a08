"""Level values recomputed from the assignments (02 section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allotment.v1.plan_pb2 import Level
from tests.referee import urgency
from tests.referee.case_file import CaseFile
from tests.referee.near import ZERO, Near
from tests.referee.penalty import last_assignment


@dataclass(frozen=True)
class Expected:
    """A level as it should be."""

    kind: Level.Kind.ValueType
    value: Near
    drain_group: int = 0
    priority: str = ""
    band: str = ""
    case_count: int = 0
    served_count: int = 0

    @property
    def head(self) -> tuple[str, int, str, str]:
        return Level.Kind.Name(self.kind), self.drain_group, self.priority, self.band


def levels(file: CaseFile) -> Iterator[str]:
    """Which levels there are, in order, and their values."""
    told = list(file.batch.levels)
    true = expected_levels(file)
    heads = [(Level.Kind.Name(row.kind), row.drain_group, row.priority, row.band) for row in told]
    if heads != [row.head for row in true]:
        yield f"levels {heads}, but {[row.head for row in true]}"
        return
    for found, wanted in zip(told, true, strict=True):
        for complaint in level(found, wanted):
            yield f"level {wanted.head}: {complaint}"


def level(found: Level, wanted: Expected) -> Iterator[str]:
    if found.value not in wanted.value:
        yield f"value {found.value}, but {wanted.value}"
    if (found.case_count, found.served_count) != (wanted.case_count, wanted.served_count):
        yield (
            f"{found.served_count} of {found.case_count} served, "
            f"but {wanted.served_count} of {wanted.case_count}"
        )
    if found.proved and found.HasField("bound") and found.bound != found.value:
        yield f"proved with value {found.value} and bound {found.bound}"


def expected_levels(file: CaseFile) -> list[Expected]:
    """Groups in order, in each its classes, rank and order; then fit and tie-break."""
    groups = sorted({file.snapshot.group_of(case) for case in file.snapshot.cases.values()})
    return [
        *(row for group in groups for row in group_levels(file, group)),
        Expected(Level.KIND_FIT, fit_value(file)),
        Expected(Level.KIND_TIE_BREAK, tie_break_value(file)),
    ]


def group_levels(file: CaseFile, group: int) -> list[Expected]:
    snapshot = file.snapshot
    of = [case for case in snapshot.cases.values() if snapshot.group_of(case) == group]
    classes = sorted(
        {urgency.urgency_class(snapshot, case) for case in of},
        key=lambda each: urgency.class_order(snapshot, each),
    )
    return [
        *(coverage(file, group, each) for each in classes),
        Expected(Level.KIND_RANK, rank_value(file, group), drain_group=group),
        Expected(Level.KIND_ORDER, ZERO, drain_group=group),
    ]


def coverage(file: CaseFile, group: int, of: tuple[str, str]) -> Expected:
    """Sum of u(i) over the served cases of one class."""
    snapshot = file.snapshot
    cases = [
        case
        for case in snapshot.cases.values()
        if snapshot.group_of(case) == group and urgency.urgency_class(snapshot, case) == of
    ]
    served = {row.case_id for row in file.assigned}
    weights = [urgency.weight(snapshot, case) for case in cases if case.case_id in served]
    return Expected(
        Level.KIND_COVERAGE,
        sum(weights, start=ZERO),
        drain_group=group,
        priority=of[0],
        band=of[1],
        case_count=len(cases),
        served_count=len(weights),
    )


def rank_value(file: CaseFile, group: int) -> Near:
    """Sum of u(i) x rank over the served cases of the group."""
    value = ZERO
    for row in file.assigned:
        case = file.snapshot.cases[row.case_id]
        if file.snapshot.group_of(case) == group:
            rank = file.snapshot.buckets[case.queue_id].get(row.agent_id, 1) - 1
            value += urgency.weight(file.snapshot, case).times(rank)
    return value


def fit_value(file: CaseFile) -> Near:
    """Sum of fits less in-batch discounts."""
    fits = sum(row.fit for row in file.assigned)
    discounts = (
        file.discounts.delta(agent, k)
        for agent, served in file.serving.items()
        for k in range(1, len(served) + 1)
    )
    return fits - sum(discounts, start=ZERO)


def tie_break_value(file: CaseFile) -> Near:
    """Sum of the agents' places by last assignment: never first, ties by id."""

    def key(agent: str) -> tuple[bool, int, str]:
        last = last_assignment(file.snapshot, agent)
        return last is not None, last or 0, agent

    place = {agent: at for at, agent in enumerate(sorted(file.snapshot.agents, key=key))}
    value = sum(place[row.agent_id] for row in file.assigned)
    return Near(value, value)


def termination(file: CaseFile) -> Iterator[str]:
    """OPTIMAL means that every level is proved."""
    if file.is_optimal != file.is_proved():
        yield f"batch: termination {file.batch.termination}, all proved: {file.is_proved()}"
