"""Tables as plain text cells, and how figures are written in them."""

from dataclasses import dataclass

from benchmarks.rows import Spread


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. The first `name_count` columns are words, the others are numbers."""

    title: str
    columns: tuple[str, ...]
    name_count: int
    rows: tuple[tuple[str, ...], ...]


def failed(count: int) -> tuple[str, ...]:
    """Cells of a measurement that broke off."""
    return ("failed", *[""] * (count - 1))


def times(spread: Spread) -> str:
    """Median, and the worst in brackets."""
    unit, name = _unit(spread.median)
    if spread.median == spread.worst:
        return time(spread.median)
    return f"{digits(spread.median / unit)} ({digits(spread.worst / unit)}) {name}"


def time(seconds: float) -> str:
    """Such as `12.3 ms`."""
    unit, name = _unit(seconds)
    return f"{digits(seconds / unit)} {name}"


def _unit(seconds: float) -> tuple[float, str]:
    return (1.0, "s") if seconds >= 1 else (1e-3, "ms")


def digits(value: float) -> str:
    """Three digits, or as many as there are before the point."""
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def ratio(value: float) -> str:
    """Two digits, or as many as there are before the point."""
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


def proof(gap: float | None) -> str:
    """`yes`, or how far from it. gap: as `SolveFigures` has it."""
    if gap is None:
        return "NO"
    return f"gap {ratio(100 * gap)} %" if gap else "yes"


def megabytes(count: float) -> str:
    """Bytes in millions."""
    return f"{count / 1e6:,.0f} MB"
