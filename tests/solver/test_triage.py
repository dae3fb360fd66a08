"""The snapshot without the cases that are set aside: the others keep all that is theirs."""

import numpy as np

from solver.facts import (
    DenseEfforts,
    DenseScores,
    Scores,
    SparseEfforts,
    SparseScores,
    Unlisted,
)
from solver.triage import part_of, without
from tests.builders import agent, case, snapshot

CASES = tuple(case(name) for name in ("c1", "c2", "c3"))
AGENTS = (agent("a1"), agent("a2"))
CASE = np.array([0, 1, 1, 2], dtype=np.int32)
AGENT = np.array([1, 0, 1, 0], dtype=np.int32)


def test_U5_U6_without_anything_aside_the_snapshot_is_the_same() -> None:
    whole = snapshot(cases=CASES)

    assert without(whole, np.zeros(3, dtype=np.bool_)) is whole


def test_U5_U6_dense_matrices_lose_the_rows_of_what_is_aside() -> None:
    ppm = np.arange(6, dtype=np.int32).reshape(3, 2)
    efforts = DenseEfforts(ppm.astype(np.float32))
    whole = snapshot(
        cases=CASES, agents=AGENTS, scores=(Scores(DenseScores(ppm), "mood"),), efforts=efforts
    )
    part = without(whole, np.array([False, True, False]))

    assert [one.case_id for one in part.cases] == ["c1", "c3"]
    (scores,) = part.scores
    assert isinstance(scores.values, DenseScores)
    assert (scores.pillar, scores.values.ppm.tolist()) == ("mood", [[0, 1], [4, 5]])
    assert isinstance(part.efforts, DenseEfforts)
    assert part.efforts.effort.tolist() == [[0, 1], [4, 5]]


def test_U5_U6_sparse_matrices_name_the_cases_by_their_new_places() -> None:
    ppm = np.array([10, 20, 30, 40], dtype=np.int32)
    whole = snapshot(
        cases=CASES,
        agents=AGENTS,
        scores=(Scores(SparseScores(CASE, AGENT, ppm, Unlisted.ZERO)),),
        efforts=SparseEfforts(CASE, AGENT, ppm.astype(np.float32), Unlisted.COMPUTE),
    )
    part = part_of(whole, np.array([1, 2]))

    (scores,) = part.scores
    assert isinstance(scores.values, SparseScores)
    assert isinstance(part.efforts, SparseEfforts)
    assert scores.values.unlisted == Unlisted.ZERO
    assert part.efforts.unlisted == Unlisted.COMPUTE
    for each in (scores.values, part.efforts):
        assert each.case.tolist() == [0, 0, 1]
        assert each.agent.tolist() == [0, 1, 0]
    assert scores.values.ppm.tolist() == part.efforts.effort.tolist() == [20, 30, 40]
