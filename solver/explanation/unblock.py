"""When refused agents are free, asked of the rules (V4)."""

from functools import cached_property, reduce

import numpy as np

from solver.compile import Compiled
from solver.eligibility import pair_keys
from solver.explanation.ends import Ends, Span, free
from solver.moments import MICROSECOND
from solver.reasons import CHANGING, Reason, reasons_in
from solver.rules import (
    NEVER,
    UNKNOWN,
    Filter,
    Limit,
)
from solver.rules.kinds import is_ending, is_entry_filter, is_pair_filter, is_widening
from solver.units import Indexes, Ints
from solver.weighted import ever_light_enough, too_heavy


class Unblocking:
    """Ends of refusals, asked of each rule once and only if it refuses somebody who is met."""

    def __init__(self, compiled: Compiled) -> None:
        self._snapshot = compiled.snapshot
        self._eligible = compiled.eligibility
        self._members = compiled.eligibility.memberships
        self._rules = compiled.rulebook
        self._moments: dict[Reason, Ints] = {}
        self._by_profile: dict[Reason, tuple[Indexes, Ints]] = {}
        self._waits: dict[Reason, tuple[Indexes, Ints]] = {}

    def of(self, entries: Ints, agents: Ints, masks: Ints) -> Ends:
        """Ends of refusals given as masks; shape: entries x agents."""
        ends = (
            self.of_rows(reason, entries[:, None], agents[None, :]).where(masks & reason.bit != 0)
            for reason in reasons_in(int(np.bitwise_or.reduce(masks, axis=None)))
        )
        return reduce(Ends.__and__, ends, free(masks.shape))

    def of_exceptions(self, start: int, end: int) -> Span:
        """The ends of a run of exceptions; shape: its pairs."""
        return self._exceptions[start:end]

    @cached_property
    def _exceptions(self) -> Span:
        """The ends of all exceptions; shape: that of `Eligibility.exceptions`."""
        pairs, ends = self._eligible.exceptions, free(self._eligible.exceptions.key.shape).span
        first, last = ends.first.copy(), ends.last.copy()
        for rule in self._rules.filters:
            if is_pair_filter(rule):
                listed = pair_keys(rule.refused(self._snapshot), pairs.agent_count)
                place = np.searchsorted(pairs.key, listed)
                own = Ends.at(self._asked(rule, listed.shape)).span
                np.maximum.at(first, place, own.first)
                np.maximum.at(last, place, own.last)
        heavy, own = self._heavy()
        place = np.searchsorted(pairs.key, heavy)
        np.maximum.at(first, place, own.first)
        np.maximum.at(last, place, own.last)
        return Span(first, last)

    def _heavy(self) -> tuple[Ints, Span]:
        """Pairs too heavy by a weight of their own, and when that ends (S13, L2)."""
        weighted = self._eligible.weighted
        if weighted is None:
            return np.zeros(0, dtype=np.int64), free((0,)).span
        pairs = too_heavy(weighted)
        possible = weighted.of(pairs.case, pairs.agent) <= weighted.limit[pairs.agent]
        ends = Ends.at(np.where(possible, UNKNOWN, NEVER))
        return pair_keys(pairs, len(weighted.used)), ends.span

    def of_rows(self, reason: Reason, entries: Ints, agents: Ints) -> Ends:
        """Ends of one reason wherever it may refuse; both of one shape, or broadcast to it."""
        if not any(reason in told for told in (self._moments, self._by_profile, self._waits)):
            self._find(reason)
        if reason in self._by_profile:
            profile, moments = self._by_profile[reason]
            return Ends.at(moments[profile[entries], agents])
        if reason in self._waits:
            profile, waits = self._waits[reason]
            return Ends.after(waits[profile[entries], agents])
        queues = self._members.queue[entries]
        return Ends.at(self._moments[reason][queues, agents])

    def _find(self, reason: Reason) -> None:
        """Asks whoever stands for the reason."""
        if reason == Reason.BELOW_MIN_FIT:
            self._waits[reason] = self._members.queue, self._quality_waits()
            return
        if self._eligible.weighted and reason == Reason.WEIGHTED_CAPACITY:
            light = ever_light_enough(self._eligible.weighted, self._members)
            self._by_profile[reason] = light.profile, np.where(light.allowed, UNKNOWN, NEVER)
            return
        for rule in self._rules.filters:
            if rule.reason == reason and is_widening(rule):
                told = rule.waits(self._snapshot, self._members)
                self._waits[reason] = told.profile, told.wait
                return
        self._moments[reason] = self._moments_of(reason)

    def _moments_of(self, reason: Reason) -> Ints:
        """Ends by the clock; shape: queues x agents."""
        shape = self._members.bucket.shape
        for rule in self._rules.filters:
            if rule.reason == reason and not _is_sparse(rule):
                return self._asked(rule, shape)
        for limit, counted in zip(self._rules.limits, self._eligible.limits, strict=True):
            if limit.reason == reason:
                never = np.broadcast_to(counted.usage.limit == 0, shape)
                return np.where(never, NEVER, self._asked(limit, shape))
        return np.full(shape, NEVER, dtype=np.int64)

    def _quality_waits(self) -> Ints:
        """When each queue waives its least fit (Q7); shape: queues x agents."""
        waits = [queue.min_fit_wait for queue in self._snapshot.policy.queues]
        table = [NEVER if wait is None else wait // MICROSECOND for wait in waits]
        return np.broadcast_to(np.array(table)[:, None], self._members.bucket.shape)

    def _asked(self, rule: Filter | Limit, shape: tuple[int, ...]) -> Ints:
        """What the rule tells, or else what is known of its reason."""
        if is_ending(rule):
            return np.broadcast_to(rule.unblock(self._snapshot), shape)
        return np.full(shape, UNKNOWN if rule.reason in CHANGING else NEVER, dtype=np.int64)


def _is_sparse(rule: Filter) -> bool:
    """True for rules that do not answer for queues x agents."""
    return is_pair_filter(rule) or is_entry_filter(rule)
