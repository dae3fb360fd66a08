"""Ready-made scores: shapes, values and their order."""

import numpy as np
import pytest
from numpy.typing import NDArray

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.scores_pb2 import DenseScores as DenseMessage
from allotment.v1.scores_pb2 import ScoreMatrix
from server.errors import InvalidRequest
from server.violations import MOST_LISTED
from solver.facts import DenseScores, SparseScores
from solver.units import to_ppm
from tests.server.translate.requests import ABSENT, edited, problems_of, translate, violations_of

ROWS: list[tuple[str, dict[str, object], list[tuple[str, str]]]] = [
    ("no kind", {"0.kind": ABSENT}, [("[0].kind", "REQUIRED")]),
    ("an unknown kind", {"0.kind": 9}, [("[0].kind", "UNKNOWN_VALUE")]),
    ("a pillar without a name", {"0.pillar": ABSENT}, [("[0].pillar", "REQUIRED")]),
    ("a pillar without a weight", {"0.pillar": "bandwidth"}, [("[0].pillar", "UNKNOWN_ID")]),
    ("a pillar weighed in a queue alone", {"0.pillar": "skills"}, []),
    ("a FIT that names a pillar", {"1.pillar": "skills"}, [("[1].pillar", "CONTRADICTION")]),
    (
        "other pairs of a pillar that nothing computes",
        {"0": {"kind": 2, "pillar": "sentiment", "sparse": {"unlisted": 3}}},
        [("[0].sparse.unlisted", "CONTRADICTION")],
    ),
    ("FIT twice", {"2": {"kind": 1, "sparse": {}}}, [("[2].kind", "DUPLICATE")]),
    (
        "a pillar twice",
        {"2": {"kind": 2, "pillar": "sentiment", "sparse": {}}},
        [("[2].pillar", "DUPLICATE")],
    ),
    ("efforts of no pair at all", {"2": {"kind": 3, "sparse": {}}}, []),
    (
        "efforts twice",
        {"2": {"kind": 3, "sparse": {}}, "3": {"kind": 3, "sparse": {}}},
        [("[3].kind", "DUPLICATE")],
    ),
    (
        "efforts that name a pillar",
        {"2": {"kind": 3, "pillar": "skills", "sparse": {}}},
        [("[2].pillar", "CONTRADICTION")],
    ),
    (
        "efforts of 0 elsewhere",
        {"2": {"kind": 3, "sparse": {"unlisted": 2}}},
        [("[2].sparse.unlisted", "CONTRADICTION")],
    ),
    (
        "efforts that are none",
        {
            "2": {
                "kind": 3,
                "sparse": {
                    "case_indexes": [0, 0, 1, 1],
                    "agent_indexes": [0, 1, 0, 1],
                    "values": ["NaN", 0, 10_001, 10_000],
                },
            }
        },
        [
            ("[2].sparse.values[0]", "NOT_FINITE"),
            ("[2].sparse.values[1]", "OUT_OF_RANGE"),
            ("[2].sparse.values[2]", "OUT_OF_RANGE"),
        ],
    ),
    (
        "efforts of 0 as small numbers",
        {
            "2": {
                "kind": 3,
                "dense": {
                    "encoding": 2,
                    "case_count": 2,
                    "agent_count": 3,
                    "cells": "AQAAAAEAAQABAAEA",
                },
            }
        },
        [("[2].dense.cells[0,1]", "OUT_OF_RANGE")],
    ),
    ("no values", {"1.sparse": ABSENT}, [("[1].values", "REQUIRED")]),
    ("an empty sparse matrix", {"1.sparse": {}}, []),
    ("no encoding", {"0.dense.encoding": ABSENT}, [("[0].dense.encoding", "REQUIRED")]),
    (
        "too few rows and columns",
        {"0.dense.case_count": 1, "0.dense.agent_count": 2},
        [("[0].dense.case_count", "WRONG_SHAPE"), ("[0].dense.agent_count", "WRONG_SHAPE")],
    ),
    ("cells of another encoding", {"0.dense.encoding": 1}, [("[0].dense.cells", "WRONG_SHAPE")]),
    (
        "lists of different lengths",
        {"1.sparse.values": [0.5, 0.5]},
        [("[1].sparse", "WRONG_SHAPE")],
    ),
    (
        "positions beyond the rows",
        {"1.sparse.case_indexes": [2], "1.sparse.agent_indexes": [-1]},
        [
            ("[1].sparse.case_indexes[0]", "OUT_OF_RANGE"),
            ("[1].sparse.agent_indexes[0]", "OUT_OF_RANGE"),
        ],
    ),
    (
        "values that are no fits",
        {
            "1.sparse": {
                "case_indexes": [0, 0, 1, 1],
                "agent_indexes": [0, 1, 0, 1],
                "values": ["NaN", 1.01, -0.01, 1],
            }
        },
        [
            ("[1].sparse.values[0]", "NOT_FINITE"),
            ("[1].sparse.values[1]", "OUT_OF_RANGE"),
            ("[1].sparse.values[2]", "OUT_OF_RANGE"),
        ],
    ),
    (
        "a pair twice",
        {
            "1.sparse": {
                "case_indexes": [1, 0, 1, 1],
                "agent_indexes": [2, 0, 2, 2],
                "values": [0.1, 0.2, 0.1, 0.3],
            }
        },
        [
            ("[1].sparse.case_indexes[2]", "DUPLICATE"),
            ("[1].sparse.case_indexes[3]", "DUPLICATE"),
        ],
    ),
    ("an unknown number", {"1.sparse.unlisted": 9}, [("[1].sparse.unlisted", "UNKNOWN_VALUE")]),
]


