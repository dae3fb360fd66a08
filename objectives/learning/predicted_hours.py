"""Predicted hours: when people are active, from when they were (S6).

An hour-of-week histogram in which old activity counts less, smoothed and cut.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from solver.units import Bools, Indexes

HOURS_PER_DAY = 24
HOURS_PER_WEEK = 168

Span = tuple[int, int]
"""(first hour of the week, number of hours); hour 0 is Monday 00:00."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Smoothing:
    """How a histogram becomes hours.

    Activity counts half after each `half_life`; None: it is never forgotten. Each hour of
    the week counts `own_day` of itself and the rest of the mean of that hour over Monday
    to Friday, or over the weekend; then an eighth of it goes to each neighbour. An hour is
    active from `threshold` times the mean hour of the week. Gaps up to `bridge` hours are
    closed, spans below `shortest` hours dropped.
    """

    own_day: float = 0.5
    threshold: float = 1.0
    half_life: timedelta | None = timedelta(days=28)
    bridge: int = 2
    shortest: int = 3


@dataclass(frozen=True, slots=True, eq=False)
class Activity:
    """Single moments of activity, all of shape: moments.

    person: position of the person. hour: local hour of the week. age: before the moment
    of learning, in seconds, never below 0.
    """

    person: Indexes
    hour: Indexes
    age: Floats


def histograms(activity: Activity, people: int, smoothing: Smoothing) -> Floats:
    """Activity by hour of the week, the old counting less; shape: people x 168."""
    place = activity.person.astype(np.int64) * HOURS_PER_WEEK + activity.hour
    weight = remembered(activity.age, smoothing.half_life)
    counts = np.bincount(place, weights=weight, minlength=people * HOURS_PER_WEEK)
    return counts.astype(np.float64).reshape(people, HOURS_PER_WEEK)


def remembered(age: Floats, half_life: timedelta | None) -> Floats:
    """How much activity of an age in seconds still counts, from 1 down."""
    if half_life is None:
        return np.ones_like(age)
    weight: Floats = np.exp2(-age / half_life.total_seconds())
    return weight


def smoothed(histogram: Floats, smoothing: Smoothing) -> Floats:
    """Share of each hour in the mean hour of the week, 0 where nothing was; any x 168."""
    hours = _over_neighbours(_over_days(histogram, smoothing.own_day))
    mean = histogram.mean(axis=-1, keepdims=True)
    ratio: Floats = np.divide(hours, mean, out=np.zeros_like(hours), where=mean > 0)
    # The sums of one week differ in their last bits from machine to machine: rounded away.
    return np.round(ratio, 6)


def active_spans(histogram: Floats, smoothing: Smoothing) -> tuple[Span, ...]:
    """Spans of activity in a week, by first hour; shape of histogram: 168."""
    if not histogram.any():
        return ()
    active = smoothed(histogram, smoothing) >= smoothing.threshold
    bridged = _bridged(_spans(active), smoothing.bridge)
    return tuple(span for span in bridged if span[1] >= smoothing.shortest)


def _over_days(histogram: Floats, own_day: float) -> Floats:
    days = histogram.reshape(*histogram.shape[:-1], 7, HOURS_PER_DAY)
    mixed = own_day * days
    for some in (slice(0, 5), slice(5, 7)):
        mixed[..., some, :] += (1 - own_day) * days[..., some, :].mean(axis=-2, keepdims=True)
    return mixed.reshape(histogram.shape)


def _over_neighbours(hours: Floats) -> Floats:
    return 0.75 * hours + 0.125 * (np.roll(hours, 1, axis=-1) + np.roll(hours, -1, axis=-1))


def _spans(active: Bools) -> list[Span]:
    """Runs of active hours around the week."""
    if active.all():
        return [(0, HOURS_PER_WEEK)]
    starts = np.flatnonzero(active & ~np.roll(active, 1))
    ends = np.flatnonzero(~active & np.roll(active, 1))
    if len(starts) and ends[0] < starts[0]:
        ends = np.append(ends[1:], ends[0] + HOURS_PER_WEEK)
    return [(int(start), int(end - start)) for start, end in zip(starts, ends, strict=True)]


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
