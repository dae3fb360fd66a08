"""`allotment import incidents` on the command line."""

import json
from pathlib import Path

import pytest
from google.protobuf import json_format
from typer.testing import CliRunner

from allotment.v1 import assignment_service_pb2
from benchmarks.instances import Order
from benchmarks.instances.incident_log import make_log, write_log
from server.cli import app

RUNNER = CliRunner()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A zipped log of 300 incidents."""
    path = tmp_path / "events.csv.gz"
    path.write_bytes(write_log(make_log(Order(cases=300, agents=12)), zipped=True))
    return path


def command(log: Path, out: Path, **options: str) -> list[str]:
    """The words of the command."""
    said = {"mapping": "servicenow", "at": "2026-03-10 10:00", "zone": "UTC"} | options
    words = [word for name, value in said.items() for word in (f"--{name}", value)]
    return ["import", "incidents", str(log), *words, "--out", str(out)]


def test_it_writes_proto_json_and_tells_what_it_assumed(log: Path, tmp_path: Path) -> None:
    out = tmp_path / "snapshot.json"

    answer = RUNNER.invoke(app, command(log, out))

    request = json_format.Parse(out.read_text("utf-8"), assignment_service_pb2.AssignRequest())
    assert answer.exit_code == 0
    assert len(request.agents) == 12
    assert "cases counted as unassigned" in answer.stdout
    assert "Every agent may hold 20 cases and get 3 in 8 hours" in answer.stdout


def test_binary_and_json_hold_the_same_snapshot(log: Path, tmp_path: Path) -> None:
    for name in ("snapshot.json", "snapshot.binpb"):
        assert RUNNER.invoke(app, command(log, tmp_path / name)).exit_code == 0

    text = (tmp_path / "snapshot.json").read_text("utf-8")
    binary = (tmp_path / "snapshot.binpb").read_bytes()
    assert json_format.Parse(
        text, assignment_service_pb2.AssignRequest()
    ) == assignment_service_pb2.AssignRequest.FromString(binary)


def test_with_json_it_prints_nothing_else(log: Path, tmp_path: Path) -> None:
    answer = RUNNER.invoke(app, [*command(log, tmp_path / "snapshot.json"), "--json"])

    told = json.loads(answer.stdout)
    assert told["counts"]["agents"] == 12
    assert told["time_zone"] == "UTC"
    assert len(told["assumptions"]) > 5


def test_the_limits_can_be_told(log: Path, tmp_path: Path) -> None:
    out = tmp_path / "snapshot.binpb"

    RUNNER.invoke(app, [*command(log, out), "--backlog-limit", "5", "--hourly-limit", "1"])

    limits = assignment_service_pb2.AssignRequest.FromString(
        out.read_bytes()
    ).policy.limit_policy.limits
    assert (limits.backlog, limits.hourly.count) == (5, 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"at": "2026-03-01 10:00"}, "Nothing had happened by", id="too early"),
        pytest.param({"at": "soon"}, "'soon' is not a date and time", id="no moment"),
        pytest.param({"zone": "Mars/Olympus"}, "'Mars/Olympus' is not known", id="no zone"),
        pytest.param({"mapping": "nowhere.yaml"}, "nowhere.yaml cannot be read", id="no mapping"),
    ],
)
def test_what_makes_no_sense_ends_with_code_2_and_a_sentence(
    options: dict[str, str], message: str, log: Path, tmp_path: Path
) -> None:
    out = tmp_path / "snapshot.json"

    answer = RUNNER.invoke(app, command(log, out, **options))

    assert answer.exit_code == 2
    assert message in answer.stderr
    assert not out.exists()


def test_a_log_that_is_not_there_ends_with_code_2(tmp_path: Path) -> None:
    answer = RUNNER.invoke(app, command(tmp_path / "none.csv", tmp_path / "snapshot.json"))

    assert answer.exit_code == 2
    assert "cannot be read: No such file or directory" in answer.stderr


def test_a_file_name_of_unknown_form_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    answer = RUNNER.invoke(app, command(tmp_path / "none.csv", tmp_path / "snapshot.xml"))

    assert answer.exit_code == 2
    assert "snapshot.json" in answer.stderr
