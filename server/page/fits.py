"""Where fits come from: waterfalls of pillars, and how fits are spread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from allotment.v1 import explanation_pb2 as pb
from server.page.span import Span, percentage, span
from solver.units import PPM, SCORE

COLUMNS = 20
"""Columns of the spread: 5 % of fit each."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a waterfall. amount: in units of 1e-4; bar: where it lies between 0 and 1."""

    name: str
    amount: int
    bar: Span


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Pillars whose contributions add up to the fit, exactly; all in units of 1e-4.

    penalty: what recent assignments took (S3); discount: what the batch counts off (S4), which
    is never part of the fit. None: there was none.
    """

    pillars: tuple[Step, ...]
    fit: Step
    penalty: Step | None
    discount: Step | None


def waterfall(fit: pb.FitBreakdown, discount: int) -> Waterfall:
    """The steps to one fit."""
    contributions = [(pillar.pillar, pillar.contribution) for pillar in fit.pillars]
    return _waterfall(contributions, fit.fit, before_penalty(fit), discount)


def before_penalty(fit: pb.FitBreakdown) -> int:
    """The fit as it would be without the penalty, in units of 1e-4; a sent one has none."""
    if not fit.pillars:
        return fit.fit
    return round(sum(one.weight * one.value for one in fit.pillars) * SCORE / (PPM * PPM))


def mean_waterfall(told: Sequence[pb.Explanation]) -> Waterfall | None:
    """The mean steps of the fits that have pillars; None where there are none."""
    fits = [one for one in told if one.fit.pillars]
    if not fits:
        return None
    sums: dict[str, int] = {}
    for one in fits:
        for pillar in one.fit.pillars:
            sums[pillar.pillar] = sums.get(pillar.pillar, 0) + pillar.contribution
    count = len(fits)
    return _waterfall(
        [(name, round(total / count)) for name, total in sums.items()],
        round(sum(one.fit.fit for one in fits) / count),
        round(sum(before_penalty(one.fit) for one in fits) / count),
        round(sum(one.discount for one in fits) / count),
    )


def _waterfall(
    contributions: Iterable[tuple[str, int]], fit: int, before: int, discount: int
) -> Waterfall:
    steps, start = [], 0
    for name, amount in contributions:
        steps.append(Step(name, amount, span(start, start + amount, SCORE)))
        start += amount
    took = before - fit
    return Waterfall(
        pillars=tuple(steps),
        fit=Step("", fit, span(0, fit, SCORE)),
        penalty=Step("", took, span(fit, before, SCORE)) if took > 0 else None,
        discount=Step("", discount, span(fit - discount, fit, SCORE)) if discount else None,
    )


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a histogram. label: what it stands for; below: written under it."""

    label: str
    below: str
    count: int
    x: str
    height: int


HEIGHT = 120
"""Of the highest column, in pixels."""


def columns(labels: Sequence[str], below: Sequence[str], counts: Sequence[int]) -> list[Column]:
    """Columns side by side, the highest one HEIGHT high."""
    most = max(counts, default=0)
    return [
        Column(label, under, count, percentage(place, len(counts)), _height(count, most))
        for place, (label, under, count) in enumerate(zip(labels, below, counts, strict=True))
    ]


def _height(count: int, most: int) -> int:
    """Something is seen of every column that is not empty."""
    return max(count * HEIGHT // most, 2) if count else 0


def spread(fits: Iterable[int]) -> list[Column]:
    """How many fits lie in each twentieth of 0 to 1; empty without any."""
    counts, step = [0] * COLUMNS, SCORE // COLUMNS
    for fit in fits:
        counts[min(max(fit // step, 0), COLUMNS - 1)] += 1
    if not any(counts):
        return []
    edges = [place * 100 // COLUMNS for place in range(COLUMNS + 1)]
    labels = [f"{low} to {high} %" for low, high in pairwise(edges)]
    below = [f"{edge} %" if edge % 25 == 0 else "" for edge in edges[:-1]]
    return columns(labels, below, counts)
