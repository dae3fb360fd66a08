"""What crosses the pipe between the serving process and a solver process.

There: WorkerSettings, then the raw request, and perhaps Enough. Back: Began, any number of
OnTheWay, then one Reply; after Answered comes the raw response. Raw bytes go beside the
pickles because pickling copies.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from server.refusals import Refusal

if TYPE_CHECKING:
    # A solver process must be told how to compute before numpy is there.
    from solver.handed_over import HandedOver
    from solver.progress import Reachable
    from solver.values import LevelValue


@dataclass(frozen=True, slots=True)
class SkillsFile:
    """A checked file with what is known of skills: a model, or an ontology alone."""

    path: str
    model_id: str
    """Tells contents apart: a process reads each only once."""


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """All that an answer depends on beside the request itself."""

    received_time: datetime
    """When the call came (aware, UTC): the `now` of a request without one."""
    time_limit: timedelta
    """For the solve; the engine keeps to it by itself."""
    time_left: timedelta
    """For the whole answer; then the process is killed."""
    time_beyond: timedelta = timedelta.max
    """What is left for a fallback then: it needs some of `time_left` where this is little."""
    engine_override: Literal["sequential"] | None = None
    """The engine to use instead of the requested one, which overran its time."""
    on_the_way: "HandedOver | None" = None
    """What goes out rather than its plan, where it keeps to all limits: the last plan of
    the process that was ended."""
    raw_policy: bytes = b""
    """Policy of requests that bring none, serialised; empty: the built-in default."""
    skills: SkillsFile | None = None
    """What cases are about and who can do what; None: there is no ontology."""
    tells_batches: bool = False
    """Plans on the way are told as batches, too."""
    rpc: str = "Assign"
    """The method of AssignmentService that is asked for."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has imported everything and waits for calls."""


@dataclass(frozen=True, slots=True)
class Began:
    """The snapshot is compiled, and is being solved."""


@dataclass(frozen=True, slots=True)
class Enough:
    """The best plan so far will do."""


@dataclass(frozen=True, slots=True, eq=False)
class OnTheWay:
    """The best plan so far.

    levels: its values. reachable: of the first level that is not proved; None = unknown.
    class_names: priority and band of urgency classes. raw_batch: a serialised Batch, where
    batches are told.
    """

    plan: "HandedOver"
    levels: "tuple[LevelValue, ...]"
    reachable: "Reachable | None"
    class_names: tuple[tuple[str, str], ...] = ()
    raw_batch: bytes = b""


@dataclass(frozen=True, slots=True)
class Answered:
    """A raw response follows."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The caller is told why there is no answer."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Crashed:
    """A bug. The trace is for the log."""

    trace: str


News = Began | OnTheWay
Reply = Answered | Refused | Crashed
