"""`make coverage`: writes docs/coverage.md, or tells what is missing."""

import argparse
import sys
from collections.abc import Iterable, Sequence

from tests.architecture.house import ROOT
from tests.coverage.named import named_tests
from tests.coverage.page import PAGE, RESULTS, coverage_of, key_of, page_of, problems
from tests.coverage.rules import Rule
from tests.coverage.taking_out import all_rules, copy_of_tree

Trial = tuple[Rule, str]
"""A rule to take out, and the row whose tests must miss it."""


def main() -> int:
    """0 if every row has its tests and the page is up to date, else 1."""
    asked = _arguments()
    if not asked.check:
        found = coverage_of()
        _keep(dict(found.taken_out))
        if not found.misplaced:
            _try(found.untried if asked.disable is None else _chosen(asked.disable))
    found = coverage_of()
    page, wrong = page_of(found), problems(found)
    if not asked.check:
        PAGE.write_text(page, "utf-8")
    elif not PAGE.is_file() or PAGE.read_text("utf-8") != page:
        wrong.append("docs/coverage.md is out of date. Maybe run `make coverage` and commit it.")
    for problem in wrong:
        _say(problem)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make coverage", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only tell")
    parser.add_argument(
        "--disable",
        nargs="*",
        metavar="RULE",
        help="take the rules of these names out in turn, or all; else only those not tried yet",
    )
    return parser.parse_args()


def _chosen(names: Iterable[str]) -> list[Trial]:
    """Rules whose names contain one of the texts; all without any."""
    texts = tuple(names)
    return [
        (rule, row_id)
        for rule in all_rules()
        for row_id in rule.rows
        if not texts or any(text in rule.name for text in texts)
    ]


def _try(trials: Sequence[Trial]) -> None:
    """Runs the tests of each row without the rule, and notes which one fails first."""
    if not trials:
        return
    tests, results = named_tests(ROOT), dict(coverage_of().taken_out)
    with copy_of_tree() as copy:
        for number, (rule, row_id) in enumerate(trials, start=1):
            with copy.without(rule):
                failed = copy.first_failure(tests[row_id]) if row_id in tests else ""
            _say(
                f"{number}/{len(trials)} {row_id} without {rule.name}: {failed or 'NOTHING FAILS'}"
            )
            results[key_of(rule, row_id)] = failed
            _keep(results)


def _keep(results: dict[str, str]) -> None:
    """One line each, sorted, so that two branches rarely touch the same one."""
    known = {key_of(rule, row_id) for rule in all_rules() for row_id in rule.rows}
    kept = {key: node for key, node in results.items() if node and key in known}
    RESULTS.write_text("".join(sorted(f"{key}: {node}\n" for key, node in kept.items())), "utf-8")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
