"""Measures build and solve: what a snapshot costs without wire and explanations."""

from time import perf_counter

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.figures import SolveFigures, peak_memory
from benchmarks.instances.moments import NOW
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES, engine_named
from solver.compile import Compiled, compile_problem
from solver.plan import solve_compiled

ENGINE = "auto"


def solve_once(raw_request: bytes) -> SolveFigures:
    """Builds, solves and proves one snapshot."""
    start = perf_counter()
    compiled = built(raw_request)
    half = perf_counter()
    plan = solve_compiled(compiled, engine_named(ENGINE))
    end = perf_counter()
    return SolveFigures(
        build=half - start,
        solve=end - half,
        memory=peak_memory(),
        pairs=compiled.problem.triple_count,
        served=int((plan.choice >= 0).sum()),
        proved=plan.proved,
    )


def built(raw_request: bytes) -> Compiled:
    """Parses, translates and compiles a request."""
    request = AssignRequest.FromString(raw_request)
    return compile_problem(snapshot_from_proto(request, NOW).snapshot, RULES)
