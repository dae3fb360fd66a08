"""Which queues take which cases, and where turns decide."""

from dataclasses import dataclass

import numpy as np

from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Memberships:
    """Which queues take which cases, and in what order (Q1-Q6, Q10, Q13).

    case, queue, offset, own: one entry per (case, queue), sorted by case, then in the
    order in which the queues are tried. offset: steps of the chain before the queue's
    first bucket. own: the queue takes the case itself, not as a fallback.
    group: drain group of each case, 0 first; shape: cases.
    bucket: bucket of each agent in each queue from 0, -1 where he is in none;
    shape: queues x agents.
    designated: the agent who is bucket 1 of the case, -1 for none; shape: cases.
    catch_all: position of the catch-all queue, -1 for none.
    """

    case: Indexes
    queue: Indexes
    offset: Indexes
    own: Bools
    group: Indexes
    bucket: Indexes
    designated: Indexes
    catch_all: int = -1

    def first_entries(self) -> Ints:
        """Where the entries of each case start, with the end at last; shape: cases + 1."""
        starts: Ints = np.searchsorted(self.case, np.arange(len(self.group) + 1))
        return starts

    def is_home(self, entry: Ints | Indexes) -> Bools:
        """True for the case's own queues, and for the catch-all of a case that has none.

        In these the designated agent is bucket 1 (Q13).
        """
        home: Bools = self.own[entry] | (self.first_entries()[self.case[entry]] == entry)
        return home


@dataclass(frozen=True, slots=True, eq=False)
class Rotation:
    """Queues in which turns decide now (Q8).

    turning: shape: queues. score: `1 - pos / N` in units of 1e-4, also of queues that do
    not turn now; shape: queues x agents.
    """

    turning: Bools
    score: Ints
