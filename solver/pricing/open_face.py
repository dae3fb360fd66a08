"""What the levels above fit leave open, by class of cases (02 section 3)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.arrays import alike
from solver.candidates import Candidates
from solver.classes import Classes
from solver.patterns import Patterns
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


def tight_of(
    candidates: Candidates,
    hub_of_way: Ints,
    open_way: Bools,
    open_case: Indexes,
    open_hub: Ints,
    apart: Ints,
) -> Tight:
    """The classes of what is open.

    open_way: the arc hub -> desk is open; shape: ways. open_case, open_hub: open arcs
    case -> hub, by case. apart: cases of different numbers share no class; those with
    removed pairs share none with anybody; shape: cases.
    """
    sets, hubs = _hub_sets(candidates.patterns, open_case, open_hub)
    alone = np.where(candidates.is_touched, np.arange(len(sets)) + 1, 0)
    columns = [sets, candidates.fits.classes.of_case, alone, apart]
    classes = Classes.of([column.astype(np.int32) for column in columns])
    ways = tuple(np.flatnonzero(open_way & np.isin(hub_of_way, some)) for some in hubs)
    return Tight(classes, sets[classes.first], ways)


def _hub_sets(patterns: Patterns, case: Indexes, hub: Ints) -> tuple[Indexes, list[Ints]]:
    """The set of open hubs of each case, and the hubs of each set."""
    starts = np.searchsorted(case, np.arange(len(patterns.of_case) + 1))
    width = int(np.diff(starts).max(initial=1))
    table = np.full((len(patterns.of_case), width), -1, dtype=np.int64)
    table[case, np.arange(len(case)) - starts[case]] = hub
    first, number = alike(list(table.T))
    return number.astype(np.int32), [row[row >= 0] for row in table[first]]
