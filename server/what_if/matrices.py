"""Matrices of a snapshot without a case or an agent (S13)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import scores_pb2 as pb

Cells = NDArray[np.void]
"""Cells as bytes; shape: cases x agents."""

_KINDS = {pb.DenseScores.ENCODING_FLOAT32: "V4", pb.DenseScores.ENCODING_UINT16: "V2"}


def without_case(snapshot: wire.AssignRequest, place: int) -> None:
    """Before the case goes. place: among those of the snapshot."""
    for matrix in snapshot.scores:
        if matrix.HasField("dense"):
            _keep(matrix.dense, np.delete(_cells(matrix.dense), place, axis=0))
        elif matrix.HasField("sparse"):
            _drop(matrix.sparse, matrix.sparse.case_indexes, place)


def without_agent(snapshot: wire.AssignRequest, place: int) -> None:
    """Before the agent goes. place: among those of the snapshot."""
    for matrix in snapshot.scores:
        if matrix.HasField("dense"):
            _keep(matrix.dense, np.delete(_cells(matrix.dense), place, axis=1))
        elif matrix.HasField("sparse"):
            _drop(matrix.sparse, matrix.sparse.agent_indexes, place)


def _cells(dense: pb.DenseScores) -> Cells:
    """The snapshot has been translated once, so that its matrices are well formed."""
    kind = np.dtype(_KINDS[dense.encoding])
    cells = np.frombuffer(bytearray(dense.cells), dtype=kind)
    return cells.reshape(dense.case_count, dense.agent_count)


def _keep(dense: pb.DenseScores, cells: Cells) -> None:
    dense.case_count, dense.agent_count = cells.shape
    dense.cells = cells.tobytes()


def _drop(sparse: pb.SparseScores, indexes: Any, place: int) -> None:
    """Without the pairs of a place; those behind it move up. indexes: of the sparse matrix."""
    every = np.array(indexes, dtype=np.int64)
    stays = np.flatnonzero(every != place).tolist()
    indexes[:] = (every - (every > place)).tolist()
    for column in (sparse.case_indexes, sparse.agent_indexes, sparse.values):
        kept: list[Any] = [column[row] for row in stays]
        column[:] = kept
