"""Where the time of an answer went."""

from dataclasses import dataclass

from google.protobuf.duration_pb2 import Duration

from allotment.v1.plan_pb2 import SolveStats
from server.page.span import Span, span


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the work."""

    name: str
    duration: Duration
    bar: Span


def stages(stats: SolveStats) -> tuple[Stage, ...]:
    """Stages in their order; bars share the scale of the longest."""
    micros = [stage.duration.ToMicroseconds() for stage in stats.stages]
    longest = max(micros, default=0)
    return tuple(
        Stage(stage.name, stage.duration, span(0, taken, longest))
        for stage, taken in zip(stats.stages, micros, strict=True)
    )
