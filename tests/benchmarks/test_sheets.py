"""The tables: medians, worst, ratios, and clear words for what did not work out."""

from dataclasses import replace

from benchmarks.cells import Sheet
from benchmarks.figures import PeerFigures
from benchmarks.jobs import Task
from benchmarks.rows import disagreements
from benchmarks.run import Outcome
from benchmarks.sheets import sheets_of
from tests.benchmarks.outcomes import ASKED, answered, finished, fitted, peer, solved


def cells(sheet: Sheet, row: int = 0) -> dict[str, str]:
    """A row by column."""
    return dict(zip(sheet.columns, sheet.rows[row], strict=True))


def only_sheet(*outcomes: Outcome) -> Sheet:
    """The one table of these outcomes, beside that of the aims."""
    (sheet,) = [sheet for sheet in sheets_of(ASKED, outcomes) if not sheet.title.startswith("Aims")]
    return sheet


def test_a_row_holds_the_median_over_the_seeds_and_the_worst() -> None:
    sheet = only_sheet(solved(0.5, seed=1), solved(0.003, seed=2), solved(0.25, seed=3))

    assert len(sheet.rows) == 1
    assert cells(sheet)["solve + prove"] == "250 (500) ms"
    assert cells(sheet)["build"] == "1.00 s"


def test_a_level_without_proof_is_told() -> None:
    open_ = solved(0.5, seed=2, proved=False, gap=0.005, unproved="fit")
    sheet = only_sheet(solved(0.5, seed=1), open_)

    assert cells(sheet)["proved"] == "gap 0.5 % of fit"


def test_a_level_without_proof_and_bound_is_told() -> None:
    sheet = only_sheet(solved(0.5, seed=1), solved(0.5, seed=2, proved=False, gap=None))

    assert cells(sheet)["proved"] == "NO"


def test_answers_in_process_and_over_grpc_have_a_row_each() -> None:
    sheet = only_sheet(answered(Task.ASSIGN), answered(Task.CALL))

    assert [cells(sheet, row)["where"] for row in (0, 1)] == ["in process", "gRPC"]
    assert cells(sheet)["p99"] == "9.00 ms"
    assert [cells(sheet, row)["processor"] for row in (0, 1)] == ["6.00 ms", ""]


def test_the_fit_of_every_pair_is_told_by_its_time_per_pair() -> None:
    sheet = only_sheet(fitted(gather=0.1, blocks=0.3))

    assert cells(sheet)["all pairs"] == "300 ms"
    assert cells(sheet)["per pair"] == "30.0 ns"
    assert cells(sheet)["extra memory"] == "50 MB"


def test_a_peer_is_told_as_a_ratio_to_ours() -> None:
    sheet = only_sheet(
        peer("allotment", 0.1, 700, seed=1),
        peer("scipy", 0.2, 700, seed=1),
        peer("allotment", 0.1, 800, seed=2),
        peer("scipy", 0.4, 800, seed=2),
    )

    assert cells(sheet, 1)["x ours"] == "3"
    assert cells(sheet, 1)["fit"] == "equal"


def test_plans_that_are_nearly_the_best_have_a_table_with_their_gaps() -> None:
    figures = PeerFigures(0.5, 0.5, 90_000_000, served=14, fit=800, gap=0.0008)
    better = replace(figures, seconds=2.0, fit=804, gap=0.0003)
    sheet = only_sheet(
        finished(Task.NEAR, figures, peer="allotment"),
        finished(Task.NEAR, better, peer="highs"),
        finished(Task.NEAR, None, peer="cp-sat"),
    )

    assert [cells(sheet, row)["gap"] for row in (0, 1, 2)] == ["gap 0.08 %", "gap 0.03 %", ""]
    assert [cells(sheet, row)["x ours"] for row in (0, 1, 2)] == ["1", "4", "> 120"]
    assert cells(sheet, 1)["fit"] == "+0.50 %"


def test_what_a_greedy_peer_loses_is_told() -> None:
    sheet = only_sheet(peer("allotment", 0.1, 800), peer("sequential", 0.1, 600))

    assert cells(sheet, 1)["solves"] == "none"
    assert cells(sheet, 1)["fit"] == "-25.00 %"


def test_a_peer_that_overran_is_told_with_the_limit() -> None:
    sheet = only_sheet(peer("allotment", 0.1, 800), finished(Task.PEER, None, peer="cbc"))

    assert cells(sheet, 1)["time"] == "> 60 s"
    assert cells(sheet, 1)["x ours"] == "> 600"


def test_an_exact_peer_with_another_value_is_a_disagreement() -> None:
    ours, theirs = peer("allotment", 0.1, 800), peer("scipy", 0.1, 799)
    greedy = peer("sequential", 0.1, 700)

    assert disagreements([ours, theirs, greedy]) == [
        "tiny 0.7 seed 1: peer scipy reached (14, 799), ours (14, 800)."
    ]
    assert disagreements([ours, greedy]) == []


def test_a_run_cut_short_in_the_middle_of_a_snapshot_has_tables() -> None:
    sheet = only_sheet(
        peer("allotment", 0.1, 800, seed=1),
        peer("scipy", 0.2, 800, seed=1),
        peer("allotment", 0.1, 800, seed=2),
    )

    assert cells(sheet, 1)["x ours"] == "2"
