"""Ways to hold the values of a pillar without holding pairs (04 section 4)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.arrays import ranges
from solver.rules import Factor, Flag, Input, Telling
from solver.units import Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class TableFactor:
    """value(i, a) = table[row[i], a].

    row: profile of each case; shape: cases.
    table: parts per million; shape: profiles x agents, broadcast where it can be.
    flag: why a value is a default; shape: profiles x agents, broadcast where it can be.
    """

    row: Indexes
    table: NDArray[np.int64] | NDArray[np.int32]
    flag: NDArray[np.uint8]

    @property
    def alike(self) -> Indexes:
        """The profiles."""
        return self.row

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """Values of single pairs, in parts per million."""
        return self.table[self.row[case], agent].astype(np.int64)

    def block(self, case: Indexes, agent: Indexes) -> Ints | Indexes:
        """Values of all pairs of some cases and agents; one row where all cases are alike."""
        row = np.zeros(1, dtype=np.int32) if len(self.table) == 1 else self.row[case]
        if len(agent) == self.table.shape[1]:
            return self.table[row]
        return self.table[np.ix_(row, agent)]

    def flag_at(self, case: Indexes, agent: Indexes) -> NDArray[np.uint8]:
        """Flags of single pairs."""
        flags: NDArray[np.uint8] = self.flag[self.row[case], agent]
        return flags


@dataclass(frozen=True, slots=True, eq=False)
class SparsePairs:
    """Values of listed pairs, found by binary search.

    key: case * agent_count + agent, ascending; value: parts per million.
    """

    key: Ints
    value: NDArray[np.int64] | NDArray[np.int32]
    agent_count: int

    def cases(self) -> Ints:
        """The case of every listed pair, ascending."""
        return self.key // max(self.agent_count, 1)

    def agents(self, start: int, end: int) -> Ints:
        """Agents of a run of pairs of one case."""
        agents: Ints = self.key[start:end] % self.agent_count
        return agents

    def of_rows(self, row: Indexes) -> tuple[Ints, Ints, Ints]:
        """All listed pairs of some rows: place in `row`, agent, value."""
        start, end = (
            np.searchsorted(self.key, (row.astype(np.int64) + k) * self.agent_count) for k in (0, 1)
        )
        listed = ranges(start, end)
        place = np.repeat(np.arange(len(row)), end - start)
        return place, self.key[listed] % self.agent_count, self.value[listed].astype(np.int64)

    def find(self, case: Indexes | Ints, agent: Indexes | Ints) -> tuple[Bools, Ints]:
        """Whether each pair is listed, and its value (anything where it is not)."""
        wanted = case.astype(np.int64) * self.agent_count + agent
        if not len(self.key):
            return np.zeros(wanted.shape, dtype=np.bool_), np.zeros(wanted.shape, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return self.key[place] == wanted, self.value[place].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class SparseFactor:
    """Sent values where they are listed, another factor's elsewhere (S13)."""

    pairs: SparsePairs
    elsewhere: Factor

    def at(self, case: Indexes, agent: Indexes) -> Ints:
        """Values of single pairs, in parts per million."""
        listed, value = self.pairs.find(case, agent)
        return np.where(listed, value, self.elsewhere.at(case, agent))

    @property
    def alike(self) -> Indexes:
        """A case with listed pairs is like no other."""
        return unlike_any(self.elsewhere.alike, self.pairs)

    def block(self, case: Indexes, agent: Indexes) -> Ints | Indexes:
        """Values of all pairs of some cases and agents."""
        listed, value = self.pairs.find(case[:, None], agent[None, :])
        return np.where(listed, value, self.elsewhere.block(case, agent))

    def flag_at(self, case: Indexes, agent: Indexes) -> NDArray[np.uint8]:
        """SENT where listed, the other factor's flags elsewhere."""
        listed, _ = self.pairs.find(case, agent)
        return np.where(listed, np.uint8(Flag.SENT), self.elsewhere.flag_at(case, agent))

    def inputs(self, case: Indexes, agent: Indexes) -> tuple[Input, ...]:
        """The other factor's, none where the value was sent."""
        listed, _ = self.pairs.find(case, agent)
        return tuple(
            Input(one.name, np.where(listed, np.nan, one.value))
            for one in inputs_of(self.elsewhere, case, agent)
        )


def inputs_of(factor: Factor, case: Indexes, agent: Indexes) -> tuple[Input, ...]:
    """What the values of single pairs came from, if the factor can tell."""
    return factor.inputs(case, agent) if isinstance(factor, Telling) else ()


def unlike_any(alike: Indexes, pairs: SparsePairs) -> Indexes:
    """The same numbers, but new ones of their own for cases with listed pairs."""
    listed = np.unique(pairs.cases())
    numbers = alike.copy()
    numbers[listed] = int(alike.max(initial=-1)) + 1 + np.arange(len(listed))
    return numbers
