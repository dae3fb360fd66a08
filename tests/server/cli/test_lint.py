"""`allotment lint` on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from server.cli import app
from server.translate.files import write_message
from tests.server.lint.linted import GOOD, snapshot_of

RUNNER = CliRunner()

BAD = """\
teams:
  - team_id: t
    agent_ids: [g]
shifts:
  - shift_id: s
    team_ids: [t]
    working_hours:
      - {days: [DAY_MONDAY], start: 08:00, end: 12:00}
queues:
  - queue_id: q
    buckets:
      - team_ids: [x]
"""


def file_with(folder: Path, text: str, name: str = "policy.yaml") -> Path:
    """A file with the text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_K2_a_good_policy_passes(tmp_path: Path) -> None:
    """What is worth a look is no error."""
    answer = RUNNER.invoke(app, ["lint", str(file_with(tmp_path, json.dumps(GOOD), "p.json"))])

    assert answer.exit_code == 0
    assert answer.stdout.endswith("p.json: info 1.\n")


def test_K2_errors_are_shown_with_their_lines_and_fail(tmp_path: Path) -> None:
    """A shift without zone, and a team that is not there."""
    answer = RUNNER.invoke(app, ["lint", str(file_with(tmp_path, BAD))])

    rows = [line.split() for line in answer.stdout.splitlines()]
    assert answer.exit_code == 1
    assert ["5", "error", "refused", "shifts[0].time_zone"] in rows
    assert ["12", "error", "refused", "queues[0].buckets[0].team_ids[0]"] in rows
    assert answer.stdout.endswith("policy.yaml: error 2, warning 2, info 1.\n")


def test_K2_with_json_it_prints_nothing_else(tmp_path: Path) -> None:
    answer = RUNNER.invoke(app, ["lint", str(file_with(tmp_path, BAD)), "--json"])

    told: dict[str, Any] = json.loads(answer.stdout)
    assert answer.exit_code == 1
    assert told["findings"][0] == {
        "severity": "SEVERITY_ERROR",
        "check": "refused",
        "field": "shifts[0].time_zone",
        "description": "time_zone is required.",
        "advice": "Maybe Europe/Vienna.",
    }


def test_K2_a_snapshot_tells_more(tmp_path: Path) -> None:
    """Who is not there is not in the bucket."""
    policy = file_with(tmp_path, json.dumps(GOOD), "p.json")
    write_message(snapshot_of("somebody"), tmp_path / "s.json")

    answer = RUNNER.invoke(app, ["lint", str(policy), "--snapshot", str(tmp_path / "s.json")])

    assert "holds nobody who is in the snapshot" in answer.stdout


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        pytest.param("p.yaml", "queues: [", "p.yaml", id="cut short"),
        pytest.param("p.yaml", "quues: []", "Maybe you meant 'queues'", id="unknown field"),
        pytest.param("p.toml", "", "ends in none of", id="another suffix"),
    ],
)
def test_K2_a_file_that_cannot_be_read_is_told_plainly(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    answer = RUNNER.invoke(app, ["lint", str(file_with(tmp_path, text, name))])

    assert answer.exit_code == 2
    assert words in answer.stderr


def test_K2_a_server_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    path = file_with(tmp_path, json.dumps(GOOD), "p.json")

    answer = RUNNER.invoke(app, ["lint", str(path), "--address", "127.0.0.1:1"])

    assert answer.exit_code == 3
