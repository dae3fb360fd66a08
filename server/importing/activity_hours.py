"""Weekly hours seen in somebody's activity: an hour-of-week histogram, smoothed and cut."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

HOURS_PER_DAY = 24
HOURS_PER_WEEK = 168

Span = tuple[int, int]
"""(first hour of the week, number of hours); hour 0 is Monday 00:00."""

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Smoothing:
    """How a histogram becomes hours.

    Each hour of the week counts `own_day` of itself and the rest of the mean of that
    hour over Monday to Friday, or over the weekend; then an eighth of it goes to each
    neighbour. An hour is active from `threshold` times the mean hour of the week.
    Gaps up to `bridge` hours are closed, spans below `shortest` hours dropped.
    """

    own_day: float
    threshold: float
    bridge: int = 2
    shortest: int = 3


def active_spans(times: Iterable[datetime], smoothing: Smoothing) -> tuple[Span, ...]:
    """Spans of activity in a week, by first hour, from naive local times."""
    histogram = np.zeros(HOURS_PER_WEEK)
    for time in times:
        histogram[time.weekday() * HOURS_PER_DAY + time.hour] += 1
    smooth = _over_neighbours(_over_days(histogram, smoothing.own_day))
    # The sums of one week differ in their last bits from machine to machine: rounded away.
    active = np.round(smooth, 6) >= np.round(smoothing.threshold * histogram.mean(), 6)
    if not histogram.any():
        return ()
    bridged = _bridged(_spans(active), smoothing.bridge)
    return tuple(span for span in bridged if span[1] >= smoothing.shortest)


def _over_days(histogram: FloatArray, own_day: float) -> FloatArray:
    days = histogram.reshape(7, HOURS_PER_DAY)
    mixed = own_day * days
    mixed[:5] += (1 - own_day) * days[:5].mean(axis=0)
    mixed[5:] += (1 - own_day) * days[5:].mean(axis=0)
    return mixed.reshape(HOURS_PER_WEEK)


def _over_neighbours(hours: FloatArray) -> FloatArray:
    return 0.75 * hours + 0.125 * (np.roll(hours, 1) + np.roll(hours, -1))


def _spans(active: NDArray[np.bool_]) -> list[Span]:
    """Runs of active hours around the week."""
    if active.all():
        return [(0, HOURS_PER_WEEK)]
    spans = []
    for start in np.flatnonzero(active & ~np.roll(active, 1)):
        length = 0
        while active[(start + length) % HOURS_PER_WEEK]:
            length += 1
        spans.append((int(start), length))
    return spans


def _bridged(spans: list[Span], bridge: int) -> list[Span]:
    """Spans joined where the gap between them, around the week, is short."""
    joined: list[Span] = []
    for start, length in spans:
        if joined and start - sum(joined[-1]) <= bridge:
            joined[-1] = (joined[-1][0], start + length - joined[-1][0])
        else:
            joined.append((start, length))
    if joined and joined[0][0] + HOURS_PER_WEEK - sum(joined[-1]) <= bridge:
        if len(joined) == 1:
            return [(0, HOURS_PER_WEEK)]
        first, last = joined[0], joined.pop()
        joined[0] = (last[0], first[0] + HOURS_PER_WEEK + first[1] - last[0])
        joined.sort()
    return joined
