"""Real incidents through a running server, judged by the independent referee."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from allotment.v1 import plan_pb2
from server.cli import app
from server.main import ANSWER
from server.translate.files import read_request
from tests.e2e.serving import serving
from tests.referee import complaints
from tests.shared_data import shared_file


@pytest.mark.shared_data
def test_the_incidents_of_the_ides_of_march_are_assigned_rightly(tmp_path: Path) -> None:
    """2016-03-15 10:00: all accounted for, limits hold, sums exact, every level proved."""
    snapshot = tmp_path / "incidents.json"
    log = shared_file("incidents/events_2016_03.csv.gz")
    words = ["import", "incidents", str(log), "--mapping", "servicenow", "--out", str(snapshot)]
    moment = ["--at", "2016-03-15 10:00", "--zone", "America/Sao_Paulo"]
    imported = CliRunner().invoke(app, words + moment)
    assert imported.exit_code == 0, imported.output
    request = read_request(snapshot)
    with serving(answer=ANSWER) as server, server.client() as client:
        response = client.assign(request, timedelta(seconds=60))
    assert complaints(request, response) == []
    assert response.batch.termination == plan_pb2.TERMINATION_OPTIMAL
    assert response.batch.assigned_count > 200
