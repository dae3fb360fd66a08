"""Level values recomputed from the assignments (02 section 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from allotment.v1.plan_pb2 import OUTCOME_KEPT, Assignment, Level
from tests.referee import urgency
from tests.referee.case_file import CaseFile
from tests.referee.near import ZERO, Near
from tests.referee.owners import switch_cost
from tests.referee.places import place_by_last
from tests.referee.rotation import turn_score


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
    """Incumbents; groups in order, in each its classes, rank and order; rounds, fit, tie-break."""
    cases = file.snapshot.cases.values()
    groups = sorted({file.chains.group_of(case) for case in cases})
    return [
        *([incumbents(file)] if any(case.owner_agent_id for case in cases) else []),
        *(row for group in groups for row in group_levels(file, group)),
        *([Expected(Level.KIND_ROUNDS, rounds_value(file))] if may_turn(file) else []),
        Expected(Level.KIND_FIT, fit_value(file)),
        Expected(Level.KIND_TIE_BREAK, tie_break_value(file)),
    ]


def group_levels(file: CaseFile, group: int) -> list[Expected]:
    snapshot = file.snapshot
    of = [case for case in snapshot.cases.values() if file.chains.group_of(case) == group]
    classes = sorted(
        {urgency.urgency_class(snapshot, case) for case in of},
        key=lambda each: urgency.class_order(snapshot, each),
    )
    return [
        *(coverage(file, group, each) for each in classes),
        Expected(Level.KIND_RANK, rank_value(file, group), drain_group=group),
        Expected(Level.KIND_ORDER, order_value(file, group), drain_group=group),
    ]


def served(file: CaseFile) -> list[Assignment]:
    """Assigned and kept cases."""
    return [*file.assigned, *file.kept]


def incumbents(file: CaseFile) -> Expected:
    """Owned cases that are kept or moved."""
    count = sum(bool(file.case(row).owner_agent_id) for row in served(file))
    return Expected(Level.KIND_INCUMBENTS, Near(count, count))


def coverage(file: CaseFile, group: int, of: tuple[str, str]) -> Expected:
    """Sum of u(i) over the served cases of one class."""
    snapshot = file.snapshot
    cases = [
        case
        for case in snapshot.cases.values()
        if file.chains.group_of(case) == group and urgency.urgency_class(snapshot, case) == of
    ]
    reached = {row.case_id for row in served(file)}
    weights = [urgency.weight(snapshot, case) for case in cases if case.case_id in reached]
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
    """Sum of u(i) x rank over the served cases of the group; a kept one has rank 0."""
    value = ZERO
    for row in file.assigned:
        case = file.case(row)
        if file.chains.group_of(case) == group:
            value += urgency.weight(file.snapshot, case).times(file.rank(row))
    return value


def order_value(file: CaseFile, group: int) -> Near:
    """Sum of earlier configured queues of the pair with equal rank and room (Q6)."""
    rows = [row for row in file.assigned if file.chains.group_of(file.case(row)) == group]
    value = sum(order(file, row) for row in rows)
    return Near(value, value)


def order(file: CaseFile, row: Assignment) -> int:
    """Earlier configured queues through which the agent may take the case at the same rank."""
    case, position = file.case(row), file.chains.position
    return sum(
        file.chains.rank(case, row.agent_id, tier) == file.rank(row)
        and position[tier.queue.queue_id] < position[row.queue_id]
        for tier in file.refusals.ways(case, row.agent_id)
    )


def may_turn(file: CaseFile) -> bool:
    """Some case may go to somebody by turns."""
    return any(
        tier.queue.queue_id in file.turning
        for case in file.snapshot.cases.values()
        for agent in file.free_agents(case.case_id)
        for tier in file.refusals.ways(case, agent)
    )


def rounds_value(file: CaseFile) -> Near:
    """Sum of k - 1 over the cases of each agent through queues in rotation (Q8)."""
    counts = Counter(row.agent_id for row in file.assigned if row.queue_id in file.turning)
    value = sum(count * (count - 1) // 2 for count in counts.values())
    return Near(value, value)


def fit_value(file: CaseFile) -> Near:
    """Sum of pair scores less in-batch discounts."""
    value = sum((score(file, row) for row in served(file)), start=ZERO)
    for agent, rows in file.serving.items():
        for k in range(1, len(rows) + 1):
            value = value - file.discounts.delta(agent, k)
    return value


def score(file: CaseFile, row: Assignment) -> Near:
    """Fit; less the switch cost for a move, in rotation too; else turns in rotation (O3, Q8)."""
    fit = Near(row.fit, row.fit)
    if row.outcome == OUTCOME_KEPT:
        return fit
    if file.case(row).owner_agent_id:
        return fit - switch_cost(file.snapshot)
    if row.queue_id in file.turning:
        return turn_score(file.snapshot, file.tier(row).queue, row.agent_id)
    return fit


def tie_break_value(file: CaseFile) -> Near:
    """Sum over cases new to an agent of 1 + his place by last assignment (O3)."""
    place = place_by_last(file.snapshot)
    value = sum(place[row.agent_id] + 1 for row in file.assigned)
    return Near(value, value)


def termination(file: CaseFile) -> Iterator[str]:
    """OPTIMAL means that every level is proved."""
    if file.is_optimal != file.is_proved():
        yield f"batch: termination {file.batch.termination}, all proved: {file.is_proved()}"
