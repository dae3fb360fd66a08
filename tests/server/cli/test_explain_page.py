"""`allotment explain RESPONSE --html OUT.html` on the command line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from allotment.v1.assignment_service_pb2 import ASSIGN_MODE_VALIDATE_ONLY
from server.cli import app
from server.translate.files import write_message
from tests.answering import answer
from tests.server.page.test_batch import flood

RUNNER = CliRunner()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The request and its response."""
    paths = tmp_path / "request.json", tmp_path / "response.json"
    write_message(flood(), paths[0])
    write_message(answer(flood()), paths[1])
    return paths


def explain(*words: str | Path, code: int = 0) -> str:
    """What the command prints; it must end with this code."""
    found = RUNNER.invoke(app, ["explain", *map(str, words)])
    assert found.exit_code == code, found.output
    return found.output


def test_a_page_of_the_whole_batch_is_written(files: tuple[Path, Path], tmp_path: Path) -> None:
    page = tmp_path / "page.html"

    assert f"{page}: 3 cases, " in explain(files[1], "--html", page)
    assert '<h1 id="title">2 of 3 cases have an agent</h1>' in page.read_text("utf-8")
    assert "about c1" not in page.read_text("utf-8")


def test_with_the_request_subjects_and_limits_stand_in_it(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    explain(files[1], "--html", page, "--request", files[0])

    assert "about c1" in page.read_text("utf-8")
    assert "backlog limit" in page.read_text("utf-8")


def test_a_request_of_another_answer_is_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    other = flood()
    other.cases[0].subject = "changed since"
    write_message(other, files[0])
    told = explain(files[1], "--html", tmp_path / "x.html", "--request", files[0], code=2)

    assert "the snapshot fingerprints differ" in told
    assert not (tmp_path / "x.html").exists()


def test_a_checked_request_has_a_page_but_nothing_to_compare(tmp_path: Path) -> None:
    asked = flood()
    asked.mode = ASSIGN_MODE_VALIDATE_ONLY
    write_message(answer(asked), tmp_path / "response.json")
    write_message(asked, tmp_path / "request.json")
    words = (tmp_path / "response.json", "--html", tmp_path / "page.html")

    assert "0 cases" in explain(*words)
    assert "Maybe leave --request out" in explain(
        *words, "--request", tmp_path / "request.json", code=2
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--html", "page.pdf"], "page.pdf does not end in .html. Maybe page.html."),
        (["--html", "none/page.html"], "there is no folder none"),
        (["c1", "--html", "page.html"], "--html writes a page of the whole batch"),
        (["--html", "page.html", "--json"], "--html writes a page of the whole batch"),
        (["--html", "page.html", "--policy", "p.yaml"], "Maybe give it with --request."),
        ([], "Maybe name one, or write a page of the whole batch with --html OUT.html."),
    ],
    ids=["suffix", "folder", "case", "json", "policy", "nothing"],
)
def test_wrong_input_is_told(
    files: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    assert told in " ".join(explain(files[1], *words, code=2).split())
    assert not list(tmp_path.glob("*.html"))


def test_a_file_that_is_no_response_is_told(tmp_path: Path) -> None:
    (tmp_path / "response.json").write_text('{"bach": {}}')

    told = explain(tmp_path / "response.json", "--html", tmp_path / "page.html", code=2)

    assert "bach" in told
