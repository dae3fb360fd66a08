"""The caller's own snapshots and folders: read, solved by every engine, told apart."""

from dataclasses import replace
from pathlib import Path

import pytest
from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.bench_engines import solve_by
from benchmarks.bench_library import solve_instance
from benchmarks.contenders import AUTO, CONTENDERS
from benchmarks.figures import EngineFigures, LibraryFigures
from benchmarks.instances import Order, make_instance
from benchmarks.jobs import Asked, Task, jobs_of
from benchmarks.level_costs import LevelCost
from benchmarks.own import is_path, read_snapshot, workloads_of
from benchmarks.own_sheets import engine_sheet, library_sheet
from benchmarks.peers import OURS
from benchmarks.rows import disagreements
from benchmarks.run import Outcome
from benchmarks.workloads import FILE, LIBRARY, WEIGHTED_LIBRARY, Workload, WorkloadError
from solver.errors import AllotmentError
from tests.benchmarks.outcomes import ASKED, finished

NAMES = [one.name for one in CONTENDERS]
REQUEST = make_instance("team", Order(cases=12, agents=5, seed=2))
RAW = REQUEST.SerializeToString()
WEIGHTED = make_instance("weighted", Order(cases=12, agents=5)).SerializeToString()
GENERALISED = "2 3\n 1 9 9\n 9 1 1\n 2 2 2\n 2 2 2\n 2 4\n"
MINE = Workload("mine.json", FILE, 12, 5, path="mine.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An assignment, and a generalised one of optima 3 and 19."""
    (tmp_path / "apart").write_text("2\n 5 1\n 2 9\n", "ascii")
    (tmp_path / "shared").write_text(GENERALISED, "ascii")
    (tmp_path / "OPTIMA.csv").write_text(
        "instance,min_lower_bound,min_upper_bound,max_optimum_orlib\nshared,3,3,19\n", "ascii"
    )
    return tmp_path


def engine(name: str, *levels: LevelCost) -> Outcome:
    """What an engine made of a snapshot."""
    figures = EngineFigures(0.5, 0.5, 90_000_000, 10, levels)
    return finished(Task.ENGINE, figures, peer=name, workload=MINE)


def test_a_file_is_a_workload_of_its_own_shape(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json_format.MessageToJson(REQUEST), "utf-8")

    (own,) = workloads_of([str(path)])

    assert (own.name, own.kind, own.cases, own.agents) == ("mine.json", FILE, 12, 5)


def test_a_folder_is_a_workload_for_each_instance(folder: Path) -> None:
    found = workloads_of(["tiny", str(folder)])

    assert [(each.name, each.kind) for each in found[1:]] == [
        ("apart", LIBRARY), ("shared min", WEIGHTED_LIBRARY), ("shared max", WEIGHTED_LIBRARY)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "expected"),
    [("tiny", False), ("tiny.json", True), ("./tiny", True), ("mine.binpb", True), ("huge", False)],
)
def test_a_word_is_a_path_by_how_it_looks(word: str, expected: bool) -> None:
    assert is_path(word) is expected


def test_what_cannot_be_measured_is_told_before_the_run(tmp_path: Path) -> None:
    broken = tmp_path / "broken.binpb"
    wrong = AssignRequest()
    wrong.CopyFrom(REQUEST)
    wrong.cases.add(case_id=wrong.cases[0].case_id)
    broken.write_bytes(wrong.SerializeToString())

    for word in (str(broken), str(tmp_path / "missing.json")):
        with pytest.raises(AllotmentError):
            workloads_of([word])
    with pytest.raises(WorkloadError):
        workloads_of(["huge"])


def test_a_snapshot_that_tells_no_moment_is_of_now(tmp_path: Path) -> None:
    path = tmp_path / "mine.binpb"
    timeless = AssignRequest()
    timeless.CopyFrom(REQUEST)
    timeless.ClearField("snapshot_time")
    path.write_bytes(timeless.SerializeToString())

    assert read_snapshot(path).HasField("snapshot_time")


