"""Skills over the wire: the server's own model, and what is never logged (S9)."""

import subprocess
import sys
from pathlib import Path

from allotment.v1.explanation_pb2 import Topic
from server.main import ANSWER
from tests.answers.asking import agent as agent_row
from tests.answers.asking import case, queue, request
from tests.answers.small_model import small_model
from tests.architecture.house import ROOT
from tests.e2e.serving import Server, small_server
from tests.server.processes.living import eventually

SECRET = "The gateway of Castle Rothenfels rejects me"
QUESTION = request(
    [case("c1", "q", subject="A secret", description=SECRET)],
    [agent_row("ann")],
    [queue("q", "ann")],
)


def topics(server: Server) -> dict[str, int]:
    with server.client() as client:
        (row,) = client.assign(QUESTION).explanations
    return {topic.skill: topic.source for topic in row.topics}


def test_S9_a_server_infers_with_its_model_and_logs_no_text(tmp_path: Path) -> None:
    with small_server(answer=ANSWER, skills_model=str(small_model())) as server:
        assert topics(server) == {"network": Topic.SOURCE_INFERRED}
        log = server.log.read_text()

    assert "Rothenfels" not in log
    assert "secret" not in log
    assert "skills model in force" in log


def test_S9_a_server_takes_a_changed_ontology_while_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "ontology.yaml"
    path.write_text("version: 1\nskills: [{name: castles, keywords: [castle]}]")
    with small_server(answer=ANSWER, skills_model=str(path)) as server:
        assert topics(server) == {"castles": Topic.SOURCE_KEYWORD}

        path.write_text("version: 1\nskills: [{name: buildings, synonyms: [castle]}]")
        assert eventually(lambda: topics(server) == {"buildings": Topic.SOURCE_SYNONYM})


def test_S9_a_server_does_not_start_with_a_bad_model(tmp_path: Path) -> None:
    path = tmp_path / "skills.model"
    path.write_bytes(b"nonsense")

    command = [sys.executable, "-m", "server.cli", "serve", "--skills-model", str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert ended.returncode == 2
    assert "skills.model is no skills model" in ended.stderr
