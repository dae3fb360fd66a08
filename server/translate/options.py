"""What the caller wants of the answer: mode, engine, time, depth, comparison."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, IntEnum, StrEnum

from allotment.v1 import assignment_service_pb2 as wire
from server.translate.checks import check_enum, fact_of
from server.translate.times import POSITIVE, read_duration
from server.violations import Fault, Violations, text_of
from solver.engines.mip_solver import MipSolver

DEFAULT_TIME_LIMIT = timedelta(seconds=30)
MOST_ALTERNATIVES = 20
FULL_ALTERNATIVES = 5
"""With depth FULL, where no number is given."""


class Mode(Enum):
    """What to do with the snapshot."""

    SOLVE = "solve"
    VALIDATE_ONLY = "validate_only"
    PRECHECK_ONLY = "precheck_only"


class Engine(StrEnum):
    """Who solves."""

    AUTO = "auto"
    FLOW = "flow"
    WEIGHTED = "weighted"
    MIP = "mip"
    PULP = "pulp"
    SEQUENTIAL = "sequential"
    ROUND_ROBIN = "round_robin"


class Depth(IntEnum):
    """How much is explained."""

    NONE = 1
    SUMMARY = 2
    FULL = 3


MODES: Mapping[int, Mode] = {
    wire.ASSIGN_MODE_UNSPECIFIED: Mode.SOLVE,
    wire.ASSIGN_MODE_SOLVE: Mode.SOLVE,
    wire.ASSIGN_MODE_VALIDATE_ONLY: Mode.VALIDATE_ONLY,
    wire.ASSIGN_MODE_PRECHECK_ONLY: Mode.PRECHECK_ONLY,
}
ENGINES: Mapping[int, Engine] = {
    wire.ENGINE_UNSPECIFIED: Engine.AUTO,
    wire.ENGINE_AUTO: Engine.AUTO,
    wire.ENGINE_FLOW: Engine.FLOW,
    wire.ENGINE_WEIGHTED: Engine.WEIGHTED,
    wire.ENGINE_MIP: Engine.MIP,
    wire.ENGINE_PULP: Engine.PULP,
    wire.ENGINE_SEQUENTIAL: Engine.SEQUENTIAL,
    wire.ENGINE_ROUND_ROBIN: Engine.ROUND_ROBIN,
}
MIP_SOLVERS: Mapping[int, MipSolver | None] = {
    wire.MIP_SOLVER_UNSPECIFIED: None,
    wire.MIP_SOLVER_HIGHS: MipSolver.HIGHS,
    wire.MIP_SOLVER_CP_SAT: MipSolver.CP_SAT,
    wire.MIP_SOLVER_SCIP: MipSolver.SCIP,
}
DEPTHS: Mapping[int, Depth] = {
    wire.EXPLANATION_DEPTH_UNSPECIFIED: Depth.SUMMARY,
    wire.EXPLANATION_DEPTH_NONE: Depth.NONE,
    wire.EXPLANATION_DEPTH_SUMMARY: Depth.SUMMARY,
    wire.EXPLANATION_DEPTH_FULL: Depth.FULL,
}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Options:
    """Nothing of it is part of the snapshot."""

    mode: Mode = Mode.SOLVE
    engine: Engine = Engine.AUTO
    time_limit: timedelta = DEFAULT_TIME_LIMIT
    depth: Depth = Depth.SUMMARY
    baseline: bool = False
    certificate: bool = False
    alternatives: int = 0
    mip_solver: MipSolver | None = None


def options_from_proto(violations: Violations, request: wire.AssignRequest) -> Options:
    """The options; violations for numbers that mean nothing."""
    row = request.options
    mode = fact_of(violations, "mode", request.mode, MODES, wire.AssignMode.DESCRIPTOR)
    check_enum(violations, "row_errors", request.row_errors, wire.RowErrors.DESCRIPTOR)
    engine = fact_of(violations, "options.engine", row.engine, ENGINES, wire.Engine.DESCRIPTOR)
    time_limit: timedelta | None = DEFAULT_TIME_LIMIT
    if row.HasField("time_limit"):
        time_limit = read_duration(violations, "options.time_limit", row.time_limit, POSITIVE)
    path, kinds = "options.explanation_depth", wire.ExplanationDepth.DESCRIPTOR
    depth = fact_of(violations, path, row.explanation_depth, DEPTHS, kinds)
    solver = _mip_solver(violations, row)
    return Options(
        mode=mode,
        engine=engine,
        time_limit=time_limit or DEFAULT_TIME_LIMIT,
        depth=depth,
        baseline=row.baseline,
        certificate=row.certificate,
        alternatives=_alternatives(violations, row),
        mip_solver=solver,
    )


def _alternatives(violations: Violations, row: wire.AssignOptions) -> int:
    """How many other agents are told of each case."""
    is_full = row.explanation_depth == wire.EXPLANATION_DEPTH_FULL
    if is_full and not row.HasField("alternative_count"):
        return FULL_ALTERNATIVES
    count = row.alternative_count
    if not 0 <= count <= MOST_ALTERNATIVES:
        text = (
            f"{count} alternatives are asked for, but at most {MOST_ALTERNATIVES} are told.\n"
            "Maybe 5."
        )
        violations.add("options.alternative_count", Fault.OUT_OF_RANGE, text, str(count))
    if count and row.explanation_depth == wire.EXPLANATION_DEPTH_NONE:
        text = "Depth NONE tells no alternatives. Maybe SUMMARY."
        violations.add("options.alternative_count", Fault.CONTRADICTION, text, str(count))
    return count


def _mip_solver(violations: Violations, row: wire.AssignOptions) -> MipSolver | None:
    """The solver behind the engine MIP; any other engine has none to choose."""
    path, kinds = "options.mip_solver", wire.MipSolver.DESCRIPTOR
    solver = fact_of(violations, path, row.mip_solver, MIP_SOLVERS, kinds)
    if solver and row.engine != wire.ENGINE_MIP:
        text = f"{solver.name} solves nothing without engine ENGINE_MIP. Maybe add it."
        violations.add(path, Fault.CONTRADICTION, text, solver.name)
    return solver


def check_request_id(violations: Violations, request_id: str) -> None:
    """Notes an id that is no UUID."""
    if request_id and not _UUID.fullmatch(request_id):
        text = f"{text_of(request_id)!r} is no UUID. Maybe send a fresh one, or none."
        violations.add("request_id", Fault.BAD_FORMAT, text, request_id)