def test_every_engine_is_measured_once_on_a_snapshot_and_peers_when_asked() -> None:
    asked = Asked((MINE,), (0.7, 1.3), seeds=3, calls=5, peers=(OURS,), limit=1.0)

    assert [(job.task, job.peer) for job in jobs_of(asked)] == [
        *((Task.ENGINE, name) for name in NAMES), (Task.PEER, OURS)
    ]  # fmt: skip


def test_exact_solvers_alone_are_measured_on_an_instance() -> None:
    shared = Workload("shared min", WEIGHTED_LIBRARY, 3, 2)
    peers = (OURS, "scipy", "highs", "sequential")
    asked = replace(ASKED, workloads=(shared,), wide_peers=peers)

    assert [job.peer for job in jobs_of(asked)] == [OURS, "highs"]
    assert [job.peer for job in jobs_of(replace(asked, wide_peers=(OURS,)))] == [OURS]


@pytest.mark.parametrize("name", NAMES)
def test_no_engine_beats_the_proved_plan_of_auto(name: str) -> None:
    best, found = solve_by(RAW, AUTO, 60.0), solve_by(RAW, name, 60.0)

    assert best.proved
    assert [level.name for level in found.levels] == [level.name for level in best.levels]
    if name in ("sequential", "round_robin"):
        assert found.costs >= best.costs
    else:
        assert found.costs == best.costs


def test_an_engine_that_cannot_solve_a_problem_says_why() -> None:
    refused = solve_by(WEIGHTED, "flow", 60.0)
    sheet = engine_sheet(ASKED, [finished(Task.ENGINE, refused, peer="flow", workload=MINE)])

    assert "cannot keep to weighted capacity" in refused.refusal
    assert sheet.rows[0][3] == "cannot"


def test_engines_are_told_beside_auto_by_the_first_level_that_differs() -> None:
    served, fit = LevelCost("coverage", -10, 0.0), LevelCost("fit", -200, 0.0)
    open_ = LevelCost("fit", -190, 0.05)

    sheet = engine_sheet(ASKED, [engine("auto", served, fit), engine("mip", served, open_)])

    assert [row[6:8] for row in sheet.rows] == [
        ("equal", "yes"), ("fit -5 %", "gap 5 % of fit")
    ]  # fmt: skip


def test_a_better_plan_than_a_proved_one_is_a_contradiction() -> None:
    proved, better = LevelCost("fit", -200, 0.0), LevelCost("fit", -201, None)

    assert disagreements([engine("auto", proved), engine("mip highs", better)]) == [
        "mine.json: engine mip highs beats mine.json: engine auto, which is proved."
    ]
    assert disagreements([engine("auto", better), engine("mip highs", proved)]) == [
        "mine.json: engine auto beats mine.json: engine mip highs, which is proved."
    ]


@pytest.mark.parametrize("peer", [OURS, "highs", "cp-sat"])
@pytest.mark.parametrize(("instance", "optimum"), [("shared min", 3), ("shared max", 19)])
def test_instances_reach_their_published_optima(
    folder: Path, peer: str, instance: str, optimum: int
) -> None:
    found = solve_instance(folder, instance, peer, 60.0)

    assert (found.value, found.optimum, found.gap) == (optimum, optimum, 0.0)


def test_instances_are_told_with_value_and_published_optimum() -> None:
    shared = Workload("shared min", WEIGHTED_LIBRARY, 3, 2)
    figures = LibraryFigures(0.5, 0.5, 90_000_000, 1_003, None, 0.02)
    outcome = finished(Task.LIBRARY, figures, peer=OURS, workload=shared)

    assert library_sheet(ASKED, [outcome]).rows == (
        ("shared min", "3 x 2", OURS, "500 ms", "1,003", "none", "gap 2 %", "90 MB"),
    )


def test_a_proved_value_that_is_not_the_published_one_is_a_contradiction() -> None:
    shared = Workload("shared min", WEIGHTED_LIBRARY, 3, 2)
    right = LibraryFigures(0.5, 0.5, 90_000_000, 4, 3, 0.1)
    wrong = LibraryFigures(0.5, 0.5, 90_000_000, 4, 3, 0.0)

    told = [
        disagreements([finished(Task.LIBRARY, each, peer=OURS, workload=shared)])
        for each in (right, wrong)
    ]

    assert told == [[], ["shared min: library allotment reached 4, but 3 is published."]]
