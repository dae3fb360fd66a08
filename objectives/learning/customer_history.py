"""What accounts and agents did together, from resolved cases (S8).

Of the factors of S8 an event log tells two: how fast, and who resolved in the end.
Sentiment and need of attention come from elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.units import Indexes, Ints

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ResolvedCases:
    """Resolved cases, and who had them.

    account, resolver: positions; duration: from opening to resolution in seconds; shape:
    cases. case, agent: one entry per case and agent who held it, the resolver included.
    """

    account: Indexes
    resolver: Indexes
    duration: Floats
    case: Indexes
    agent: Indexes


@dataclass(frozen=True, slots=True, eq=False)
class Medians:
    """Median resolution of accounts with a resolved case; shape: accounts of that kind."""

    account: Ints
    duration: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """Accounts and agents who met, by account and agent.

    handled: cases of the account that the agent held. resolved: those that he resolved in
    the end. mean: their mean duration, NaN where there is none.
    """

    account: Ints
    agent: Ints
    handled: Ints
    resolved: Ints
    mean: Floats


def medians(cases: ResolvedCases) -> Medians:
    """Median duration of each account; of an even number the mean of the middle two."""
    order = np.lexsort((cases.duration, cases.account))
    duration = cases.duration[order]
    account, start, count = np.unique(cases.account[order], return_index=True, return_counts=True)
    low, high = start + (count - 1) // 2, start + count // 2
    return Medians(account.astype(np.int64), (duration[low] + duration[high]) / 2)


def meetings(cases: ResolvedCases, agents: int) -> Meetings:
    """Who met whom how often, and how it ended."""
    held = cases.account[cases.case].astype(np.int64) * agents + cases.agent
    key, handled = np.unique(held, return_counts=True)
    ended = cases.account.astype(np.int64) * agents + cases.resolver
    place = np.searchsorted(key, ended)
    resolved = np.bincount(place, minlength=len(key))
    # Sorted, so that the order of the cases does not matter to the last bit.
    order = np.lexsort((cases.duration, place))
    total = np.bincount(place[order], weights=cases.duration[order], minlength=len(key))
    mean = np.divide(total, resolved, out=np.full(len(key), np.nan), where=resolved > 0)
    account, agent = np.divmod(key, max(agents, 1))
    return Meetings(account, agent, handled.astype(np.int64), resolved.astype(np.int64), mean)
