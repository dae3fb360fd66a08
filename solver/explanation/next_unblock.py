"""When the first of the refused agents of a case is free (V4)."""

from datetime import datetime

import numpy as np

from solver.compile import Compiled
from solver.explanation.ends import NO_WAIT, Ends, Span, first_end
from solver.explanation.refusals import Refusals
from solver.explanation.unblock import Unblocking
from solver.factors import SparsePairs
from solver.moments import micros
from solver.units import Ints

MOST_KEPT = 64
"""Ends of so many signatures are kept at a time: they are entries x agents."""


class NextUnblock:
    """Next unblock of cases; those of equal signatures share the work."""

    def __init__(self, compiled: Compiled, refusals: Refusals) -> None:
        self._snapshot = compiled.snapshot
        self._eligible = compiled.eligibility
        self._refusals = refusals
        self._unblocking = Unblocking(compiled)
        self._shared: dict[bytes | None, Ends] = {}
        self._ends_of: dict[bytes | None, Ends] = {}
        self._moments: dict[bytes | None, datetime | None] = {}
        cases = np.arange(compiled.problem.case_count + 1)
        exceptions = compiled.eligibility.exceptions
        self._excepted_from = np.searchsorted(exceptions.key, cases * exceptions.agent_count)

    def of(self, case: int) -> datetime | None:
        """The moment; None if nobody knows it, if nobody is refused, or nobody ever free."""
        if not len(self._refusals.entries(case)):
            return None
        created = micros(self._snapshot.cases[case].created)
        if self._eligible.scored is None and not len(self._excepted(case)):
            return self._alike(case, created)
        return first_end(self._agents_one_by_one(case, created))

    def _alike(self, case: int, created: int) -> datetime | None:
        """The moment of a case without single pairs; found once where no wait counts."""
        key = self._refusals.signatures(case)
        if key is not None and key in self._moments:
            return self._moments[key]
        ends = self._earliest(case)
        moment = first_end(ends.of(created))
        if not (ends.wait != NO_WAIT).any():
            self._moments[key] = moment
        return moment

    def _excepted(self, case: int) -> range:
        return range(int(self._excepted_from[case]), int(self._excepted_from[case + 1]))

    def _earliest(self, case: int) -> Ends:
        """The earliest ends of a case without single pairs; shape: different waits."""
        key = self._refusals.signatures(case)
        if key is None or key not in self._shared:
            refused = self._refusals.of(case)
            self._shared[key] = self._ends(case).earliest((refused != 0).all(axis=0))
        return self._shared[key]

    def _ends(self, case: int) -> Ends:
        """The ends of all refusals but those of single pairs; shape: entries x agents."""
        key = self._refusals.signatures(case)
        if key is None or key not in self._ends_of:
            if len(self._ends_of) == MOST_KEPT:
                self._ends_of.clear()
            refused = self._refusals.of(case)
            everybody = np.arange(refused.shape[1])
            entries = self._refusals.entries(case)
            self._ends_of[key] = self._unblocking.of(entries, everybody, refused)
        return self._ends_of[key]

    def _agents_one_by_one(self, case: int, created: int) -> Span:
        """When each of the scored agents is free; shape: agents."""
        agents = self._scored(case)
        shared = self._of_agents(case, agents).of(created).in_any_queue()
        run = self._excepted(case)
        excepted = self._eligible.exceptions.agents(run.start, run.stop)
        met = np.isin(excepted, agents)
        own = self._unblocking.of_exceptions(run.start, run.stop)[met]
        return shared.until(np.searchsorted(agents, excepted[met]), own)

    def _of_agents(self, case: int, agents: Ints) -> Ends:
        """The ends of all refusals of some agents, but those of single pairs."""
        if self._eligible.scored is None:
            return self._ends(case)
        entries, refused = self._refusals.entries(case), self._refusals.of(case)[:, agents]
        return self._unblocking.of(entries, agents, refused)

    def _scored(self, case: int) -> Ints:
        """The agents who are scored for the case, in order."""
        scored = self._eligible.scored
        if scored is None:
            return np.arange(self._eligible.refused.shape[1])
        run = _run(scored, case)
        return scored.agents(run.start, run.stop)


def _run(pairs: SparsePairs, case: int) -> range:
    """Where the pairs of a case stand."""
    first = case * pairs.agent_count
    start, end = np.searchsorted(pairs.key, [first, first + pairs.agent_count])
    return range(int(start), int(end))
