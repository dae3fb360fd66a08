"""What is missing is told, and the page says what is there."""

from pathlib import Path

import pytest

from tests.coverage import page
from tests.coverage.named import NamedTest, named_tests
from tests.coverage.page import Coverage, key_of, page_of, problems
from tests.coverage.rows import ROWS
from tests.coverage.rules import Rule
from tests.coverage.sources import code_by_row

BREAKS = Rule("breaks", ("V3",), "constraints/__init__.py", "    ON_BREAK,\n")
TESTS = {
    row.row_id: (NamedTest("tests/test_x.py", f"test_{row.row_id}_holds"),)
    for row in ROWS
    if row.row_id != "L7"
}
"""The running service, which L7 is about, is to come."""
TRIED = {key_of(BREAKS, "V3"): "tests/test_x.py::test_V3_holds"}


@pytest.fixture(autouse=True)
def _to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "COMING", {"L7": "the running service"})


def coverage(
    tests: dict[str, tuple[NamedTest, ...]] | None = None, taken_out: dict[str, str] | None = None
) -> Coverage:
    """One rule, and one test of each row, but for what is given."""
    known = TRIED if taken_out is None else taken_out
    return Coverage(
        {**TESTS, **(tests or {})}, {"V3": ("constraints/breaks.py",)}, (BREAKS,), known
    )


def test_all_is_well_if_every_row_has_a_test_and_every_rule_was_tried() -> None:
    assert problems(coverage()) == []


def test_a_row_without_a_test_is_told() -> None:
    assert problems(coverage({"Q5": ()})) == [
        "No test names Q5 (drain groups). Maybe add `test_Q5_...`."
    ]


def test_an_exception_ends_with_the_first_test() -> None:
    assert problems(coverage({"L7": TESTS["Q1"]})) == [
        "L7 has tests now. Maybe delete its line from COMING in rows.py."
    ]


def test_a_test_of_no_row_is_told() -> None:
    odd = NamedTest("tests/test_x.py", "test_Q14_holds")

    assert problems(coverage({"Q14": (odd,)})) == [
        "tests/test_x.py::test_Q14_holds names no row. Maybe a typo."
    ]


@pytest.mark.parametrize("node", ["", "tests/test_x.py::test_V3_that_went_away"])
def test_a_rule_that_no_test_was_seen_to_miss_is_told(node: str) -> None:
    (problem,) = problems(coverage(taken_out={key_of(BREAKS, "V3"): node}))

    assert problem == (
        "Nothing shows that a test of V3 fails without 'breaks'.\n"
        "Maybe run `make coverage`; if nothing fails then, write the missing test."
    )


def test_the_page_shows_tests_code_and_what_fails() -> None:
    text = page_of(coverage())

    assert (
        "| V3 | breaks, time left in the shift | [1 in 1](#v3) | `constraints/breaks.py` | " in text
    )
    assert "| breaks | `constraints/__init__.py` | V3 | `tests/test_x.py::test_V3_holds` |" in text
    assert "| L7 | limits across cycles and replicas | the running service |" in text


def test_the_tree_is_read(tmp_path: Path) -> None:
    """Tests that are expected to fail do not count, nor do ids in plain code."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_x.py").write_text(
        "import pytest\n\n"
        "def test_Q1_holds() -> None: ...\n\n"
        "@pytest.mark.xfail(reason='open')\ndef test_Q2_holds() -> None: ...\n"
    )
    (tmp_path / "constraints").mkdir()
    (tmp_path / "constraints/x.py").write_text('"""Queues (Q1)."""\nNAME = "Q3"  # see Q4-Q5\n')

    assert named_tests(tmp_path) == {"Q1": (NamedTest("tests/test_x.py", "test_Q1_holds"),)}
    assert code_by_row(tmp_path) == dict.fromkeys(("Q1", "Q4", "Q5"), ("constraints/x.py",))


def test_the_results_stand_one_to_a_line() -> None:
    """In whatever order a merge leaves them; `make coverage` sorts them."""
    assert all("::test_" in line for line in page.RESULTS.read_text("utf-8").splitlines())
