"""Growth over sizes: a table, and a plot that says where it was taken."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.fresh_process import JobOrder, Told
from benchmarks.growth import Curve, Point, curves_of, growth_sheet, growth_workloads
from benchmarks.jobs import Asked, Task, jobs_of
from benchmarks.peers import OURS
from benchmarks.plots import plot_growth
from benchmarks.run import Outcome, outcomes_of
from benchmarks.sheets import sheets_of
from tests.benchmarks.outcomes import ASKED, peer, solved

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

    assert [len(curve.points) for curve in curves_of([OUTCOMES[0], broken])] == [1, 1]
    assert growth_sheet([broken]).rows[0][2] == "failed"


def test_other_solvers_are_drawn_beside_ours() -> None:
    beside = peer("highs", 3.0, 800, workload=SMALL)

    assert curves_of([OUTCOMES[0], beside])[1:] == (
        Curve("allotment, solve + prove", 0.7, (Point(125, 74, 0.25),)),
        Curve("highs, plain", 0.7, (Point(125, 74, 3.0),)),
    )


def test_a_solver_that_overran_is_spared_the_larger_sizes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = Asked((SMALL, LARGER), (0.7, 1.3), seeds=1, calls=1, peers=(), limit=1.0)
    asked = replace(some, wide_peers=(OURS, "cbc"))
    started: list[str] = []
    figures = solved(0.5).figures
    assert figures

    def figures_of(order: JobOrder, snapshot: Path) -> Told | None:
        started.append(f"{snapshot.stem} {order.peer}".strip())
        return None if order.peer == "cbc" and "0.7" in snapshot.stem else Told(figures, 0.004)

    monkeypatch.setattr("benchmarks.run.figures_of", figures_of)

    assert len(list(outcomes_of(asked, lambda _: None))) == 11
    assert "growth-250-0.7-1 cbc" not in started
    assert "growth-250-1.3-1 cbc" in started


def test_growth_alone_goes_without_other_solvers() -> None:
    asked = Asked((SMALL,), (0.7,), seeds=1, calls=1, peers=(OURS, "cbc"), limit=1.0)

    assert [job.task for job in jobs_of(asked)] == [Task.SOLVE]


def test_the_plot_is_a_png_and_the_same_for_the_same_figures(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    curves = curves_of(OUTCOMES)

    drawn = []
    for where in (WHERE, WHERE, WHERE | {"cpu": "another"}):
        plot_growth(curves, where, tmp_path / "growth.png")
        drawn.append((tmp_path / "growth.png").read_bytes())

    assert drawn[0].startswith(b"\x89PNG")
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
