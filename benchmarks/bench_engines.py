"""Measures one engine on a snapshot, with all levels and rules as Assign has them."""

from datetime import timedelta
from time import perf_counter

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.bench_solve import watching
from benchmarks.contenders import contender_named
from benchmarks.deadline import ended_after
from benchmarks.figures import EngineFigures, peak_memory, processor_time
from benchmarks.instances.moments import NOW
from benchmarks.level_costs import LevelCost
from benchmarks.process_tree import watched
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import Compiled, compile_problem
from solver.errors import TooLargeError, UnsuitedError
from solver.plan import solve_compiled
from solver.triage import without

PATIENCE = 2.0
"""An engine that does not keep to its time limit is ended after so many times as much."""


def solve_by(raw_request: bytes, name: str, limit: float) -> EngineFigures:
    """Solves by the engine of a name, which gets `limit` seconds."""
    engine, time_limit = contender_named(name).build(limit), timedelta(seconds=limit)
    compiled = _compiled(raw_request)
    with watched() as tree, ended_after(PATIENCE * limit):
        used, start = processor_time(), perf_counter()
        try:
            plan = solve_compiled(compiled, engine, watching(time_limit if limit else None))
        except (UnsuitedError, TooLargeError) as error:
            return EngineFigures(0.0, 0.0, 0, refusal=str(error).partition("\n")[0])
        seconds, processor = perf_counter() - start, processor_time() - used
    return EngineFigures(
        seconds,
        processor,
        max(peak_memory(), tree.peak),
        served=int((~plan.waiting).sum()),
        levels=tuple(LevelCost.of(level) for level in plan.levels),
    )


def _compiled(raw_request: bytes) -> Compiled:
    """Without the cases that are held or reviewed."""
    request = AssignRequest.FromString(raw_request)
    snapshot = snapshot_from_proto(request, NOW).snapshot
    return compile_problem(without(snapshot, RULES.sight(snapshot).triage.aside), RULES)
