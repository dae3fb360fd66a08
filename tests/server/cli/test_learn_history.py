"""`allotment learn history` and `allotment learn apply` on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks.instances import Order
from benchmarks.instances.incident_log import make_log, write_log
from server.cli import app
from server.learning.history import load_history
from server.translate.files import read_request, write_message
from tests.answering import answer

RUNNER = CliRunner()
AT = "2026-03-10 10:00"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of 1,500 incidents."""
    path = tmp_path_factory.mktemp("log") / "events.csv"
    path.write_bytes(write_log(make_log(Order(cases=1500, agents=30)), zipped=False))
    return path


def run(*words: str | Path) -> str:
    found = RUNNER.invoke(app, [str(word) for word in words])
    assert found.exit_code == 0, found.output
    return found.stdout


def learned(log: Path, out: Path, at: str = AT) -> Path:
    run("learn", "history", "--events", log, "--out", out, "--at", at)
    return out


def applied(snapshot: Path, history: Path, out: Path) -> Result:
    """What `learn apply` says, right or wrong."""
    words = ["learn", "apply", snapshot, "--history", history, "--out", out]
    return RUNNER.invoke(app, [str(word) for word in words])


@pytest.fixture
def snapshot(log: Path, tmp_path: Path) -> Path:
    """The log at the moment, stripped of what the importer learned by itself."""
    path = tmp_path / "snapshot.binpb"
    run("import", "incidents", log, "--mapping", "servicenow", "--at", AT, "--zone", "UTC",
        "--out", path)  # fmt: skip
    request = read_request(path)
    for account in request.accounts:
        for name in ("histories", "median_resolution_duration", "activity_windows"):
            account.ClearField(name)
    for agent in request.agents:
        agent.ClearField("predicted_windows")
    write_message(request, path)
    return path


def test_S8_it_learns_from_the_log_what_the_importer_uses(
    log: Path, snapshot: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "imported.binpb"
    run("import", "incidents", log, "--mapping", "servicenow", "--at", AT, "--zone", "UTC",
        "--out", whole)  # fmt: skip
    model, out = learned(log, tmp_path / "history.json"), tmp_path / "with.binpb"

    told = json.loads(run("learn", "apply", snapshot, "--history", model, "--out", out, "--json"))

    with_history, expected = read_request(out), read_request(whole)
    assert told["history"]["accounts"] > 20
    assert [row.histories for row in with_history.accounts] == [
        row.histories for row in expected.accounts
    ]


def test_S6_S8_hours_and_history_make_a_snapshot_that_can_be_answered(
    log: Path, snapshot: Path, tmp_path: Path
) -> None:
    model, hours = learned(log, tmp_path / "history.json"), tmp_path / "hours.json"
    run("learn", "hours", "--history", log, "--mapping", "servicenow", "--at", AT, "--out", hours)
    out = tmp_path / "with.json"

    said = run("learn", "apply", snapshot, "--history", model, "--hours", hours, "--out", out)

    assert "hours: " in said
    assert "history: " in said
    response = answer(read_request(out))
    assert response.batch.assigned_count > 0
    pillars = {
        pillar.pillar: pillar
        for told in response.explanations
        for pillar in told.fit.pillars
        if pillar.inputs
    }
    assert {one.name for one in pillars["customer_history"].inputs} >= {"cases", "final_resolver"}


def test_S8_equal_logs_give_equal_models_whatever_the_order_of_rows(
    log: Path, tmp_path: Path
) -> None:
    head, *rows = log.read_text("utf-8").splitlines()
    other = tmp_path / "reversed.csv"
    other.write_text("\n".join([head, *reversed(rows)]) + "\n", "utf-8")

    one, two = learned(log, tmp_path / "a.json"), learned(other, tmp_path / "b.json")

    assert one.read_bytes() == two.read_bytes()


def test_S8_what_is_in_the_snapshot_wins(log: Path, snapshot: Path, tmp_path: Path) -> None:
    request = read_request(snapshot)
    known = load_history(learned(log, tmp_path / "history.json"))
    account = next(row for row in request.accounts if known.of(row.account_id))
    account.histories.add(agent_id=request.agents[0].agent_id, case_count=99)
    write_message(request, snapshot)
    out = tmp_path / "with.binpb"

    run("learn", "apply", snapshot, "--history", tmp_path / "history.json", "--out", out)

    kept = next(row for row in read_request(out).accounts if row.account_id == account.account_id)
    assert [row.case_count for row in kept.histories] == [99]


def test_a_model_that_knows_the_future_of_the_snapshot_is_refused(
    log: Path, snapshot: Path, tmp_path: Path
) -> None:
    later = learned(log, tmp_path / "history.json", "2026-03-11 10:00")

    found = RUNNER.invoke(
        app,
        [
            "learn",
            "apply",
            str(snapshot),
            "--history",
            str(later),
            "--out",
            str(tmp_path / "x.json"),
        ],
    )

    assert found.exit_code == 2
    assert "it would tell the future" in found.output


def test_S15_a_damaged_model_is_refused_by_name(log: Path, snapshot: Path, tmp_path: Path) -> None:
    model = learned(log, tmp_path / "history.json")
    model.write_text(model.read_text("utf-8").replace('"cases":1', '"cases":2', 1), "utf-8")

    found = RUNNER.invoke(
        app,
        [
            "learn",
            "apply",
            str(snapshot),
            "--history",
            str(model),
            "--out",
            str(tmp_path / "x.json"),
        ],
    )

    assert found.exit_code == 2
    assert "is damaged" in found.output


def test_nothing_to_apply_is_told(snapshot: Path, tmp_path: Path) -> None:
    found = RUNNER.invoke(app, ["learn", "apply", str(snapshot), "--out", str(tmp_path / "x.json")])

    assert found.exit_code == 2
    assert "Maybe give --hours or --history" in found.output
