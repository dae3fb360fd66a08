"""Two runs beside each other: by how much slower or faster, and how sure that is.

What was measured twice is a pair: the same task on the same snapshot. Each time is told in
units of the machine's pace at that moment, so that a machine that was slower as a whole is no
difference. What remains of noise spreads the ratios; the interval holds the true ratio in 95 of
100 such comparisons.
"""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from scipy.stats import t as student

from benchmarks.cells import Sheet

FAIL_OVER = 1.1
"""So many times as slow is too slow, if nothing else is said."""
SURE = 0.95
FEWEST = 3
"""Pairs without which there is no interval."""
CLOCKS = ("processor", "p50")
"""What is compared: the first of these that both have. Others' work hardly lengthens processor
time."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ratios now / before of one row, or of several. low, high: None with too few pairs."""

    name: str
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Geometric mean."""
        return math.exp(statistics.fmean(self._logs))

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the true ratio lies, as sure as SURE; None with too few pairs."""
        count = len(self.ratios)
        if count < FEWEST:
            return None
        spread = statistics.stdev(self._logs) / math.sqrt(count)
        reach = float(student.ppf((1 + SURE) / 2, count - 1)) * spread
        middle = statistics.fmean(self._logs)
        return math.exp(middle - reach), math.exp(middle + reach)

    def is_slower(self, bar: float) -> bool:
        """The whole interval is above the bar: it is not noise."""
        return self.interval is not None and self.interval[0] > bar

    def told(self, bar: float) -> str:
        """What is wrong with one that is slower."""
        low, high = self.interval or (0.0, 0.0)
        return f"{self.name} is slower than {bar:g} x: {low:.2f} to {high:.2f} x."

    @property
    def _logs(self) -> list[float]:
        return [math.log(ratio) for ratio in self.ratios]


def compared(
    before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> list[Comparison]:
    """Every row that both runs have, then each task over all of its rows."""
    earlier = {_snapshot(run): run for run in before if run["figures"]}
    rows: dict[tuple[str, str], list[float]] = {}
    for run in now:
        found = earlier.get(_snapshot(run))
        ratio = _ratio(found, run) if found and run["figures"] else None
        if ratio is not None:
            rows.setdefault((run["task"], _row(run)), []).append(ratio)
    each = [Comparison(name, tuple(ratios)) for (_, name), ratios in rows.items()]
    return [*each, *_together(rows)]


def _together(rows: Mapping[tuple[str, str], Sequence[float]]) -> list[Comparison]:
    """Tasks of several rows, each over all of its rows."""
    tasks = dict.fromkeys(task for task, _ in rows)
    parts = {task: [ratios for (of, _), ratios in rows.items() if of == task] for task in tasks}
    return [
        Comparison(f"all of {task}", tuple(chain.from_iterable(mine)))
        for task, mine in parts.items()
        if len(mine) > 1
    ]


def against_sheet(comparisons: Sequence[Comparison], bar: float) -> Sheet:
    """A row per comparison."""
    title = f"Beside the earlier run: now / before, and where the truth lies ({SURE:.0%} sure)"
    columns = ("what", "pairs", "now / before", "interval", f"slower than {bar:g} x")
    rows = tuple(
        (each.name, str(len(each.ratios)), f"{each.ratio:.3f}", *_judged(each, bar))
        for each in comparisons
    )
    return Sheet(title, columns, 1, rows)


def _judged(each: Comparison, bar: float) -> tuple[str, str]:
    if each.interval is None:
        return f"needs {FEWEST} pairs", "unknown"
    low, high = each.interval
    verdict = "YES" if each.is_slower(bar) else "no" if high < bar else "maybe"
    return f"{low:.3f} to {high:.3f}", verdict


def _snapshot(run: Mapping[str, Any]) -> Key:
    """Runs of equal keys measured the same."""
    return tuple(run[name] for name in ("task", "workload", "tightness", "seed", "peer"))


def _row(run: Mapping[str, Any]) -> str:
    parts = (run["workload"], f"{run['tightness']:g}", run["task"], run["peer"])
    return " ".join(part for part in parts if part)


def _ratio(before: Mapping[str, Any], now: Mapping[str, Any]) -> float | None:
    """Now / before by the first clock that both have, less what the machine's pace explains."""
    for clock in CLOCKS:
        then, since = before["figures"].get(clock), now["figures"].get(clock)
        if then and since:
            ratio: float = since / now["pace"] * before["pace"] / then
            return ratio
    return None
