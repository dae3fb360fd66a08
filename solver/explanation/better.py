"""Who suits a case better than whoever got it, whether he may take it or not (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.explanation.blocked import Blocked
from solver.explanation.places import Places
from solver.units import Bools, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Better:
    """By case, the best first, of equal ones the first by id.

    entry, mask: where a blocked one is nearest to free, and what refuses him there; -1 and 0 of
    those who may take the case.
    """

    case: Ints
    agent: Ints
    fit: Ints
    entry: Ints
    mask: Ints

    def __getitem__(self, chosen: Bools) -> "Better":
        return Better(*(getattr(self, name)[chosen] for name in Better.__slots__))

    @property
    def free(self) -> Bools:
        """True for those who may take the case."""
        free: Bools = self.mask == 0
        return free


def better_agents(places: Places, blocked: Blocked, most: int) -> Better:
    """Up to so many for each case."""
    free = len(places.better_case)
    columns = (
        np.append(places.better_case, blocked.case),
        np.append(places.better_agent, blocked.agent),
        np.append(places.better_fit, blocked.fit),
        np.append(np.full(free, -1, dtype=np.int64), blocked.entry),
        np.append(np.zeros(free, dtype=np.int64), blocked.mask),
    )
    order = np.lexsort((columns[1], -columns[2], columns[0]))
    case = columns[0][order]
    order = order[np.arange(len(case)) - np.searchsorted(case, case) < most]
    return Better(*(column[order] for column in columns))
