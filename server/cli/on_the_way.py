"""What the program shows while a batch is being solved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from allotment.v1.assignment_service_pb2 import SolveProgress
from allotment.v1.plan_pb2 import Level


@contextmanager
def told_on_the_way(
    case_count: int, *, ends_at_ctrl_c: bool
) -> Iterator[Callable[[SolveProgress], None]]:
    """A line that tells of the best plan so far; plans come in any thread.

    ends_at_ctrl_c: Ctrl-C takes it.
    """
    words = f"Solving {case_count:,} cases ..."
    way_out = " Ctrl-C takes it." if ends_at_ctrl_c else ""
    with Console(stderr=True).status(Text(words)) as status:

        def show(progress: SolveProgress) -> None:
            if progress.levels:
                status.update(Text(f"{words} {told(progress)}{way_out}"))

        yield show


def told(progress: SolveProgress) -> str:
    """The plan in one line, such as `Round 4: 700 of 900 served, fit 61.25 of at most 61.40.`"""
    coverage = [level for level in progress.levels if level.kind == Level.KIND_COVERAGE]
    served, of = (
        sum(getattr(level, name) for level in coverage) for name in ("served_count", "case_count")
    )
    fit = next(level for level in progress.levels if level.kind == Level.KIND_FIT)
    most = f" of at most {_points(fit.bound)}" if fit.HasField("bound") else ""
    return f"Round {progress.round}: {served:,} of {of:,} served, fit {_points(fit.value)}{most}."


def _points(value: int) -> str:
    """A sum of scores, 1 for each pair that suits in every way."""
    return f"{value / 10_000:,.2f}"
