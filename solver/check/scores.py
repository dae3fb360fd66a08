"""What the caller sent for the pairs of a case (S13)."""

from dataclasses import dataclass

import numpy as np

from solver.facts import DenseScores, Scores, Snapshot, SparseEfforts, SparseScores, Unlisted
from solver.units import Bools, Ints

FIT = ""
"""Stands where the name of a pillar would: the final fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Values of one case in ppm, and where they win over what would be computed; shape: agents."""

    ppm: Ints
    sent: Bools


class Sent:
    """All matrices of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._agents = len(snapshot.agents)
        self._efforts = snapshot.efforts
        self._matrices = {matrix.pillar: matrix for matrix in snapshot.scores}

    def __contains__(self, pillar: str) -> bool:
        return pillar in self._matrices

    @property
    def is_whole(self) -> bool:
        """A final fit was sent for every pair that may be assigned at all."""
        fit = self._matrices.get(FIT)
        if fit is None or isinstance(fit.values, DenseScores):
            return fit is not None
        return fit.values.unlisted != Unlisted.COMPUTE

    def row(self, pillar: str, case: int) -> Row | None:
        """What was sent for the pairs of a case; None without such a matrix."""
        if pillar not in self._matrices:
            return None
        values = self._matrices[pillar].values
        if isinstance(values, DenseScores):
            everywhere = np.ones(self._agents, dtype=np.bool_)
            return Row(values.ppm[case].astype(np.int64), everywhere)
        listed = _of_case(values, case)
        ppm = np.zeros(self._agents, dtype=np.int64)
        ppm[values.agent[listed]] = values.ppm[listed]
        sent = np.full(self._agents, values.unlisted == Unlisted.ZERO)
        sent[values.agent[listed]] = True
        return Row(ppm, sent)

    def left_out(self, case: int) -> Bools:
        """Agents whom a matrix leaves out that refuses who is not listed; shape: agents."""
        found = np.zeros(self._agents, dtype=np.bool_)
        for matrix in self._matrices.values():
            found |= self._left_out_of(matrix, case)
        efforts = self._efforts
        if isinstance(efforts, SparseEfforts) and efforts.unlisted == Unlisted.INELIGIBLE:
            others = np.ones(self._agents, dtype=np.bool_)
            others[efforts.agent[efforts.case == case]] = False
            found |= others
        return found

    def _left_out_of(self, matrix: Scores, case: int) -> Bools:
        values = matrix.values
        if isinstance(values, DenseScores) or values.unlisted != Unlisted.INELIGIBLE:
            return np.zeros(self._agents, dtype=np.bool_)
        found = np.ones(self._agents, dtype=np.bool_)
        found[values.agent[_of_case(values, case)]] = False
        return found


def _of_case(values: SparseScores, case: int) -> slice:
    """Where the pairs of a case stand; they are sorted by case."""
    first, last = np.searchsorted(values.case, [case, case + 1])
    return slice(int(first), int(last))
