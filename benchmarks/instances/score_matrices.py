"""Score matrices of the contract, filled from factors in blocks of cases."""

import numpy as np

from allotment.v1 import scores_pb2
from benchmarks.instances.dice import Ints
from benchmarks.instances.latent import Factors
from benchmarks.instances.order import Order

BLOCK = 500
MILLION = 1_000_000


def whole_matrix(factors: Factors, order: Order) -> scores_pb2.ScoreMatrix:
    """FIT of all pairs, 2 bytes each."""
    cells = [
        ((factors.scores(first, last) * 65535 + MILLION // 2) // MILLION).astype("<u2").tobytes()
        for first, last in _blocks(order.cases)
    ]
    dense = scores_pb2.DenseScores(
        encoding=scores_pb2.DenseScores.ENCODING_UINT16,
        case_count=order.cases,
        agent_count=order.agents,
        cells=b"".join(cells),
    )
    return scores_pb2.ScoreMatrix(kind=scores_pb2.ScoreMatrix.KIND_FIT, dense=dense)


def best_pairs(factors: Factors, order: Order, best: int) -> scores_pb2.ScoreMatrix:
    """FIT of the best agents of each case; of equal ones the first by position."""
    sparse = scores_pb2.SparseScores(unlisted=scores_pb2.SparseScores.UNLISTED_INELIGIBLE)
    for first, last in _blocks(order.cases):
        scores = factors.scores(first, last)
        chosen = _best(scores, min(best, order.agents))
        values = np.take_along_axis(scores, chosen, axis=1) / MILLION
        cases = np.repeat(np.arange(first, last), chosen.shape[1])
        sparse.case_indexes.extend(cases.tolist())
        sparse.agent_indexes.extend(chosen.ravel().tolist())
        sparse.values.extend(values.ravel().tolist())
    return scores_pb2.ScoreMatrix(kind=scores_pb2.ScoreMatrix.KIND_FIT, sparse=sparse)


def _best(scores: Ints, count: int) -> Ints:
    """Positions of the best agents, ascending; cases x count."""
    agents = scores.shape[1]
    # No two keys are equal, so that every machine chooses the same agents.
    keys = scores * agents + np.arange(agents - 1, -1, -1)
    chosen = np.argpartition(-keys, count - 1, axis=1)[:, :count]
    return np.sort(chosen, axis=1)


def _blocks(cases: int) -> list[tuple[int, int]]:
    return [(first, min(first + BLOCK, cases)) for first in range(0, cases, BLOCK)]
