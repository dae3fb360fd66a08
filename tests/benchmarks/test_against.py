"""A run beside an earlier one: slower means surely slower, not noise."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.against import FAIL_OVER, Comparison, against_sheet, compared
from benchmarks.report import Report, runs_of
from benchmarks.report_file import ReportError, read_runs
from tests.benchmarks.outcomes import ASKED, solved

NOISE = 0.05
"""Standard deviation of the logarithm of a time."""


def run(seconds: float, seed: int = 1, pace: float = 0.004, **other: object) -> dict[str, Any]:
    """One measurement as a report keeps it."""
    figures = {"processor": seconds}
    who = {"task": "solve", "workload": "team", "tightness": 0.7, "peer": ""}
    return {**who, "seed": seed, "figures": figures, "pace": pace, **other}


def noisy(rng: np.random.Generator, factor: float, seeds: int = 5) -> list[dict[str, Any]]:
    """A run of so many seeds, each with its own difficulty."""
    noise = np.exp(rng.normal(0.0, NOISE, seeds))
    return [run(seed * factor * noise[seed - 1], seed) for seed in range(1, seeds + 1)]


def row(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> Comparison:
    """The comparison of the only row."""
    (found,) = compared(before, now)
    assert found.name == "team 0.7 solve"
    return found


def test_noise_alone_is_never_slower_and_a_third_more_always_is() -> None:
    rng = np.random.default_rng(1)
    same = [row(noisy(rng, 1.0), noisy(rng, 1.0)) for _ in range(200)]
    slower = [row(noisy(rng, 1.0), noisy(rng, 1.35)) for _ in range(200)]

    assert not any(each.is_slower(FAIL_OVER) for each in same)
    assert sum(each.is_slower(FAIL_OVER) for each in slower) >= 190


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(2)
    intervals = [row(noisy(rng, 1.0), noisy(rng, 1.2)).interval for _ in range(400)]

    held = sum(low < 1.2 < high for low, high in filter(None, intervals))
    assert 0.92 < held / 400 < 0.98


def test_a_machine_that_became_slower_as_a_whole_is_no_difference() -> None:
    before = [run(1.0, seed, pace=0.004) for seed in (1, 2, 3)]
    now = [run(2.0, seed, pace=0.008) for seed in (1, 2, 3)]

    assert row(before, now).ratio == pytest.approx(1.0)


def test_pairs_are_the_same_measurement_of_the_same_snapshot() -> None:
    before = [run(1.0, 1), run(1.0, 2, peer="cbc"), run(1.0, 3, figures=None)]
    now = [run(3.0, 1), run(3.0, 2), run(3.0, 3), run(3.0, 1, tightness=1.3)]

    assert row(before, now).ratios == (3.0,)


def test_a_task_of_several_rows_is_compared_over_all_of_them_too() -> None:
    before = [run(1.0), run(1.0, tightness=1.3), run(1.0, task="call")]
    now = [run(2.0), run(3.0, tightness=1.3), run(4.0, task="call")]

    assert [(each.name, each.ratios) for each in compared(before, now)] == [
        ("team 0.7 solve", (2.0,)),
        ("team 1.3 solve", (3.0,)),
        ("team 0.7 call", (4.0,)),
        ("all of solve", (2.0, 3.0)),
    ]


def test_two_pairs_tell_nothing_for_sure() -> None:
    few = Comparison("few", (5.0, 5.0))

    assert few.interval is None
    assert not few.is_slower(FAIL_OVER)
    assert against_sheet([few], FAIL_OVER).rows == (
        ("few", "2", "5.000", "needs 3 pairs", "unknown"),
    )


@pytest.mark.parametrize(
    ("ratios", "verdict"),
    [
        pytest.param((1.5, 1.51, 1.49), "YES", id="slower"),
        pytest.param((1.0, 1.01, 0.99), "no", id="the same"),
        pytest.param((0.8, 1.2, 1.6), "maybe", id="too noisy"),
    ],
)
def test_the_verdict_is_told(ratios: tuple[float, ...], verdict: str) -> None:
    (cells,) = against_sheet([Comparison("it", ratios)], FAIL_OVER).rows

    assert cells[-1] == verdict


def test_the_interval_is_in_ratios_and_around_the_geometric_mean() -> None:
    each = Comparison("it", (0.5, 1.0, 2.0))

    low, high = each.interval or (0.0, 0.0)
    assert each.ratio == pytest.approx(1.0)
    assert low * high == pytest.approx(1.0)
    assert math.log(high) == pytest.approx(4.3027 * math.log(2) / math.sqrt(3), rel=1e-4)


def test_something_slower_is_a_problem_of_the_report() -> None:
    report = Report(ASKED, (), {}, (), (Comparison("it", (1.5, 1.51, 1.49)),))

    assert report.problems == ["it is slower than 1.1 x: 1.48 to 1.53 x."]
    assert report.sheets[-1].rows[0][0] == "it"


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    outcomes = tuple(solved(0.5, seed) for seed in (1, 2, 3))
    path = tmp_path / "run.json"
    path.write_text(json.dumps(Report(ASKED, outcomes, {}, ()).as_json()), "utf-8")

    found = compared(read_runs(path), runs_of(outcomes))

    assert [each.ratios for each in found] == [(1.0, 1.0, 1.0)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("no JSON", "no report", id="text"),
        pytest.param("[1]", "no report", id="a list"),
        pytest.param('{"format": 1, "runs": []}', "of format 1", id="an older format"),
    ],
)
def test_a_file_that_is_no_report_is_told(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(text, "utf-8")

    with pytest.raises(ReportError, match=message):
        read_runs(path)
