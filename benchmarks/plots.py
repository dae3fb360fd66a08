"""Plots of a run. Needs the extra `bench`."""

from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.growth import Curve, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKS = "os^Dv<>pP"
EVERY, SOME = (1.0,), (1.0, 2.0, 5.0)
"""Where in a decade a number stands: few where there are many decades."""
STYLES = ("-", "--", ":", "-.")


def can_plot() -> bool:
    """Whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def plot_growth(curves: Sequence[Curve], where: Mapping[str, str], path: Path) -> None:
    """Time per case and per pair over sizes, as a PNG with machine and date."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12, 5.5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _panel(left, curves, "cases", "ms per case", lambda at: (at.cases, 1e3 / at.cases))
    _panel(right, curves, "pairs", "ns per pair", lambda at: (at.pairs, 1e9 / max(at.pairs, 1)))
    right.legend(title="solver, tightness", fontsize=7, loc="upper right")
    figure.suptitle("Growth: every pair eligible, fit from facts; ours with its proof")
    figure.supxlabel(_machine(where), fontsize=7, color="grey")
    # No name of a program in the file: equal figures give equal bytes.
    figure.savefig(path, dpi=110, metadata={"Software": None})


def _panel(
    axes: "Axes",
    curves: Sequence[Curve],
    over: str,
    unit: str,
    scale: Callable[[Point], tuple[int, float]],
) -> None:
    """A colour per solver, a style per tightness; both axes logarithmic."""
    names = list(dict.fromkeys(curve.name for curve in curves))
    tightnesses = sorted({curve.tightness for curve in curves})
    for curve in curves:
        sizes, units = zip(*map(scale, curve.points), strict=True)
        times = [at.seconds * each for at, each in zip(curve.points, units, strict=True)]
        axes.loglog(
            sizes,
            times,
            STYLES[tightnesses.index(curve.tightness) % len(STYLES)],
            marker=MARKS[names.index(curve.name) % len(MARKS)],
            color=f"C{names.index(curve.name)}",
            label=f"{curve.name}, {curve.tightness:g}",
            linewidth=2 if curve.name.startswith("allotment") else 1,
        )
    axes.set_xlabel(over)
    axes.set_ylabel(unit)
    _tick(axes, EVERY if over == "pairs" else SOME)
    axes.grid(visible=True, which="both", alpha=0.25)


def _tick(axes: "Axes", sizes: tuple[float, ...]) -> None:
    """Plain numbers at some places of each decade."""
    from matplotlib.ticker import LogLocator, NullFormatter

    axes.xaxis.set_major_locator(LogLocator(subs=sizes))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_major_locator(LogLocator(subs=SOME))
    axes.yaxis.set_major_formatter("{x:,g}")
    axes.yaxis.set_minor_formatter(NullFormatter())


def _machine(where: Mapping[str, str]) -> str:
    names = ("cpu", "cores", "memory", "date", "commit", "load")
    return ", ".join(f"{name} {where[name]}" for name in names if where.get(name))
