"""`allotment report` on the command line (Q10)."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.cli import app
from server.translate.files import write_message
from tests.answering import answer
from tests.answers.asking import agent, agents, case, lately, queue, request

RUNNER = CliRunner()
QUEUES = [queue("q", "ann"), queue("rest", "bob")]
CASES = [case("c1", accountId="acme"), case("c2", accountId="acme"), case("c3", "q")]


def cycle(folder: Path, name: str, asked: AssignRequest) -> list[str]:
    """Files of a request and of the answer to it."""
    files = [folder / f"{name}.json", folder / f"{name}_answer.json"]
    write_message(asked, files[0])
    write_message(answer(asked), files[1])
    return [str(file) for file in files]


def first(folder: Path) -> list[str]:
    """Two of three cases fall into the catch-all."""
    accounts = [{"accountId": "acme"}]
    asked = request(CASES, agents("ann bob"), QUEUES, catchAllQueueId="rest", accounts=accounts)
    return cycle(folder, "first", asked)


def second(folder: Path) -> list[str]:
    """Bob took c3 from Ann by hand."""
    hand = lately("2026-03-04T10:30:00Z", source="ASSIGNMENT_SOURCE_MANUAL") | {"caseId": "c3"}
    staff = [agent("ann"), agent("bob", recentAssignments=[hand])]
    asked = request([case("c4", "q")], staff, QUEUES, now="2026-03-04T11:00:00Z")
    return cycle(folder, "second", asked)


def run(*arguments: str) -> Result:
    return RUNNER.invoke(app, ["report", *arguments], env={"COLUMNS": "140"})


def test_Q10_the_report_on_the_catch_all_is_a_table(tmp_path: Path) -> None:
    result = run("catch-all", *first(tmp_path))

    assert result.exit_code == 0
    assert "2 of 3 cases (67%) fell into the catch-all, in 1 recorded batches." in result.stdout
    assert "Why: 2 NO_QUEUE_MATCH." in result.stdout
    assert "account = 'acme'" in result.stdout


def test_Q10_the_report_on_the_catch_all_as_json(tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    result = run("catch-all", *first(tmp_path), "--json", str(out))

    assert result.exit_code == 0
    told = json.loads(out.read_text())
    assert (told["report"], told["count"], told["case_count"]) == ("catch-all", 2, 3)
    assert told["by"]["account"] == {
        "value_count": 1,
        "rows": [
            {
                "value": "acme",
                "count": 2,
                "share": 1.0,
                "why": {"NO_QUEUE_MATCH": 2},
                "refusals": {},
                "suggestion": {"filter": "account = 'acme'", "takes": 2, "takes_others": 0},
            }
        ],
    }


def test_Q10_changes_by_hand_come_from_later_requests_in_any_order(tmp_path: Path) -> None:
    result = run("manual", *second(tmp_path), *first(tmp_path), "--json", "-")

    told = json.loads(result.stdout)
    assert (told["count"], told["record_count"]) == (1, 2)
    assert [row["value"] for row in told["by"]["old_owner"]["rows"]] == ["ann"]
    assert [row["value"] for row in told["by"]["new_owner"]["rows"]] == ["bob"]


def test_Q10_the_report_on_manual_review(tmp_path: Path) -> None:
    cases = [case("c1", "q", category="legal", overrideRouting=True), case("c2", "q")]
    result = run("override", *cycle(tmp_path, "one", request(cases, agents("ann"), QUEUES[:1])))

    assert "1 of 2 cases (50%) went to manual review" in result.stdout
    assert "category = 'legal'" in result.stdout


def test_Q10_no_case_for_manual_review_is_a_report_too(tmp_path: Path) -> None:
    result = run("override", *first(tmp_path))

    assert result.exit_code == 0
    assert "0 of 3 cases (0%) went to manual review" in result.stdout


@pytest.mark.parametrize(
    ("command", "files", "message"),
    [
        pytest.param("catch-all", slice(0, 1), "stands alone", id="no answer"),
        pytest.param("catch-all", slice(None, None, -1), "first_answer.json", id="swapped"),
        pytest.param("manual", slice(0, 2), "later cycle", id="one cycle"),
    ],
)
def test_wrong_files_are_told_plainly(
    tmp_path: Path, command: str, files: slice, message: str
) -> None:
    result = run(command, *first(tmp_path)[files])

    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    result = run("catch-all", "nowhere.json", "nowhere_answer.json")

    assert result.exit_code == 2
    assert "nowhere.json cannot be read" in result.stderr
