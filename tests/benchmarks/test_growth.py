"""Growth over sizes: a table, and a plot that says where it was taken."""

from pathlib import Path

import pytest

from benchmarks.growth import growth_sheet, growth_workloads, points_of
from benchmarks.plots import plot_growth
from benchmarks.run import Outcome
from benchmarks.sheets import sheets_of
from tests.benchmarks.outcomes import ASKED, solved

(SMALL, LARGER) = growth_workloads(250)
OUTCOMES = (solved(0.25, workload=SMALL), solved(0.5, workload=LARGER), solved(1.0))
WHERE = {"cpu": "a machine", "date": "2026-11-22"}


def test_sizes_grow_with_an_agent_for_every_five_cases() -> None:
    shapes = [(each.cases, each.agents) for each in growth_workloads(1_000)]

    assert shapes == [(125, 25), (250, 50), (500, 100), (1_000, 200)]


def test_time_is_told_per_case_and_per_pair() -> None:
    sheet = growth_sheet(OUTCOMES)

    assert [row[5:7] for row in sheet.rows] == [
        ("10.0 ms", f"{1.25 / 74 * 1e9:.0f} ns"), ("6.00 ms", f"{1.5 / 74 * 1e9:.0f} ns")
    ]  # fmt: skip


def test_growth_has_a_table_of_its_own() -> None:
    rows = {sheet.title.partition(",")[0]: len(sheet.rows) for sheet in sheets_of(ASKED, OUTCOMES)}

    assert rows["Growth"] == 2
    assert rows["Build (request bytes to problem)"] == 1


def test_a_size_that_broke_off_has_no_point_but_a_row() -> None:
    broken = Outcome(solved(1.0, workload=LARGER).job, None, "too large")

    assert [point.cases for point in points_of([OUTCOMES[0], broken])] == [125]
    assert growth_sheet([broken]).rows[0][2] == "failed"


def test_the_plot_is_a_png_and_the_same_for_the_same_figures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    points = points_of(OUTCOMES)

    once = plot_growth(points, WHERE, tmp_path).read_bytes()
    again = plot_growth(points, WHERE, tmp_path).read_bytes()
    elsewhere = plot_growth(points, WHERE | {"cpu": "another"}, tmp_path).read_bytes()

    assert once.startswith(b"\x89PNG")
    assert once == again
    assert once != elsewhere
