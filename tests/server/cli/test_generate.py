"""`allotment generate` on the command line."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from google.protobuf import json_format
from typer.testing import CliRunner

from allotment.v1 import assignment_service_pb2
from server.cli import app

RUNNER = CliRunner()
SIZE = ["--cases", "40", "--agents", "15", "--seed", "7"]


def test_without_a_workload_it_writes_a_team(tmp_path: Path) -> None:
    out = tmp_path / "team.json"

    answer = RUNNER.invoke(app, ["generate", *SIZE, "--out", str(out)])

    request = json_format.Parse(out.read_text("utf-8"), assignment_service_pb2.AssignRequest())
    assert answer.exit_code == 0
    assert "40 cases, 15 agents" in answer.stdout
    assert (request.policy.policy_id, len(request.cases)) == ("team", 40)


@pytest.mark.parametrize("name", ["team.json", "sparse.binpb", "events.csv.gz"])
def test_the_same_words_give_the_same_bytes_in_another_process(name: str, tmp_path: Path) -> None:
    hashes = set()
    for turn, hash_seed in enumerate(("1", "2")):
        out = tmp_path / f"{turn}-{name}"
        words = ["generate", *SIZE, "--workload", name.split(".")[0], "--out", str(out)]
        program = Path(sys.executable).with_name("allotment")
        subprocess.run(
            [program, *words], check=True, capture_output=True, env={"PYTHONHASHSEED": hash_seed}
        )
        hashes.add(hashlib.sha256(out.read_bytes()).hexdigest())

    assert len(hashes) == 1


def test_events_can_be_imported_as_it_says(tmp_path: Path) -> None:
    log, out = tmp_path / "events.csv", tmp_path / "snapshot.json"
    words = ["--cases", "300", "--agents", "12", "--workload", "events", "--out", str(log)]

    told = RUNNER.invoke(app, ["generate", *words]).stdout.replace("\n", " ")

    next_words = told.split("Next: allotment ")[1].split(" --mapping")[0].split()
    options = ["--mapping", "servicenow", "--at", "2026-03-10 10:00", "--zone", "Europe/Vienna"]
    assert RUNNER.invoke(app, [*next_words, *options, "--out", str(out)]).exit_code == 0


def test_with_json_it_prints_nothing_else(tmp_path: Path) -> None:
    answer = RUNNER.invoke(app, ["generate", *SIZE, "--out", str(tmp_path / "t.json"), "--json"])

    assert json.loads(answer.stdout)["cases"] == 40


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["--workload", "teem", "--out", "x.json"], "Maybe one of: team", id="name"),
        pytest.param(["--tightness", "-1", "--out", "x.json"], "tightness is -1", id="tightness"),
        pytest.param(["--seed", "-1", "--out", "x.json"], "a seed is at least 0", id="seed"),
        pytest.param(["--cases", "0", "--out", "x.json"], "at least one of its cases", id="cases"),
        pytest.param(["--out", "x.txt"], "Maybe x.json", id="file"),
        pytest.param(["--workload", "events", "--out", "x.json"], "Maybe x.csv", id="log"),
        pytest.param(["--out", "nowhere/x.json"], "no folder nowhere", id="folder"),
    ],
)
def test_what_makes_no_sense_ends_with_code_2_and_a_sentence(
    words: list[str], message: str
) -> None:
    answer = RUNNER.invoke(app, ["generate", *SIZE, *words])

    assert answer.exit_code == 2
    assert message in answer.stderr
