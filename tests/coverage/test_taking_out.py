"""A rule that is taken out is missed by the tests of its row."""

from contextlib import suppress
from pathlib import Path

import pytest

from tests.coverage.lines import LINES
from tests.coverage.named import NamedTest
from tests.coverage.rules import REGISTERS, Register, Rule, registered
from tests.coverage.taking_out import Copy, all_rules, copy_of_tree

BREAK = NamedTest("tests/constraints/test_breaks.py", "test_V3_nobody_gets_a_case_on_a_break")


def test_without_the_rule_of_breaks_a_test_of_V3_fails_and_with_it_none() -> None:
    """In a copy: the tree itself stays as it is."""
    breaks = next(rule for rule in all_rules() if rule.name == "FILTERS ON_BREAK")
    with copy_of_tree() as copy:
        with copy.without(breaks):
            without = copy.first_failure((BREAK,))
        whole = copy.first_failure((BREAK,))

    assert (breaks.rows, without, whole) == (("V3",), BREAK.node, "")


def test_tests_that_cannot_be_run_prove_nothing(tmp_path: Path) -> None:
    (tmp_path / "test_x.py").write_text("import nowhere\n\ndef test_V3_holds() -> None: ...\n")

    with pytest.raises(RuntimeError, match="pytest ended with"):
        Copy(tmp_path).first_failure((NamedTest("test_x.py", "test_V3_holds"),))


def test_a_rule_that_has_moved_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("RULES = ()\n")

    with (
        pytest.raises(LookupError, match="0 places of 'ON_BREAK'"),
        Copy(tmp_path).without(Rule("breaks", ("V3",), "x.py", "ON_BREAK")),
    ):
        pass


def test_a_rule_is_put_back_even_when_something_goes_wrong(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("RULES = (ON_BREAK,)\n")

    with suppress(RuntimeError), Copy(tmp_path).without(Rule("b", ("V3",), "x.py", "ON_BREAK,")):
        seen = (tmp_path / "x.py").read_text()
        raise RuntimeError(seen)

    assert seen == "RULES = ()\n"
    assert (tmp_path / "x.py").read_text() == "RULES = (ON_BREAK,)\n"


def test_the_elements_of_a_tuple_are_rules_for_the_rows_of_their_files(tmp_path: Path) -> None:
    (tmp_path / "breaks.py").write_text('"""Breaks (V3)."""\n')
    (tmp_path / "x.py").write_text(
        "from breaks import ON_BREAK\n\nRULES: tuple[object, ...] = (\n    ON_BREAK,\n)\n"
    )

    assert list(registered(tmp_path, Register("x.py", "RULES"))) == [
        Rule("RULES ON_BREAK", ("V3",), "x.py", "    ON_BREAK,\n")
    ]


def test_a_tuple_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("RULES = ()\n")

    with pytest.raises(LookupError, match="no tuple FILTERS"):
        list(registered(tmp_path, Register("x.py", "FILTERS")))


def test_every_rule_has_a_name_of_its_own_and_a_row() -> None:
    rules = all_rules()

    assert len({rule.name for rule in rules}) == len(rules) > len(LINES) + len(REGISTERS)
    assert all(rule.rows for rule in rules)
