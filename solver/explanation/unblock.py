"""When somebody is free who is refused now (V4).

An agent is free for a case when the last of his refusals has ended, and a case has
somebody when the first of its agents is free. A refusal that ends nobody knows when
leaves a span in which it may: so an agent whose end is unknown hides the answer only if
he could be the first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from solver.compile import Compiled
from solver.eligibility import pair_keys
from solver.moments import moment_at
from solver.reasons import CHANGING, Reason
from solver.rules import NEVER, UNKNOWN, Ending, Filter, Limit, PairFilter
from solver.units import Bools, Indexes, Ints

FREE = UNKNOWN
"""Before every moment: where nothing refuses."""


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """Between which moments refusals end, in UTC microseconds; the same where it is known.

    From FREE to NEVER where nothing is known, both NEVER where waiting does not help, both
    FREE where nothing refuses. Both of the same shape.
    """

    first: Ints
    last: Ints

    def __getitem__(self, chosen: Ints | slice) -> "Span":
        return Span(self.first[chosen], self.last[chosen])

    def until(self, agents: Ints, ends: "Span") -> "Span":
        """With further refusals of some agents: they must have ended as well."""
        first, last = self.first.copy(), self.last.copy()
        first[agents] = np.maximum(first[agents], ends.first)
        last[agents] = np.maximum(last[agents], ends.last)
        return Span(first, last)


def free(shape: tuple[int, ...]) -> Span:
    """Nothing refuses."""
    return Span(np.full(shape, FREE, dtype=np.int64), np.full(shape, FREE, dtype=np.int64))


def known(moments: Ints, refused: Bools) -> Span:
    """Where something refuses, its end."""
    last = np.where(moments == UNKNOWN, NEVER, moments)
    return Span(np.where(refused, moments, FREE), np.where(refused, last, FREE))


def first_unblock(ends: Span) -> datetime | None:
    """When the first refused agent is free; None if nobody can tell, or if nobody ever is."""
    refused = ends.last != FREE
    first = int(ends.first[refused].min(initial=NEVER))
    last = int(ends.last[refused].min(initial=NEVER))
    return moment_at(first) if first == last < NEVER else None


class Unblocking:
    """Ends of refusals, asked of each rule once and only if it refuses somebody who is met."""

    def __init__(self, compiled: Compiled) -> None:
        self._snapshot = compiled.snapshot
        self._eligible = compiled.eligibility
        self._filters = compiled.rulebook.filters
        self._limits = compiled.rulebook.limits
        self._moments: dict[Reason, Ints] = {}

    def of_queues(self, queues: Indexes) -> Span:
        """The end of what holds for all cases of some queues: any queue will do; shape: agents."""
        refused = self._eligible.refused[queues]
        ends = free(refused.shape)
        for reason in _reasons(refused):
            ends = _both(ends, known(self._of(reason)[queues], refused & reason.bit != 0))
        return Span(ends.first.min(axis=0), ends.last.min(axis=0))

    def of_exceptions(self, start: int, end: int) -> Span:
        """The ends of a run of exceptions; shape: its pairs."""
        return self._exceptions[start:end]

    @cached_property
    def _exceptions(self) -> Span:
        """The ends of all exceptions; shape: that of `Eligibility.exceptions`."""
        pairs = self._eligible.exceptions
        ends = free(pairs.key.shape)
        for rule in self._filters:
            if isinstance(rule, PairFilter):
                listed = pair_keys(rule.refused(self._snapshot), pairs.agent_count)
                place = np.searchsorted(pairs.key, listed)
                own = known(self._asked(rule, listed.shape), np.ones(listed.shape, dtype=np.bool_))
                np.maximum.at(ends.first, place, own.first)
                np.maximum.at(ends.last, place, own.last)
        return ends

    def _of(self, reason: Reason) -> Ints:
        """Ends of one reason; shape: queues x agents."""
        if reason not in self._moments:
            self._moments[reason] = self._find(reason)
        return self._moments[reason]

    def _find(self, reason: Reason) -> Ints:
        shape = self._eligible.refused.shape
        for rule in self._filters:
            if rule.reason == reason and not isinstance(rule, PairFilter):
                return self._asked(rule, shape)
        for limit, counted in zip(self._limits, self._eligible.limits, strict=True):
            if limit.reason == reason:
                never = np.broadcast_to(counted.usage.limit == 0, shape)
                return np.where(never, NEVER, self._asked(limit, shape))
        return np.full(shape, NEVER, dtype=np.int64)

    def _asked(self, rule: Filter | Limit, shape: tuple[int, ...]) -> Ints:
        """What the rule tells, or else what is known of its reason."""
        if isinstance(rule, Ending):
            return np.broadcast_to(rule.unblock(self._snapshot), shape)
        return np.full(shape, UNKNOWN if rule.reason in CHANGING else NEVER, dtype=np.int64)


def _both(one: Span, other: Span) -> Span:
    """Where both must have ended."""
    return Span(np.maximum(one.first, other.first), np.maximum(one.last, other.last))


def _reasons(masks: Ints) -> Iterator[Reason]:
    """The reasons that occur."""
    met = int(np.bitwise_or.reduce(masks, axis=None))
    return (reason for reason in Reason if met & reason.bit)
