"""Aims beside what was measured, and honest words where something is missing."""

from dataclasses import replace

import pytest

from benchmarks.aims import aims_sheet
from benchmarks.figures import LibraryFigures, PeerFigures
from benchmarks.jobs import Task
from benchmarks.run import Outcome
from benchmarks.workloads import LIBRARY, Workload, workloads_named
from tests.benchmarks.outcomes import ASKED, answered, finished, peer, solved

(WEIGHTED, ENTERPRISE, WEIGHTED_ENTERPRISE) = workloads_named(
    ["weighted-2k", "enterprise", "weighted-enterprise"]
)


def told(*outcomes: Outcome) -> list[tuple[str, ...]]:
    """What was measured, and aim / measured, of each row."""
    return [row[2:] for row in aims_sheet(ASKED, outcomes).rows]


def solved_instance(name: str, seconds: float, value: int, gap: float | None = 0.0) -> Outcome:
    """An instance of which 261 is published."""
    figures = LibraryFigures(seconds, seconds, 90_000_000, value, 261, gap)
    workload = Workload(name, LIBRARY, 15, 5)
    return finished(Task.LIBRARY, figures, peer="allotment", workload=workload)


def test_answers_over_grpc_are_beside_their_aims() -> None:
    assert told(answered(Task.CALL), answered(Task.ASSIGN)) == [
        ("gRPC, p50", "3.00 ms", "7.00 ms", "0.43"),
        ("gRPC, p99", "10.0 ms", "9.00 ms", "1.1"),
    ]


@pytest.mark.parametrize(
    ("proved", "measured"),
    [
        pytest.param(True, ("2.00 s", "0.5"), id="proved"),
        pytest.param(False, ("not reached", ""), id="not proved"),
    ],
)
def test_a_solve_without_its_proof_reaches_nothing(proved: bool, measured: tuple[str, str]) -> None:
    outcome = solved(2.0, proved=proved, gap=None, workload=ENTERPRISE)

    assert told(outcome) == [("solve + prove", "1.00 s", *measured)]


def test_a_gap_is_told_though_not_every_level_is_proved() -> None:
    outcome = solved(5.0, proved=False, gap=0.0005, workload=WEIGHTED_ENTERPRISE)

    assert told(outcome) == [
        ("solve", "10.0 s", "5.00 s", "2"),
        ("widest gap", "0.1 %", "0.05 %", "2"),
    ]


def test_no_gap_at_all_is_reached() -> None:
    outcome = solved(5.0, workload=WEIGHTED_ENTERPRISE)

    assert told(outcome)[1] == ("widest gap", "0.1 %", "0 %", "reached")


def test_an_unknown_gap_reaches_nothing() -> None:
    outcome = solved(5.0, proved=False, gap=None, workload=WEIGHTED_ENTERPRISE)

    assert told(outcome)[1] == ("widest gap", "0.1 %", "not reached", "")


def test_general_solvers_are_compared_with_weights() -> None:
    ours = peer("allotment", 0.5, 800, workload=WEIGHTED)
    highs = peer("highs", 20.0, 800, workload=WEIGHTED)
    overrun = finished(Task.PEER, None, peer="cp-sat", workload=WEIGHTED)

    assert told(ours, highs, overrun) == [
        ("proof beside highs", "10 x sooner", "40 x", "4"),
        ("proof beside cp-sat", "10 x sooner", "> 120 x", "> 12"),
    ]


def test_general_solvers_are_compared_until_fit_is_nearly_the_best() -> None:
    figures = PeerFigures(0.5, 0.5, 90_000_000, served=14, fit=800, gap=0.0008)
    ours = finished(Task.NEAR, figures, peer="allotment", workload=WEIGHTED)
    highs = finished(Task.NEAR, replace(figures, seconds=4.0), peer="highs", workload=WEIGHTED)
    overrun = finished(Task.NEAR, None, peer="cp-sat", workload=WEIGHTED)

    assert told(ours, highs, overrun) == [
        ("proof within 0.1 % beside highs", "10 x sooner", "8 x", "0.8"),
        ("proof within 0.1 % beside cp-sat", "10 x sooner", "> 120 x", "> 12"),
    ]


def test_nothing_is_claimed_where_ours_did_not_end() -> None:
    ours = finished(Task.PEER, None, peer="allotment", workload=WEIGHTED)
    highs = peer("highs", 20.0, 800, workload=WEIGHTED)

    assert told(ours, highs) == [("proof beside highs", "10 x sooner", "not reached", "")]


def test_published_optima_are_counted_and_the_slowest_proof_is_told() -> None:
    found = [solved_instance("gap1-0 min", 0.5, 261), solved_instance("gap2-0 min", 1.0, 261)]

    assert told(*found) == [
        ("published optima", "all", "2 of 2", "1"),
        ("gap1 to gap6, slowest proof", "2.00 s", "1.00 s", "2"),
    ]


def test_instances_without_optimum_or_proof_are_not_passed_over() -> None:
    found = [
        solved_instance("gap1-0 min", 0.5, 265, gap=0.01),
        solved_instance("gap2-0 min", 1.0, 261),
    ]

    assert told(*found) == [
        ("published optima", "all", "1 of 2", "0.5"),
        ("gap1 to gap6, slowest proof", "2.00 s", "1 not proved", ""),
    ]
