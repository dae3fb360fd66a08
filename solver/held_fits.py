"""Fits of the candidates, held in two bytes each as far as there is room (04 section 4)."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.classes import Classes, blocks
from solver.patterns import Patterns
from solver.scoring import BlockFits, FitScores
from solver.units import Indexes, Ints

HELD_BYTES = 2**29
"""Fits are kept up to here, and worked out anew beyond."""

Fits: TypeAlias = NDArray[np.int16]
"""In units of 1e-4, up to 10,000."""


class HeldFits:
    """Raw fits of all cases in the ways of their patterns.

    classes: cases of one pattern that score alike, pattern by pattern; they share a row.
    Only a walk fills rows; whoever asks for fits comes after it.
    """

    def __init__(self, patterns: Patterns, scores: FitScores) -> None:
        self.scores = scores
        self.classes = Classes.of([patterns.of_case, scores.alike])
        self._patterns = patterns
        of_class = patterns.of_case[self.classes.first]
        self._start = np.searchsorted(of_class, np.arange(len(patterns) + 1))
        self._tables = tuple(_tables(np.diff(self._start), np.diff(patterns.start), HELD_BYTES))

    def walk(self) -> Iterator[tuple[slice, Ints, BlockFits]]:
        """The ways of each pattern, some of its classes, and their fits, which are kept."""
        for pattern, table in enumerate(self._tables):
            ways, first = self._patterns.ways(pattern), int(self._start[pattern])
            count, width = int(self._start[pattern + 1]) - first, ways.stop - ways.start
            for rows in blocks(count if width else 0, width):
                some = np.arange(first + rows.start, first + rows.stop)
                fits = self._worked_out(self.classes.first[some], ways)
                kept = table[rows]
                kept[:] = np.broadcast_to(fits.score, (len(some), width))[: len(kept)]
                yield ways, some, fits

    def block(self, case: Indexes | Ints, ways: Ints) -> Fits:
        """Of cases of one pattern in some of its ways, ascending; shape: cases x ways."""
        if not len(case) or not len(ways):
            return np.zeros((len(case), len(ways)), dtype=np.int16)
        pattern = int(self._patterns.of_case[case[0]])
        row = self.classes.of_case[case] - self._start[pattern]
        table, column = self._tables[pattern], ways - self._patterns.start[pattern]
        held = row < len(table)
        if held.all():
            return _cut(table, row, column)
        fits = np.empty((len(case), len(ways)), dtype=np.int16)
        fits[held] = _cut(table, row[held], column)
        fits[~held] = self._worked_out(case[~held].astype(np.int32), ways).score
        return fits

    def _worked_out(self, case: Indexes, ways: Ints | slice) -> BlockFits:
        return self.scores.fits(case, self._patterns.agent[ways], self._patterns.queue[ways])


def _tables(count: Ints, width: Ints, room: int) -> Iterator[Fits]:
    """Room for the classes of each pattern, one pattern after the other until it is used up."""
    for rows, ways in zip(count.tolist(), width.tolist(), strict=True):
        held = min(rows, room // max(2 * ways, 1))
        room -= 2 * held * ways
        yield np.empty((held, ways), dtype=np.int16)


def _cut(table: Fits, row: Ints, column: Ints) -> Fits:
    """Some rows and columns."""
    rows: Fits = table[row]
    return rows if len(column) == table.shape[1] else np.take(rows, column, axis=1)
