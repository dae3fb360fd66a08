"""What the levels above fit leave open, by class of cases (02 section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.arrays import alike
from solver.candidates import Candidates
from solver.classes import Classes
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Tight:
    """Classes of cases with the same open ways at the same scores.

    sets: open set of each class. open: the open ways of each set.
    """

    classes: Classes
    sets: Indexes
    open: tuple[Ints, ...]

    def groups(self) -> Iterator[tuple[Ints, Ints]]:
        """Classes of each set, the small ones first, and its ways."""
        by_set = np.lexsort((self.classes.count, self.sets))
        starts = np.searchsorted(self.sets[by_set], np.arange(len(self.open) + 1))
        for number, ways in enumerate(self.open):
            yield by_set[starts[number] : starts[number + 1]], ways


@dataclass(frozen=True, slots=True, eq=False)
class OpenHubs:
    """Where rows of cases may go above fit.

    number: set of open hubs of each row. sets: the hubs of each set.
    """

    number: Indexes
    sets: list[Ints]

    @staticmethod
    def of(count: int, row: Indexes, hub: Ints) -> "OpenHubs":
        """From the open arcs of so many rows to hubs, by row."""
        starts = np.searchsorted(row, np.arange(count + 1))
        width = int(np.diff(starts).max(initial=1))
        table = np.full((count, width), -1, dtype=np.int64)
        table[row, np.arange(len(row)) - starts[row]] = hub
        first, number = alike(list(table.T))
        return OpenHubs(number.astype(np.int32), [some[some >= 0] for some in table[first]])

    def __getitem__(self, row: Indexes) -> "OpenHubs":
        """Those of some rows."""
        return OpenHubs(self.number[row], self.sets)


def tight_of(
    candidates: Candidates, hub_of_way: Ints, open_way: Bools, open_hubs: OpenHubs, apart: Ints
) -> Tight:
    """The classes of what is open.

    open_way: the arc hub -> desk is open; shape: ways. open_hubs: of the cases. apart: cases of
    different numbers share no class; those with removed pairs share none with anybody; shape:
    cases.
    """
    sets = open_hubs.number
    alone = np.where(candidates.is_touched, np.arange(len(sets)) + 1, 0)
    columns = [sets, candidates.fits.classes.of_case, alone, apart]
    classes = Classes.of([column.astype(np.int32) for column in columns])
    ways = tuple(np.flatnonzero(open_way & np.isin(hub_of_way, some)) for some in open_hubs.sets)
    return Tight(classes, sets[classes.first], ways)
