"""The second phase serves flagged cases over capacity limits, and says over which (Q9)."""

from __future__ import annotations

from collections.abc import Iterator

from allotment.v1.explanation_pb2 import PairReason
from allotment.v1.plan_pb2 import VIA_RR_FALLBACK, Level
from tests.referee.case_file import CaseFile
from tests.referee.second_phase import SecondPhase, Way


def overrides(file: CaseFile) -> Iterator[str]:
    """Who is served over the limits, which limits, and the levels of it."""
    phase = SecondPhase(file)
    ways = []
    for row in file.overrides:
        way = phase.way(row)
        if way:
            ways.append(way)
        else:
            yield f"{row.case_id}: goes over the limits of {row.agent_id}, but may not"
    if not phase.keeps_limits(ways):
        yield "second phase: more than one agent may get over his limits"
    yield from overridden(file, phase, ways)
    yield from levels(file, phase, ways)


def overridden(file: CaseFile, phase: SecondPhase, ways: list[Way]) -> Iterator[str]:
    """Each row names the limits that it goes over; the others name none."""
    true = {
        way.case.case_id: sorted(phase.overridden(ways, place)) for place, way in enumerate(ways)
    }
    for row in file.batch.assignments:
        told = list(row.overridden_limits)
        if told != true.get(row.case_id, []) and (row.case_id in true or told):
            names = [PairReason.Name(each) for each in true.get(row.case_id, [])]
            yield f"{row.case_id}: overridden_limits {told}, but {names}"
        if row.via == VIA_RR_FALLBACK and not told:
            yield f"{row.case_id}: goes over no limit by round-robin fallback"


def levels(file: CaseFile, phase: SecondPhase, ways: list[Way]) -> Iterator[str]:
    """Kinds, classes, values and counts; no levels where there is nothing to do."""
    told = list(file.batch.override_levels)
    true = phase.levels(ways) if phase.ways else []
    heads = [(row.kind, (row.drain_group, row.priority, row.band)) for row in told]
    if heads != [(kind, of) for kind, of, *_ in true]:
        yield f"override levels {heads}, but {[(kind, of) for kind, of, *_ in true]}"
        return
    for row, (kind, of, value, cases, served) in zip(told, true, strict=True):
        head = f"override level {Level.Kind.Name(kind)} {of}"
        if row.value not in value:
            yield f"{head}: value {row.value}, but {value}"
        if (row.case_count, row.served_count) != (cases, served):
            yield f"{head}: {row.served_count} of {row.case_count}, but {served} of {cases}"
        if row.proved and row.HasField("bound") and row.bound != row.value:
            yield f"{head}: proved with value {row.value} and bound {row.bound}"
