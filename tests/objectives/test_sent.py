"""What the caller sends wins over what would be computed (S13)."""

from typing import TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from objectives import fit_facts, scored_pairs
from objectives.customer_history import CUSTOMER_HISTORY
from objectives.sent import factor_of, sent_fit
from solver.facts import DenseScores, FitPolicy, Scores, Snapshot, SparseScores, Unlisted
from solver.rules import Factor, Flag, SentFit
from tests.builders import agent, case, policy, queue, snapshot
from tests.objectives.lookup import flags, values

Cells: TypeAlias = dict[tuple[int, int], int]
"""Parts per million by (case, agent)."""

HISTORY = CUSTOMER_HISTORY.name
FIT = ""
MATRIX = [[100_000, 200_000], [300_000, 400_000]]
ONE_PAIR = {(1, 0): 900_000}


def two_by_two(*scores: Scores) -> Snapshot:
    return snapshot(
        cases=(case("c1"), case("c2")), agents=(agent("a1"), agent("a2")), scores=scores
    )


def dense(pillar: str, matrix: list[list[int]] = MATRIX) -> Scores:
    return Scores(DenseScores(np.array(matrix, dtype=np.int32)), pillar)


def sparse(pillar: str, cells: Cells, unlisted: Unlisted = Unlisted.INELIGIBLE) -> Scores:
    keys = np.array(sorted(cells), dtype=np.int32).reshape(-1, 2)
    ppm = np.array([cells[key] for key in sorted(cells)], dtype=np.int32)
    return Scores(SparseScores(keys[:, 0], keys[:, 1], ppm, unlisted), pillar)


def history(*scores: Scores) -> tuple[list[list[int]], list[list[Flag]]]:
    """Values and flags of the customer history; computed it would be 0.20."""
    facts = two_by_two(*scores)
    factor: Factor = factor_of(CUSTOMER_HISTORY, facts)
    return values(factor, facts), flags(factor, facts)


def listed(fit: SentFit) -> list[list[bool]]:
    case_index, agent_index = np.indices((2, 2), dtype=np.int32)
    return [[bool(cell) for cell in row] for row in fit.listed(case_index, agent_index)]


def fits(fit: SentFit) -> list[list[int]]:
    case_index, agent_index = np.indices((2, 2), dtype=np.int32)
    return [[int(cell) for cell in row] for row in fit.at(case_index, agent_index)]


def scored(*scores: Scores) -> list[tuple[int, int]] | None:
    pairs = scored_pairs(two_by_two(*scores))
    if pairs is None:
        return None
    return list(zip(pairs.case.tolist(), pairs.agent.tolist(), strict=True))


def test_S13_what_is_not_sent_is_computed() -> None:
    assert history() == ([[200_000] * 2] * 2, [[Flag.NO_HISTORY] * 2] * 2)
    assert history(dense("skills"), dense(FIT)) == history()


def test_S13_a_whole_matrix_replaces_a_pillar() -> None:
    assert history(dense(HISTORY)) == (MATRIX, [[Flag.SENT] * 2] * 2)


def test_S13_single_pairs_replace_single_values_and_the_rest_is_computed() -> None:
    assert history(sparse(HISTORY, ONE_PAIR, Unlisted.COMPUTE)) == (
        [[200_000, 200_000], [900_000, 200_000]],
        [[Flag.NO_HISTORY, Flag.NO_HISTORY], [Flag.SENT, Flag.NO_HISTORY]],
    )


def test_S13_single_pairs_replace_single_values_and_the_rest_is_0() -> None:
    expected = ([[0, 0], [900_000, 0]], [[Flag.SENT] * 2] * 2)

    assert history(sparse(HISTORY, ONE_PAIR, Unlisted.ZERO)) == expected
    assert history(sparse(HISTORY, ONE_PAIR, Unlisted.INELIGIBLE)) == expected


def test_O3_an_owner_whom_the_caller_did_not_score_has_a_computed_value() -> None:
    """He keeps his case without being scored, and nothing was sent of him."""
    facts = snapshot(
        cases=(case("c1", owner_id="a1"), case("c2")),
        agents=(agent("a1"), agent("a2")),
        scores=(sparse(HISTORY, ONE_PAIR),),
    )
    factor = factor_of(CUSTOMER_HISTORY, facts)

    assert values(factor, facts)[0][0] == 200_000
    assert flags(factor, facts)[0][0] == Flag.NO_HISTORY


def test_S13_no_final_fit_is_sent() -> None:
    assert sent_fit(two_by_two(dense("skills"))) is None


def test_S13_a_whole_matrix_decides_the_fit_of_every_pair() -> None:
    fit = sent_fit(two_by_two(dense("skills", [[0, 0], [0, 0]]), dense(FIT)))

    assert fit is not None
    assert listed(fit) == [[True, True], [True, True]]
    assert fits(fit) == MATRIX


