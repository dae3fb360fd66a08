"""Stretches of a bar, as percentages that SVG reads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Where a stretch begins and how long it is, such as `12.5%`."""

    start: str
    length: str


def span(start: int, end: int, whole: int) -> Span:
    """The stretch from start to end of a bar that is `whole` long; in whichever order."""
    low, high = sorted((start, end))
    return Span(percentage(low, whole), percentage(high - low, whole))


def percentage(part: int, whole: int) -> str:
    """A share with three digits, in integers so that equal batches give equal pages."""
    if whole <= 0:
        return "0%"
    mils = min(max(part, 0), whole) * 100_000 // whole
    return f"{mils / 1000:g}%"
