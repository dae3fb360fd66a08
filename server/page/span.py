"""Stretches of a bar, as percentages that SVG reads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where a stretch begins and how long it is, such as `12.5%`."""

    start: str
    length: str


def span(start: int, end: int, whole: int) -> Span:
    """The stretch from start to end, in whichever order, as far as it lies in a bar that is
    `whole` long."""
    low, high = (min(max(one, 0), max(whole, 0)) for one in sorted((start, end)))
    return Span(percentage(low, whole), percentage(high - low, whole))


def percentage(part: int, whole: int) -> str:
    """A share from 0 to 1 with three digits, in integers so that equal batches give equal pages."""
    if whole <= 0:
        return "0%"
    percent, mils = divmod(part * 100_000 // whole, 1_000)
    return f"{percent}.{mils:03}".rstrip("0").rstrip(".") + "%"
