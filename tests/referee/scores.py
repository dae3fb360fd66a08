"""Scores that the caller sent, cell by cell (S13)."""

import struct

from allotment.v1.scores_pb2 import DenseScores, ScoreMatrix, SparseScores

Cells = dict[tuple[int, int], float]

INELIGIBLE = "ineligible"
COMPUTE = "compute"


class Sent:
    """One matrix; a value, INELIGIBLE or COMPUTE per (case, agent) position."""

    def __init__(self, matrix: ScoreMatrix) -> None:
        self.kind = matrix.kind
        self.pillar = matrix.pillar
        self.unlisted: float | str = INELIGIBLE
        if matrix.WhichOneof("values") == "dense":
            self.cells = dense(matrix.dense)
        else:
            self.cells = sparse(matrix.sparse)
            self.unlisted = unlisted(matrix.sparse)

    def at(self, case: int, agent: int) -> float | str:
        return self.cells.get((case, agent), self.unlisted)


def dense(matrix: DenseScores) -> Cells:
    count = matrix.case_count * matrix.agent_count
    if matrix.encoding == DenseScores.ENCODING_FLOAT32:
        values = [float(value) for value in struct.unpack(f"<{count}f", matrix.cells)]
    else:
        values = [value / 65535 for value in struct.unpack(f"<{count}H", matrix.cells)]
    width = matrix.agent_count
    return {(at // width, at % width): value for at, value in enumerate(values)}


def sparse(matrix: SparseScores) -> Cells:
    pairs = zip(matrix.case_indexes, matrix.agent_indexes, strict=True)
    return dict(zip(pairs, matrix.values, strict=True))


def unlisted(matrix: SparseScores) -> float | str:
    if matrix.unlisted == SparseScores.UNLISTED_ZERO:
        return 0.0
    return COMPUTE if matrix.unlisted == SparseScores.UNLISTED_COMPUTE else INELIGIBLE


class SentScores:
    """All matrices of a request."""

    def __init__(self, matrices: list[ScoreMatrix]) -> None:
        sent = [Sent(matrix) for matrix in matrices]
        self.all = sent
        self.fits = [each for each in sent if each.kind == ScoreMatrix.KIND_FIT]
        self.pillars = {each.pillar: each for each in sent if each.kind == ScoreMatrix.KIND_PILLAR}

    def leaves_out(self, case: int, agent: int) -> bool:
        """Some matrix does not list the pair and makes that a refusal."""
        return any(each.at(case, agent) == INELIGIBLE for each in self.all)

    def fit(self, case: int, agent: int) -> float | None:
        """The fit that was sent for the pair."""
        for each in self.fits:
            value = each.at(case, agent)
            if not isinstance(value, str):
                return value
        return None

    def value(self, pillar: str, case: int, agent: int) -> float | None:
        """The value that was sent for a pillar of the pair."""
        value = self.pillars[pillar].at(case, agent) if pillar in self.pillars else COMPUTE
        return None if isinstance(value, str) else value
