"""`allotment bench` on the command line, start to end."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.peers import PEERS
from server.cli import app

RUNNER = CliRunner()
PROGRAM = Path(sys.executable).with_name("allotment")


def test_it_measures_everything_on_a_tiny_team(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    words = ["--seeds", "1", "--tightness", "1.3", "--calls", "2", "--peers", "--json", str(out)]

    answer = RUNNER.invoke(app, ["bench", "tiny", *words])

    runs = json.loads(out.read_text("utf-8"))["runs"]
    assert answer.exit_code == 0, answer.output
    assert [run["task"] for run in runs] == ["solve", "assign", "call", *["peer"] * len(PEERS)]
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
