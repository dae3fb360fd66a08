"""docs/coverage.md: what stands behind each row, written anew from the tree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import yaml

from tests.architecture.house import ROOT
from tests.coverage.named import NamedTest, named_tests
from tests.coverage.rows import COMING, ROWS, Row
from tests.coverage.rules import Rule
from tests.coverage.sources import code_by_row
from tests.coverage.taking_out import all_rules, misplaced

PAGE = ROOT / "docs/coverage.md"
RESULTS = ROOT / "tests/coverage/taken_out.yaml"

HEAD = """\
# What stands behind each row

Written by `make coverage`; do not edit. The rows are those of the product's specification, named
in a few words. *Tests* carry the row's id in their names; *code* names it in a docstring or a
comment. *Without it fails* says which rules were taken out of the tree, and that a test of the
row noticed.
"""
COMING_HEAD = """
## To come

Rows without a test so far.

| row | about | comes with |
|---|---|---|
"""
TESTS_HEAD = "\n## Tests by row\n"
RULES_HEAD = """
## Rules taken out

Each rule was taken out of a copy of the tree, and the tests of its row were run until one failed
(`make coverage ARGS=--disable`).

| rule | where | row | first test that fails |
|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that is known. taken_out: the first failing test by `key_of` rule and row.

    misplaced: what is wrong with rules that are not where they should be.
    """

    tests: Mapping[str, tuple[NamedTest, ...]]
    code: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    taken_out: Mapping[str, str]
    misplaced: tuple[str, ...] = ()

    @property
    def untried(self) -> list[tuple[Rule, str]]:
        """Rules and rows without a test that was seen to fail and is still there."""
        nodes = {test.node for tests in self.tests.values() for test in tests}
        return [
            (rule, row_id)
            for rule in self.rules
            for row_id in rule.rows
            if self.taken_out.get(key_of(rule, row_id)) not in nodes
        ]


def key_of(rule: Rule, row_id: str) -> str:
    """A rule that was taken out for the tests of a row."""
    return f"{row_id} without {rule.name}"


def coverage_of(root: Path = ROOT) -> Coverage:
    """What the tree says now, and what the last runs without rules said."""
    rules = all_rules(root)
    text = RESULTS.read_text("utf-8") if RESULTS.is_file() else ""
    return Coverage(
        named_tests(root),
        code_by_row(root),
        rules,
        yaml.safe_load(text) or {},
        tuple(misplaced(rules, root)),
    )


def problems(found: Coverage) -> list[str]:
    """Rows and rules about which too little is known, each with the way out."""
    return [*_row_problems(found), *found.misplaced, *_rule_problems(found)]


def _row_problems(found: Coverage) -> Iterator[str]:
    known = {row.row_id for row in ROWS}
    for row_id in sorted({"".join(set(row.row_id) - set("0123456789")) for row in ROWS}):
        for unknown in sorted(set(found.tests) - known):
            if unknown[0] == row_id:
                yield f"{found.tests[unknown][0].node} names no row. Maybe a typo."
    for row in ROWS:
        tests, comes = found.tests.get(row.row_id), row.row_id in COMING
        if not tests and not comes:
            yield f"No test names {row.row_id} ({row.about}). Maybe add `test_{row.row_id}_...`."
        if tests and comes:
            yield f"{row.row_id} has tests now. Maybe delete its line from COMING in rows.py."


def _rule_problems(found: Coverage) -> Iterator[str]:
    for rule, row_id in found.untried:
        yield (
            f"Nothing shows that a test of {row_id} fails without {rule.name!r}.\n"
            "Maybe run `make coverage`; if nothing fails then, write the missing test."
        )


def page_of(found: Coverage) -> str:
    """The page."""
    return "".join(
        line for part in (_rows(found), _coming(), _tests(found), _rules(found)) for line in part
    )


def _rows(found: Coverage) -> Iterator[str]:
    yield HEAD
    yield "\n| row | about | tests | code | without it fails |\n|---|---|---|---|---|\n"
    for row in ROWS:
        if row.row_id not in COMING:
            tests = found.tests.get(row.row_id, ())
            files = len({test.file for test in tests})
            cells = (
                row.row_id,
                _about(row),
                f"[{len(tests)} in {files}](#{row.row_id.lower()})",
                ", ".join(f"`{path}`" for path in found.code.get(row.row_id, ())),
                ", ".join(rule.name for rule in found.rules if row.row_id in rule.rows),
            )
            yield f"| {' | '.join(cells)} |\n"


def _about(row: Row) -> str:
    return f"{row.about} (later: {row.later})" if row.later else row.about


def _coming() -> Iterator[str]:
    if COMING:
        yield COMING_HEAD
    for row in ROWS:
        if row.row_id in COMING:
            yield f"| {row.row_id} | {row.about} | {COMING[row.row_id]} |\n"


def _tests(found: Coverage) -> Iterator[str]:
    yield TESTS_HEAD
    for row in ROWS:
        tests = found.tests.get(row.row_id, ())
        if tests:
            yield f"\n### {row.row_id}\n\n{row.about}\n\n"
            for file, inside in groupby(tests, key=lambda test: test.file):
                yield f"- `{file}`\n"
                yield from _names(row.row_id, inside)


def _names(row_id: str, tests: Iterable[NamedTest]) -> Iterator[str]:
    for test in tests:
        words = test.name.removeprefix("test_").removeprefix(f"{row_id}_").replace("_", " ")
        yield f"  - {words}\n"


def _rules(found: Coverage) -> Iterator[str]:
    yield RULES_HEAD
    for rule in found.rules:
        for row_id in rule.rows:
            node = found.taken_out.get(key_of(rule, row_id), "")
            test = f"`{node}`" if node else "not tried yet"
            yield f"| {rule.name} | `{rule.file}` | {row_id} | {test} |\n"
