"""What the program shows while a batch is being solved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from server.processes.messages import OnTheWay
from solver.levels import LevelKind


@contextmanager
def told_on_the_way(case_count: int) -> Iterator[Callable[[OnTheWay], None]]:
    """A line that tells of the best plan so far; plans come in any thread."""
    words = f"Solving {case_count:,} cases ..."
    with Console(stderr=True).status(Text(words)) as status:
        yield lambda news: status.update(Text(f"{words} {told(news)} Ctrl-C takes it."))


def told(news: OnTheWay) -> str:
    """The plan in one line, such as `Round 4: 700 of 900 served, fit 61.25 of at most 61.40.`"""
    coverage = [level for level in news.levels if level.kind == LevelKind.COVERAGE]
    served, of = (
        sum(getattr(level, name) for level in coverage) for name in ("served_count", "case_count")
    )
    fit = next(level.value for level in news.levels if level.kind == LevelKind.FIT)
    reach = news.reachable
    most = f" of at most {_points(reach.value)}" if reach and reach.kind == LevelKind.FIT else ""
    count = news.plan.claims.solve_count
    return f"Round {count}: {served:,} of {of:,} served, fit {_points(fit)}{most}."


def _points(value: int) -> str:
    """A sum of scores, 1 for each pair that suits in every way."""
    return f"{value / 10_000:,.2f}"
