"""Plots of a run. Needs the extra `bench`."""

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.growth import Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FILE = "growth.png"
MARKS = "os^Dv"


def can_plot() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def plot_growth(points: Sequence[Point], where: Mapping[str, str], folder: Path) -> Path:
    """Time per case and per pair over sizes, as a PNG with machine and date; its path."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _panel(left, points, "cases", "ms per case", lambda p: (p.cases, 1e3 / p.cases))
    _panel(right, points, "pairs", "ns per pair", lambda p: (p.pairs, 1e9 / max(p.pairs, 1)))
    figure.suptitle("Growth: every pair eligible, fit from facts, all levels proved")
    figure.supxlabel(_machine(where), fontsize=7, color="grey")
    path = folder / FILE
    # No date in the file itself: equal plots are equal bytes.
    figure.savefig(path, dpi=110, metadata={"Software": None})
    return path


def _panel(
    axes: "Axes",
    points: Sequence[Point],
    over: str,
    unit: str,
    scale: Callable[[Point], tuple[int, float]],
) -> None:
    """A line per tightness and stage; both axes logarithmic."""
    for place, tightness in enumerate(sorted({point.tightness for point in points})):
        mine = [point for point in points if point.tightness == tightness]
        size = [scale(point)[0] for point in mine]
        for style, name, seconds in (
            ("-", "in all", [point.total for point in mine]),
            ("--", "solve + prove", [point.solve.median for point in mine]),
            (":", "build", [point.build.median for point in mine]),
        ):
            times = [spent * scale(point)[1] for spent, point in zip(seconds, mine, strict=True)]
            mark = MARKS[place % len(MARKS)]
            axes.loglog(
                size, times, style, marker=mark, color=f"C{place}", label=f"{name}, {tightness:g}"
            )
    axes.set_xlabel(over)
    axes.set_ylabel(unit)
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend(title="stage, tightness", fontsize=8)


def _machine(where: Mapping[str, str]) -> str:
    names = ("cpu", "cores", "memory", "date", "commit", "load")
    return ", ".join(f"{name} {where[name]}" for name in names if where.get(name))
