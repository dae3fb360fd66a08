"""Measures build and solve: what a snapshot costs without wire and explanations."""

from datetime import timedelta
from time import perf_counter

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.figures import SolveFigures, peak_memory, processor_time
from benchmarks.instances.moments import NOW
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES, engine_named
from solver.compile import HELD_PAIRS, Compiled, compile_problem
from solver.plan import solve_compiled
from solver.values import LevelValue

ENGINE = "auto"


def solve_once(raw_request: bytes, limit: float) -> SolveFigures:
    """Builds, solves and proves one snapshot. limit: seconds for the engine, 0 = none."""
    time_limit = timedelta(seconds=limit) if limit else None
    used, start = processor_time(), perf_counter()
    compiled = built(raw_request)
    half = perf_counter()
    plan = solve_compiled(compiled, engine_named(ENGINE, time_limit=time_limit))
    end = perf_counter()
    first = next((level for level in plan.levels if not level.proved), None)
    return SolveFigures(
        build=half - start,
        solve=end - half,
        processor=processor_time() - used,
        memory=peak_memory(),
        pairs=compiled.problem.triple_count,
        served=int((plan.choice >= 0).sum()),
        proved=plan.proved,
        gap=0.0 if first is None else gap_of(first),
        unproved="" if first is None else first.kind.name.lower(),
    )


def gap_of(level: LevelValue) -> float | None:
    """How far the bound of a level is from its value, as a part of the value."""
    if level.bound is None:
        return None
    return abs(level.bound - level.value) / max(abs(level.value), 1)


def built(raw_request: bytes, held_pairs: int = HELD_PAIRS) -> Compiled:
    """Parses, translates and compiles a request."""
    request = AssignRequest.FromString(raw_request)
    return compile_problem(snapshot_from_proto(request, NOW).snapshot, RULES, held_pairs)
