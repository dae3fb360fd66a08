"""`allotment learn hours` on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks.instances import Order
from benchmarks.instances.incident_log import make_log, write_log
from server.cli import app
from server.learning.activity import Kind
from server.learning.hours import load_hours

RUNNER = CliRunner()

OFFICE = [f"2026-03-{day:02d} {hour:02d}:10" for day in range(2, 7) for hour in range(9, 17)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """One agent in office hours in Vienna, one seen twice, one account in New York."""
    rows = [f"agent,ann,{time},Europe/Vienna" for time in OFFICE]
    rows += ["agent,ben,2026-03-02 10:00,", "agent,ben,2026-03-03 10:00,"]
    rows += [f"account,acme,{time}Z,America/New_York" for time in OFFICE]
    path = tmp_path / "activity.csv"
    path.write_text("\n".join(["kind,id,time,zone", *rows]) + "\n", "utf-8")
    return path


def learn(history: Path, out: Path, *words: str) -> str:
    """The command's answer, which must be a success."""
    answer = RUNNER.invoke(
        app, ["learn", "hours", "--history", str(history), "--out", str(out), *words]
    )
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_S6_it_learns_agents_and_accounts_each_in_its_zone(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "hours.json"

    told = json.loads(learn(table, out, "--json"))

    assert (told["agents"], told["accounts"], told["seen_too_seldom"]) == (1, 1, 1)
    model = load_hours(out)
    ann, acme = model.hours_of(Kind.AGENT, "ann"), model.hours_of(Kind.ACCOUNT, "acme")
    assert ann is not None
    assert acme is not None
    assert [(w.days, w.start, w.end) for w in ann.windows] == [((1, 2, 3, 4, 5), "09:00", "17:00")]
    assert acme.zone == "America/New_York"
    assert [(w.start, w.end) for w in acme.windows] == [("04:00", "12:00")]


def test_S6_equal_activity_gives_an_equal_file_whatever_the_order_of_rows(
    table: Path, tmp_path: Path
) -> None:
    head, *rows = table.read_text("utf-8").splitlines()
    other = tmp_path / "reversed.csv"
    other.write_text("\n".join([head, *reversed(rows)]), "utf-8")

    learn(table, tmp_path / "a.json")
    learn(other, tmp_path / "b.json")

    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_S6_nothing_after_the_moment_is_looked_at(table: Path, tmp_path: Path) -> None:
    text = table.read_text("utf-8")
    later = "".join(f"agent,ann,2026-03-{day:02d} 23:00,Europe/Vienna\n" for day in range(9, 29))
    longer = tmp_path / "longer.csv"
    longer.write_text(text + later, "utf-8")

    learn(table, tmp_path / "a.json", "--at", "2026-03-08")
    learn(longer, tmp_path / "b.json", "--at", "2026-03-08")

    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_S6_an_event_log_will_do(tmp_path: Path) -> None:
    log, out = tmp_path / "events.csv.gz", tmp_path / "hours.json"
    log.write_bytes(write_log(make_log(Order(cases=600, agents=12)), zipped=True))

    told = learn(log, out, "--mapping", "servicenow")

    assert "Predicted hours" in told
    assert load_hours(out).of(Kind.AGENT)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("who,when\na,b\n", "no column 'kind'", id="columns"),
        pytest.param("kind,id,time\nrobot,r,2026\n", "Line 2: the kind is 'robot'", id="kind"),
        pytest.param("kind,id,time\nagent,,2026-03-02\n", "Line 2: the id is missing", id="id"),
        pytest.param("kind,id,time\nagent,a,soon\n", "Line 2: The moment 'soon'", id="time"),
        pytest.param("kind,id,time\n", "no activity", id="empty"),
        pytest.param(
            "kind,id,time,zone\nagent,a,2026-03-02,UTC\nagent,a,2026-03-02,Asia/Tokyo\n",
            "has two zones",
            id="zones",
        ),
    ],
)
def test_S6_wrong_history_is_told_plainly(content: str, message: str, tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text(content, "utf-8")

    answer = RUNNER.invoke(
        app, ["learn", "hours", "--history", str(history), "--out", str(tmp_path / "out.json")]
    )

    assert answer.exit_code == 2
    assert message in answer.output
    assert not (tmp_path / "out.json").exists()
