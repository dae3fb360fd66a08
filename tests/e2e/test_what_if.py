"""Questions about a snapshot through a real server and the program."""

import json
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.rpc.error_details_pb2 import ErrorInfo, ResourceInfo
from typer.testing import CliRunner, Result

from allotment.v1 import assignment_service_pb2 as wire
from client import NotFound, NotHonoured
from server.cli import app
from server.main import ANSWER
from server.translate.files import write_message
from tests.e2e.details import detail
from tests.e2e.serving import Server, plain_stub, serving
from tests.server.what_if.questions import team


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(answer=ANSWER, max_agents=10) as running:
        yield running


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The snapshot as a file."""
    path = tmp_path / "team.json"
    write_message(team(), path)
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_server_ranks_as_the_program_does_alone(server: Server, file: Path) -> None:
    """Equal questions, equal answers."""
    with server.client() as client:
        there = client.recommend(wire.RecommendRequest(snapshot=team(), case_id="c1"))
    remote = run("recommend", file, "c1", "--address", server.address, "--json", "-")
    local = run("recommend", file, "c1", "--local", "--json", "-")

    assert (remote.exit_code, remote.output) == (0, local.output)
    rows = json.loads(local.output)["recommendations"]
    assert [row["agent_id"] for row in rows] == [row.agent_id for row in there.recommendations]


def test_an_unknown_case_is_a_resource_that_was_not_found(server: Server) -> None:
    """As a channel without our client reads it."""
    question = wire.RecommendRequest(snapshot=team(), case_id="c9")
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as caught:
        stub.Recommend(question)

    assert isinstance(caught.value, grpc.Call)
    assert caught.value.code() == grpc.StatusCode.NOT_FOUND
    assert detail(caught.value, ErrorInfo).reason == "NOT_FOUND"
    resource = detail(caught.value, ResourceInfo)
    assert (resource.resource_type, resource.resource_name) == ("case", "c9")


def test_the_client_raises_not_found(server: Server) -> None:
    with server.client() as client, pytest.raises(NotFound, match="no case 'c9'"):
        client.recommend(wire.RecommendRequest(snapshot=team(), case_id="c9"))


def test_a_snapshot_inside_a_question_counts_against_the_servers_limits(server: Server) -> None:
    """Its rows are counted before anything is solved."""
    crowd = team()
    for number in range(10):
        crowd.agents.add(agent_id=f"x{number}")
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as caught:
        stub.Recommend(wire.RecommendRequest(snapshot=crowd, case_id="c1"))

    assert isinstance(caught.value, grpc.Call)
    assert detail(caught.value, ErrorInfo).reason == "TOO_LARGE"


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        pytest.param(["c1"], 0, "1 of 3 agents could take it", id="somebody"),
        pytest.param(["c3"], 1, "in none of the case's queues", id="nobody"),
        pytest.param(["c1", "--rows", 1], 0, "More: --page", id="a page"),
        pytest.param(["c9"], 2, "no case 'c9'", id="no such case"),
        pytest.param(["c1", "--page", "x"], 2, "page_token", id="no such page"),
    ],
)
def test_the_program_prints_a_table(file: Path, words: list[object], code: int, text: str) -> None:
    result = run("recommend", file, *words, "--local")

    assert result.exit_code == code
    assert text in " ".join(result.output.split())


def plan(folder: Path, *rows: tuple[str, str]) -> Path:
    """A plan of one's own as a file."""
    path = folder / "plan.json"
    listed = [{"case_id": case, "agent_id": agent} for case, agent in rows]
    path.write_text(json.dumps({"assignments": listed}))
    return path


def test_a_server_checks_a_plan_as_the_program_does_alone(
    server: Server, file: Path, tmp_path: Path
) -> None:
    mine = plan(tmp_path, ("c1", "cid"))
    with server.client() as client:
        question = wire.CheckRequest(snapshot=team())
        question.assignments.add(case_id="c1", agent_id="cid")
        there = client.check(question)
    remote = run("check", file, mine, "--address", server.address, "--json")
    local = run("check", file, mine, "--json")

    assert (remote.exit_code, remote.output) == (1, local.output)
    assert len(json.loads(local.output)["violations"]) == len(there.violations)


def test_an_answer_of_ours_is_a_plan_that_loses_nothing(file: Path, tmp_path: Path) -> None:
    """An answer in a file will do, or its batch."""
    answer = tmp_path / "answer.json"
    assert run("assign", file, "--local", "--json", answer).exit_code == 0
    batch = tmp_path / "batch.json"
    batch.write_text(json.dumps(json.loads(answer.read_text())["batch"]))

    for path in (answer, batch):
        result = run("check", file, path)
        assert result.exit_code == 0
        assert "none is better" in result.output


@pytest.mark.parametrize(
    ("rows", "code", "text"),
    [
        pytest.param([], 0, "a better one is known", id="worse"),
        pytest.param([("c1", "bob")], 1, "does not hold", id="broken"),
        pytest.param([("c1", "")], 2, "assignments[0].agent_id", id="wrong"),
    ],
)
def test_the_program_judges_a_plan(
    file: Path, tmp_path: Path, rows: list[tuple[str, str]], code: int, text: str
) -> None:
    result = run("check", file, plan(tmp_path, *rows))

    assert (result.exit_code, text in result.output) == (code, True)


