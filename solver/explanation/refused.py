"""What refuses some pairs: every reason with its numbers, and when it ends (03, V4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.compile import Compiled
from solver.explanation.ends import Span
from solver.explanation.unblock import Unblocking
from solver.moments import micros, moment_at
from solver.reasons import CAPACITY, CHANGING, Reason, reasons_in
from solver.rules import NEVER, NO_LIMIT, Scope
from solver.units import Ints

UNTOLD = -1
"""A number that a reason does not have, or a moment that nobody knows."""
_ENDLESS = (Reason.NOT_SCORED, Reason.LOCKED_TO_OTHER)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason with its numbers. used, limit: of a counting limit; unblock: None if unknown."""

    reason: Reason
    used: int | None = None
    limit: int | None = None
    unblock: datetime | None = None

    @property
    def may_change(self) -> bool:
        """Time alone can change it."""
        return self.reason in CHANGING

    @property
    def is_capacity(self) -> bool:
        """It is a capacity limit."""
        return self.reason in CAPACITY


@dataclass(frozen=True, slots=True, eq=False)
class RefusedPairs:
    """Pairs, each looked at in one entry of its case. mask: all that refuses it; shape: pairs."""

    case: Ints
    agent: Ints
    entry: Ints
    mask: Ints


class Refused:
    """The refusals of some pairs; equal ones are one object."""

    def __init__(self, compiled: Compiled, pairs: RefusedPairs) -> None:
        """Asks each rule once."""
        self._compiled = compiled
        self._unblocking = Unblocking(compiled)
        self._of: list[list[Refusal]] = [[] for _ in range(len(pairs.case))]
        known: dict[tuple[int, ...], Refusal] = {}
        for reason in reasons_in(int(np.bitwise_or.reduce(pairs.mask, initial=0))):
            for pair, *numbers in self._rows(reason, pairs):
                key = (reason, *numbers)
                if key not in known:
                    known[key] = _refusal(reason, *numbers)
                self._of[pair].append(known[key])

    def of(self, pair: int) -> tuple[Refusal, ...]:
        """Of one pair, in the order of reasons."""
        return tuple(self._of[pair])

    def _rows(self, reason: Reason, pairs: RefusedPairs) -> Iterator[tuple[int, int, int, int]]:
        """Pair, used, limit and end of one reason, wherever it refuses."""
        pair = np.flatnonzero(pairs.mask & reason.bit != 0)
        case, agent, entry = pairs.case[pair], pairs.agent[pair], pairs.entry[pair]
        columns = pair, *self._usage(reason, agent, entry), self._ends(reason, case, agent, entry)
        yield from zip(*(column.tolist() for column in columns), strict=True)

    def _usage(self, reason: Reason, agent: Ints, entry: Ints) -> tuple[Ints, Ints]:
        """What its limit has counted, and allows."""
        eligible, untold = self._compiled.eligibility, np.full(len(agent), UNTOLD, dtype=np.int64)
        for counted in eligible.limits:
            if counted.reason == reason:
                queue = eligible.memberships.queue[entry]
                place = (queue, agent) if counted.scope == Scope.QUEUE else (agent,)
                limit = counted.usage.limit[place]
                return counted.usage.used[place], np.where(limit == NO_LIMIT, UNTOLD, limit)
        return untold, untold

    def _ends(self, reason: Reason, case: Ints, agent: Ints, entry: Ints) -> Ints:
        """When it ends by itself, in UTC microseconds."""
        exceptions = self._compiled.eligibility.exceptions
        ends = np.full(len(case), UNTOLD, dtype=np.int64)
        listed, bits = exceptions.find(case, agent)
        single = np.flatnonzero(listed & (bits & reason.bit != 0))
        if len(single):
            place = np.searchsorted(
                exceptions.key, case[single] * exceptions.agent_count + agent[single]
            )
            ends[single] = _known(self._unblocking.of_exceptions(0, len(exceptions.key))[place])
        shared = np.setdiff1d(np.arange(len(case)), single)
        if reason not in _ENDLESS and len(shared):
            found = self._unblocking.of_rows(reason, entry[shared], agent[shared])
            ends[shared] = _known(found.of(self._created(case[shared])))
        return ends

    def _created(self, case: Ints) -> Ints:
        """Creation of some cases in UTC microseconds."""
        cases = self._compiled.snapshot.cases
        of = {one: micros(cases[one].created) for one in np.unique(case).tolist()}
        return np.array([of[one] for one in case.tolist()], dtype=np.int64)


def _known(span: Span) -> Ints:
    """The moments that both bounds agree on."""
    known = (span.last >= 0) & (span.first == span.last) & (span.last < NEVER)
    moments: Ints = np.where(known, span.last, UNTOLD)
    return moments


def _refusal(reason: Reason, used: int, limit: int, end: int) -> Refusal:
    told = used == UNTOLD
    return Refusal(
        reason,
        None if told else used,
        None if limit == UNTOLD else limit,
        None if end == UNTOLD else moment_at(end),
    )