def test_S13_single_fits_decide_their_pairs_alone() -> None:
    fit = sent_fit(two_by_two(sparse(FIT, ONE_PAIR, Unlisted.COMPUTE)))

    assert fit is not None
    assert listed(fit) == [[False, False], [True, False]]
    assert fits(fit)[1][0] == 900_000


def test_S13_single_fits_may_say_that_all_others_are_0() -> None:
    fit = sent_fit(two_by_two(sparse(FIT, ONE_PAIR, Unlisted.ZERO)))

    assert fit is not None
    assert listed(fit) == [[True, True], [True, True]]
    assert fits(fit) == [[0, 0], [900_000, 0]]


def test_S13_without_a_matrix_that_excludes_all_pairs_may_be_assigned() -> None:
    assert scored() is None
    assert scored(dense(FIT), dense("skills")) is None
    assert scored(sparse(FIT, ONE_PAIR, Unlisted.ZERO)) is None
    assert scored(sparse(FIT, ONE_PAIR, Unlisted.COMPUTE)) is None


def test_S13_pairs_must_be_listed_by_every_matrix_that_excludes() -> None:
    fit = sparse(FIT, {(0, 1): 1, (1, 0): 1})
    skills = sparse("skills", {(0, 0): 1, (1, 0): 1})

    assert scored(fit) == [(0, 1), (1, 0)]
    assert scored(skills) == [(0, 0), (1, 0)]
    assert scored(fit, skills, dense(HISTORY)) == [(1, 0)]


def test_S13_a_single_agent_is_found_in_every_row() -> None:
    cases = (case("c1"), case("c2"), case("c3"))
    pairs = scored_pairs(snapshot(cases=cases, scores=(sparse(FIT, {(1, 0): 1, (2, 0): 1}),)))

    assert pairs is not None
    assert (pairs.case.tolist(), pairs.agent.tolist()) == ([1, 2], [0, 0])


def test_S13_an_empty_matrix_that_excludes_leaves_nothing() -> None:
    pairs = scored_pairs(two_by_two(sparse(FIT, {})))

    assert pairs is not None
    assert pairs.case.shape == pairs.agent.shape == (0,)


def test_S13_nobody_is_scored_where_nobody_is() -> None:
    pairs = scored_pairs(snapshot(agents=(), scores=(sparse(FIT, {}),)))

    assert pairs is not None
    assert pairs.case.shape == (0,)


def test_S2_a_further_pillar_that_nobody_sends_is_0_and_flagged() -> None:
    rules = policy(queues=(queue(pillar_weights=(("zeal", 1.0),)),))
    facts = snapshot(policy=rules)
    zeal = fit_facts(facts).factors[-1]

    assert values(zeal, facts) == [[0]]
    assert flags(zeal, facts) == [[Flag.DROPPED]]


def test_S15_the_others_share_the_weight_of_a_pillar_that_nobody_sends() -> None:
    """Half zeal, a quarter each of two others: without zeal they have a half each."""
    weights = (("zeal", 2.0), ("bandwidth", 1.0), ("skills", 1.0))
    rules = policy(fit=FitPolicy(pillar_weights=weights), queues=(queue(),))
    facts = fit_facts(snapshot(policy=rules))

    assert [failure.pillar for failure in facts.failures] == ["zeal"]
    assert facts.policy_weights.tolist() == [0, 500_000, 500_000]
    assert facts.weights.tolist() == [[0, 500_000, 500_000]]


CELLS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 2)), st.integers(0, 1_000_000), max_size=15
)


@given(CELLS, CELLS, st.sampled_from(Unlisted))
def test_S13_every_pair_of_a_sparse_matrix_is_found(
    fit_cells: Cells, cells: Cells, unlisted: Unlisted
) -> None:
    """5 x 3 pairs, each looked up in a dictionary."""
    facts = snapshot(
        cases=tuple(case(f"c{i}") for i in range(5)),
        agents=tuple(agent(f"a{i}") for i in range(3)),
        scores=(sparse(FIT, fit_cells), sparse(HISTORY, cells, unlisted)),
    )
    rest = 200_000 if unlisted == Unlisted.COMPUTE else 0
    only = set(fit_cells) & set(cells) if unlisted == Unlisted.INELIGIBLE else set(fit_cells)

    found = values(factor_of(CUSTOMER_HISTORY, facts), facts)
    pairs = scored_pairs(facts)

    assert found == [[cells.get((i, a), rest) for a in range(3)] for i in range(5)]
    assert pairs is not None
    assert list(zip(pairs.case.tolist(), pairs.agent.tolist(), strict=True)) == sorted(only)
