"""Measures build and solve: what a snapshot costs without wire and explanations."""

from datetime import UTC, datetime, timedelta
from time import perf_counter

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.deadline import ended_after
from benchmarks.figures import SolveFigures, peak_memory, processor_time
from benchmarks.instances.moments import NOW
from benchmarks.level_costs import first_unproved
from server.processes.messages import WorkerSettings
from server.processes.watch import Patient, Watch
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES, engine_named
from solver.compile import HELD_PAIRS, Compiled, compile_problem
from solver.plan import solve_compiled
from solver.progress import SILENT, Progress

ENGINE = "auto"
PATIENCE, SPARE = 3.0, 60.0
"""An engine that does not keep to its limit is ended after so many times as much, and so many
seconds for the build."""
LONG = timedelta(days=1)
"""The whole answer may take as long as it likes: the time limit counts alone."""


def solve_once(raw_request: bytes, limit: float) -> SolveFigures:
    """Builds, solves and proves one snapshot. limit: seconds for the engine, 0 = none."""
    time_limit = timedelta(seconds=limit) if limit else None
    with ended_after(PATIENCE * limit + SPARE if limit else 0.0):
        used, start = processor_time(), perf_counter()
        compiled = built(raw_request)
        half = perf_counter()
        engine = engine_named(ENGINE, time_limit=time_limit)
        plan = solve_compiled(compiled, engine, watching(time_limit))
        end = perf_counter()
    unproved, gap = first_unproved(plan.levels)
    return SolveFigures(
        build=half - start,
        solve=end - half,
        processor=processor_time() - used,
        memory=peak_memory(),
        pairs=compiled.problem.triple_count,
        served=int((plan.choice >= 0).sum()),
        proved=plan.proved,
        gap=gap,
        unproved=unproved,
    )


def watching(time_limit: timedelta | None) -> Progress:
    """Ends a solve that begins now as `serve` and `assign` do; the kernel knows no clock."""
    if time_limit is None:
        return SILENT
    settings = WorkerSettings(datetime.now(UTC), time_limit, time_left=LONG)
    watch = Watch(settings, Patient())
    watch.begin()
    return watch


def built(raw_request: bytes, held_pairs: int = HELD_PAIRS) -> Compiled:
    """Parses, translates and compiles a request."""
    request = AssignRequest.FromString(raw_request)
    return compile_problem(snapshot_from_proto(request, NOW).snapshot, RULES, held_pairs)
