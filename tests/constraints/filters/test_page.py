"""The page for team leads says what is so (Q2)."""

import re

import pytest

from constraints.filters import FilterError, lint_filter, parse_filter
from constraints.filters.bounds import (
    MAX_ATOMS,
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_PATTERN,
    MAX_VALUES,
)
from tests.architecture.house import ROOT
from tests.constraints.filters.tickets import DECLARED, TABLE

PAGE = (ROOT / "docs/filters.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```sql\n(.*?)```$", PAGE, re.MULTILINE | re.DOTALL)
SAYINGS = [
    saying
    for cell in re.findall(r"^\| (`[^|]*`) \|", PAGE.split("## Values")[0], re.MULTILINE)
    for saying in re.findall(r"`([^`]+)`", cell)
]


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 10
    assert len(SAYINGS) >= 10


@pytest.mark.parametrize("text", [*EXAMPLES, *SAYINGS])
def test_every_example_of_the_page_is_a_filter(text: str) -> None:
    parse_filter(text, TABLE)


def test_the_page_shows_how_precedence_works() -> None:
    implicit, explicit = (one for one in EXAMPLES if "urgency >= 60" in one)

    assert parse_filter(implicit, TABLE).condition == parse_filter(explicit, TABLE).condition
    assert len(lint_filter(implicit)) == 1
    assert lint_filter(explicit) == ()


def test_the_page_lists_every_standard_field() -> None:
    rows = PAGE.split("## Fields")[1].split("Custom fields")[0].splitlines()
    listed = {
        name
        for row in rows
        if row.startswith("| `")
        for name in re.findall(r"`([^`]+)`", row.split("|")[1])
    }

    assert listed == set(TABLE.fields) - {field.name for field in DECLARED}


def test_the_page_shows_an_error_as_it_is() -> None:
    shown = re.search(r"^```text\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
    assert shown is not None
    filter_text = shown.group(1).splitlines()[1].strip()

    with pytest.raises(FilterError) as raised:
        parse_filter(filter_text, TABLE)
    assert str(raised.value) == shown.group(1)


@pytest.mark.parametrize("bound", [MAX_LENGTH, MAX_ATOMS, MAX_DEPTH, MAX_VALUES, MAX_PATTERN])
def test_the_page_tells_every_bound(bound: int) -> None:
    assert f"{bound:,} " in PAGE.split("## Bounds")[1]