@pytest.mark.parametrize(
    ("edits", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_S13_a_problem_of_a_matrix_is_told_with_its_place(
    edits: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    """Each line of ROWS has exactly these violations; an empty list is a right matrix."""
    request = edited({f"scores.{path}": value for path, value in edits.items()})

    assert problems_of(request) == [(f"scores{path}", reason) for path, reason in expected]


def grid(case_count: int, agent_count: int) -> AssignRequest:
    """Cases and agents whose ids run against their rows, without scores."""
    request = AssignRequest()
    for row in range(case_count):
        request.cases.add(case_id=f"c{case_count - row:05d}").created_time.seconds = 1
    for column in range(agent_count):
        request.agents.add(agent_id=f"g{agent_count - column:05d}")
    return request


def with_dense(request: AssignRequest, cells: NDArray[np.float32] | NDArray[np.uint16]) -> None:
    """Adds the cells as final fits."""
    is_float = cells.dtype.kind == "f"
    dense = DenseMessage(
        encoding=DenseMessage.ENCODING_FLOAT32 if is_float else DenseMessage.ENCODING_UINT16,
        case_count=cells.shape[0],
        agent_count=cells.shape[1],
        cells=cells.tobytes(),
    )
    request.scores.append(ScoreMatrix(kind=ScoreMatrix.KIND_FIT, dense=dense))


def dense_of(request: AssignRequest) -> NDArray[np.int32]:
    """The only matrix of the translated request."""
    (scores,) = translate(request).snapshot.scores
    assert isinstance(scores.values, DenseScores)
    return scores.values.ppm


def test_S13_a_cell_is_named_by_its_case_row_and_agent_column() -> None:
    """`cells[3,7]` is the case of row 3 and the agent of column 7, as the caller numbered them."""
    request = grid(5, 9)
    cells = np.full((5, 9), 0.5, dtype=np.float32)
    cells[3, 7], cells[4, 0], cells[0, 0] = np.nan, 1.5, -0.0
    with_dense(request, cells)

    assert problems_of(request) == [
        ("scores[0].dense.cells[3,7]", "NOT_FINITE"),
        ("scores[0].dense.cells[4,0]", "OUT_OF_RANGE"),
    ]


def test_S13_a_matrix_of_garbage_gets_a_bounded_list() -> None:
    """A matrix of NaN lists 1,000 cells and counts the others."""
    request = grid(200, 100)
    with_dense(request, np.full((200, 100), np.nan, dtype=np.float32))

    with np.testing.assert_no_warnings():
        violations = violations_of(request)

    assert len(violations) == MOST_LISTED


def test_S13_sparse_garbage_is_counted_to_the_end() -> None:
    """What is not listed is counted, over several lists."""
    request = grid(2, 2)
    many = MOST_LISTED + 7
    matrix = request.scores.add(kind=ScoreMatrix.KIND_FIT)
    matrix.sparse.case_indexes.extend([5] * many)
    matrix.sparse.agent_indexes.extend([0] * many)
    matrix.sparse.values.extend([2.0] * many)

    with pytest.raises(InvalidRequest) as caught:
        translate(request)

    assert (len(caught.value.violations), caught.value.rest) == (MOST_LISTED, many + 7)


@pytest.mark.parametrize("dtype", [np.float32, np.uint16])
def test_S13_a_dense_matrix_follows_its_sorted_rows(dtype: type[np.generic]) -> None:
    """Rows and columns move with the ids; values become parts per million, half to even."""
    request = grid(300, 500)
    random = np.random.default_rng(7)
    raw = random.integers(0, 65536, (300, 500), dtype=np.uint16)
    cells = raw if dtype is np.uint16 else (raw / 65535).astype(np.float32)
    with_dense(request, cells)

    ratios = raw / 65535 if dtype is np.uint16 else cells
    assert np.array_equal(dense_of(request), to_ppm(ratios)[::-1, ::-1])


def test_S13_both_encodings_of_a_value_are_the_same_fact() -> None:
    """0 and 1 mean 0 and 1, however they are written: minus zero is zero."""
    as_float, as_integer = grid(2, 2), grid(2, 2)
    with_dense(as_float, np.array([[-0.0, 1], [1, 0]], dtype=np.float32))
    with_dense(as_integer, np.array([[0, 65535], [65535, 0]], dtype=np.uint16))

    assert translate(as_float).fingerprint == translate(as_integer).fingerprint


def test_S13_a_sparse_matrix_is_sorted_by_case_and_agent() -> None:
    """Half a million pairs in any order become one sorted list."""
    request = grid(2_000, 500)
    keys = np.random.default_rng(3).choice(1_000_000, 500_000, replace=False)
    values = np.random.default_rng(4).random(500_000, dtype=np.float32)
    case, agent = np.divmod(keys, 500)
    sparse = request.scores.add(kind=ScoreMatrix.KIND_FIT).sparse
    sparse.case_indexes.extend(case.tolist())
    sparse.agent_indexes.extend(agent.tolist())
    sparse.values.extend(values.tolist())

    (scores,) = translate(request).snapshot.scores

    assert isinstance(scores.values, SparseScores)
    mirrored = (1999 - case) * 500 + (499 - agent)
    order = np.argsort(mirrored)
    key = scores.values.case.astype(np.int64) * 500 + scores.values.agent
    assert np.array_equal(key, mirrored[order])
    assert np.array_equal(scores.values.ppm, to_ppm(values[order]))


def test_arrays_of_facts_are_never_written() -> None:
    """A rule that writes into the facts fails at once."""
    request = grid(2, 2)
    with_dense(request, np.zeros((2, 2), dtype=np.uint16))

    with pytest.raises(ValueError, match="read-only"):
        dense_of(request)[0, 0] = 1