def test_a_server_simulates_as_the_program_does_alone(
    server: Server, file: Path, tmp_path: Path
) -> None:
    """Several files of changes are one after the other."""
    paths = [tmp_path / "more.yaml", tmp_path / "away.json"]
    paths[0].write_text("changes:\n- limits: {agent_id: cid, limits: {backlog: 2}}\n")
    paths[1].write_text(json.dumps({"changes": [{"removed_agent_id": "ann"}]}))
    words = ["simulate", file, "--change", paths[0], "--change", paths[1], "--json"]
    with server.client() as client:
        question = wire.SimulateRequest(snapshot=team())
        question.changes.add().limits.CopyFrom(wire.AgentLimits(agent_id="cid"))
        question.changes[0].limits.limits.backlog = 2
        question.changes.add(removed_agent_id="ann")
        there = client.simulate(question)
    remote, local = run(*words, "--address", server.address), run(*words)

    assert (remote.exit_code, remote.output) == (0, local.output)
    assert len(json.loads(local.output)["differences"]) == len(there.differences) > 0


@pytest.mark.parametrize(
    ("change", "code", "text"),
    [
        pytest.param(
            {"limits": {"agent_id": "ann", "limits": {"backlog": 2}}}, 0, "1 2", id="fine"
        ),
        pytest.param({"removed_agent_id": "zoe"}, 2, "no agent 'zoe'", id="no such agent"),
        pytest.param({"removed": "ann"}, 2, "removed", id="no such change"),
    ],
)
def test_the_program_tells_the_difference(
    file: Path, tmp_path: Path, change: dict[str, object], code: int, text: str
) -> None:
    path = tmp_path / "change.json"
    path.write_text(json.dumps({"changes": [change]}))
    result = run("simulate", file, "--change", path)

    assert (result.exit_code, text in " ".join(result.output.split())) == (code, True)


def test_the_program_tells_what_an_agent_who_is_away_would_cost(file: Path) -> None:
    """By the cases that differ, and level by level."""
    result = run("simulate", file, "--away", "ann")
    output = " ".join(result.output.split())

    assert result.exit_code == 0
    assert "What this does to the batch: costs " in output
    assert "ann does not get it any more." in output


def test_a_server_explains_as_the_program_does_alone(
    server: Server, file: Path, tmp_path: Path
) -> None:
    """A pair, of an answer that another process gave."""
    response = tmp_path / "answer.json"
    assert run("assign", file, "--address", server.address, "--json", response).exit_code == 0
    words = ["explain", response, "c2", "cid", "--why-not", "--request", file, "--json"]
    with server.client() as client:
        question = wire.ExplainRequest(snapshot=team(), case_id="c2", agent_id="cid")
        there = client.explain(question)
    remote, local = run(*words, "--address", server.address), run(*words)

    assert (remote.exit_code, remote.output) == (0, local.output)
    assert json.loads(local.output)["sentence"] == there.sentence


@pytest.mark.parametrize(
    ("case_id", "agent_id", "kind"), [("c9", "", "case"), ("c1", "zoe", "agent")]
)
def test_an_unknown_case_or_agent_cannot_be_explained(
    server: Server, case_id: str, agent_id: str, kind: str
) -> None:
    question = wire.ExplainRequest(snapshot=team(), case_id=case_id, agent_id=agent_id)
    with plain_stub(server) as stub, pytest.raises(grpc.RpcError) as caught:
        stub.Explain(question)

    assert isinstance(caught.value, grpc.Call)
    assert caught.value.code() == grpc.StatusCode.NOT_FOUND
    assert detail(caught.value, ResourceInfo).resource_type == kind


def test_a_stored_batch_is_not_honoured_yet(server: Server) -> None:
    with server.client() as client, pytest.raises(NotHonoured) as caught:
        client.explain(wire.ExplainRequest(batch_id="b1", case_id="c1"))

    assert caught.value.paths == ("batch_id",)


def test_a_server_prechecks_as_the_program_does_alone(
    server: Server, file: Path, tmp_path: Path
) -> None:
    """Cid is full and no queue takes c3: that is told; the others are open."""
    paths = [tmp_path / "remote.json", tmp_path / "local.json"]
    remote = run("assign", file, "--precheck", "--address", server.address, "--json", paths[0])
    local = run("assign", file, "--precheck", "--local", "--json", paths[1])

    assert remote.exit_code == local.exit_code == 0
    for text in ("2 of 3 cases are open; nothing was solved", "No queue takes it"):
        assert text in remote.output
    assert "Proof" not in remote.output
    batches = [json.loads(path.read_text())["batch"] for path in paths]
    assert batches[0] == batches[1]


def test_a_server_that_is_not_there_is_exit_code_3(file: Path) -> None:
    assert run("recommend", file, "c1", "--address", "127.0.0.1:1").exit_code == 3
