"""A score explained to the last factor, from an answer that came over the wire (S1, S14)."""

import json
from pathlib import Path

from typer.testing import CliRunner

from server.cli import app
from server.main import ANSWER
from server.translate.files import read_response
from tests.e2e.serving import serving

RUNNER = CliRunner()


def said(*words: str | Path) -> str:
    found = RUNNER.invoke(app, [str(word) for word in words])
    assert found.exit_code == 0, found.output
    return found.stdout


def test_S1_S14_what_a_server_answered_is_explained_and_scored_again(tmp_path: Path) -> None:
    snapshot, response = tmp_path / "team.json", tmp_path / "answer.json"
    said("generate", "--cases", "40", "--agents", "8", "--out", snapshot)
    with serving(answer=ANSWER) as server:
        said("assign", snapshot, "--address", server.address, "--json", response)
    rows = read_response(response).batch.assignments
    served = next(row for row in rows if row.agent_id)
    others = {row.agent_id for row in rows if row.agent_id} - {served.agent_id}

    told = json.loads(said("explain", response, served.case_id, "--score", "--json"))
    again = json.loads(
        said("explain", response, served.case_id, served.agent_id, "--json", "--request", snapshot)
    )
    other = json.loads(
        said("explain", response, served.case_id, min(others), "--json", "--request", snapshot)
    )

    assert told["fit"] == again["fit"]
    assert told["fit"]["fit"] == served.fit
    assert all(pillar["inputs"] for pillar in told["fit"]["pillars"])
    assert sum(pillar["contribution"] for pillar in other["fit"]["pillars"]) == other["fit"]["fit"]
