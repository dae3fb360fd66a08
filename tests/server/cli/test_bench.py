"""`allotment bench` on the command line, start to end."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.growth import growth_workloads
from benchmarks.jobs import Asked
from benchmarks.peers import OURS
from benchmarks.report import Report
from benchmarks.run import Outcome
from server.cli import app
from tests.benchmarks.outcomes import ASKED, solved

RUNNER = CliRunner()
PROGRAM = Path(sys.executable).with_name("allotment")


def test_it_measures_everything_on_a_tiny_team(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = (OURS, "scipy", "sequential")
    monkeypatch.setattr(sys.modules["server.cli.bench"], "installed_peers", lambda: some)
    out = tmp_path / "bench.json"
    words = ["--seeds", "1", "--tightness", "1.3", "--calls", "2", "--peers", "--json", str(out)]

    answer = RUNNER.invoke(app, ["bench", "tiny", *words])

    runs = json.loads(out.read_text("utf-8"))["runs"]
    assert answer.exit_code == 0, answer.output
    assert [run["task"] for run in runs] == ["solve", "assign", "call", *["peer"] * len(some)]
    assert all(run["figures"] for run in runs)
    assert all(run["figures"].get("proved", True) for run in runs)
    assert "x ours" in answer.stdout


def test_ctrl_c_prints_what_is_finished(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    words = ["tiny", "--seeds", "999", "--calls", "1", "--json", str(out)]
    program = subprocess.Popen(
        [PROGRAM, "bench", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with program:
        assert program.stderr
        for _ in range(2):  # the second line says that the first job is done
            program.stderr.readline()
        program.send_signal(signal.SIGINT)
        printed, complaints = program.communicate()

    assert program.returncode == 130
    assert "tiny" in printed
    assert "Traceback" not in complaints
    assert len(json.loads(out.read_text("utf-8"))["runs"]) >= 1


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["huge"], id="unknown workload"),
        pytest.param(["tiny", "--json", "nowhere/out.json"], id="no folder"),
        pytest.param(["tiny", "--tightness", "1", "--tightness", "-1"], id="impossible tightness"),
        pytest.param(["tiny", "--seeds", "0"], id="no seeds"),
        pytest.param(["--short", "--full"], id="two forms"),
        pytest.param(["nowhere/mine.json"], id="no such snapshot"),
        pytest.param(["tiny", "--against", "nowhere.json"], id="no earlier run"),
        pytest.param(["tiny", "--plots", "nowhere"], id="no folder for plots"),
    ],
)
def test_what_makes_no_sense_is_told_at_once(words: list[str]) -> None:
    answer = RUNNER.invoke(app, ["bench", *words])

    assert answer.exit_code == 2


def test_an_unknown_workload_is_told_with_those_there_are() -> None:
    answer = RUNNER.invoke(app, ["bench", "huge"])

    assert "There is no workload 'huge'." in answer.output
    assert "tiny, team, dense, matrix, sparse, weighted-2k" in answer.output


def test_peers_without_pulp_say_that_cbc_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.peers.find_spec", lambda _: None)
    monkeypatch.setattr(sys.modules["server.cli.bench"], "outcomes_of", lambda *_: iter(()))

    answer = RUNNER.invoke(app, ["bench", "tiny", "--peers"])

    assert "cbc is left out" in answer.output
    assert "pip install 'allotment[pulp]'" in answer.output


def test_a_snapshot_of_the_callers_own_is_solved_by_every_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = ("auto", "sequential")
    monkeypatch.setattr("benchmarks.jobs.installed_contenders", lambda: some)
    path, out = tmp_path / "mine.json", tmp_path / "bench.json"
    written = ["generate", "--cases", "8", "--agents", "4", "--out", str(path)]
    assert RUNNER.invoke(app, written).exit_code == 0

    answer = RUNNER.invoke(app, ["bench", str(path), "--limit", "20", "--json", str(out)])

    runs = json.loads(out.read_text("utf-8"))["runs"]
    assert answer.exit_code == 0, answer.output
    assert [run["peer"] for run in runs] == list(some)
    assert all(run["figures"]["levels"] for run in runs)
    assert "Engines on your snapshot" in answer.stdout


def test_a_folder_of_instances_is_solved_with_published_optima(tmp_path: Path) -> None:
    (tmp_path / "small").write_text("2\n 5 1\n 2 9\n", "ascii")
    (tmp_path / "OPTIMA.csv").write_text("instance,optimum_published\nsmall,3\n", "ascii")

    answer = RUNNER.invoke(app, ["bench", str(tmp_path)])

    (row,) = [line.split() for line in answer.stdout.splitlines() if line.startswith(" small")]
    assert answer.exit_code == 0, answer.output
    assert row[:5] == ["small", "2", "x", "2", "allotment"]
    assert row[7:10] == ["3", "3", "yes"]


def test_a_run_that_is_surely_slower_than_an_earlier_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [solved(0.5, seed) for seed in (1, 2, 3)]
    monkeypatch.setattr(sys.modules["server.cli.bench"], "outcomes_of", lambda *_: iter(outcomes))
    earlier = tmp_path / "earlier.json"
    report = Report(ASKED, tuple(outcomes), {}, ()).as_json()
    earlier.write_text(json.dumps(report), "utf-8")
    same = RUNNER.invoke(app, ["bench", "tiny", "--against", str(earlier)])

    for run, factor in zip(report["runs"], (1.5, 1.51, 1.52), strict=True):
        run["figures"]["processor"] /= factor
    earlier.write_text(json.dumps(report), "utf-8")
    slower = RUNNER.invoke(app, ["bench", "tiny", "--against", str(earlier)])
    allowed = RUNNER.invoke(app, ["bench", "tiny", "--against", str(earlier), "--fail-over", "2"])

    assert [same.exit_code, slower.exit_code, allowed.exit_code] == [0, 1, 0]
    assert "tiny 0.7 solve is slower than 1.1 x" in slower.stdout


def test_growth_alone_measures_its_sizes_and_draws_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("matplotlib")
    (size, *_) = growth_workloads(125)
    given: list[Asked] = []

    def outcomes_of(asked: Asked, _: object) -> Iterator[Outcome]:
        given.append(asked)
        return iter([solved(0.5, workload=size)])

    monkeypatch.setattr(sys.modules["server.cli.bench"], "outcomes_of", outcomes_of)

    answer = RUNNER.invoke(app, ["bench", "--growth", "--plots", str(tmp_path)])

    assert answer.exit_code == 0, answer.output
    assert {workload.kind for workload in given[0].workloads} == {"enterprise"}
    assert (tmp_path / "growth-last-run.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("form", ["--short", "--full"])
def test_both_forms_measure_their_workloads_with_peers_and_growth(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[Asked] = []

    def outcomes_of(asked: Asked, _: object) -> Iterator[Outcome]:
        given.append(asked)
        return iter(())

    monkeypatch.setattr(sys.modules["server.cli.bench"], "outcomes_of", outcomes_of)

    answer = RUNNER.invoke(app, ["bench", form, "--seeds", "2"])

    (asked,) = given
    names = {workload.name for workload in asked.workloads}
    assert answer.exit_code == 0, answer.output
    assert {"tiny", "team", "weighted-2k", "enterprise", "growth-500"} <= names
    assert ("planet" in names) == (form == "--full")
    assert asked.seeds == 2
    assert asked.peers
