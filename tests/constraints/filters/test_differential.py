"""Filters against two other judges: a row-by-row interpreter and SQLite (Q2)."""

import sqlite3
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.filters import Columns, FilterSet, parse_filter
from tests.builders import NOW, case
from tests.constraints.filters.row_by_row import answer, like
from tests.constraints.filters.spelling import Style, printed, spelled
from tests.constraints.filters.trees import KINDS, TEXTS, TREE_TABLE, Row, Tree, rows, trees

IN_SQLITE = ("t", "n", "k", "b")
"""Fields whose meaning SQLite shares."""

STYLES = st.builds(
    Style,
    lower=st.booleans(),
    quote=st.sampled_from("'\""),
    blank=st.sampled_from((" ", "\n  ")),
    brackets=st.booleans(),
)


def taken(texts: Sequence[str], table: Sequence[Row]) -> list[list[bool]]:
    """Which rows each filter takes."""
    names = table[0].keys() if table else ()
    given_values = {name: [row[name] for row in table] for name in names}
    columns = Columns(TREE_TABLE, (case(),) * len(table), given=given_values)
    parsed = tuple(parse_filter(text, TREE_TABLE) for text in texts)
    answers: list[list[bool]] = FilterSet(parsed).masks(columns, NOW).tolist()
    return answers


def in_sqlite(text: str, table: Sequence[Row]) -> list[bool]:
    """Which rows SQLite takes, from the very same text."""
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE cases (place INTEGER, t TEXT, n REAL, k REAL, b INTEGER)")
        values = [(place, *(row[name] for name in IN_SQLITE)) for place, row in enumerate(table)]
        database.executemany("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", values)
        found = {place for (place,) in database.execute(f"SELECT place FROM cases WHERE {text}")}
    database.close()
    return [place in found for place in range(len(table))]


@settings(max_examples=300)
@given(st.lists(trees(), min_size=1, max_size=4), st.lists(rows(), min_size=1, max_size=12))
def test_Q2_filters_agree_with_a_row_by_row_interpreter(some: list[Tree], table: list[Row]) -> None:
    told = [[answer(tree, row) is True for row in table] for tree in some]

    assert taken([spelled(tree) for tree in some], table) == told


@settings(max_examples=300)
@given(
    trees(IN_SQLITE, without=("CONTAINS", "STARTSWITH")),
    st.lists(rows(IN_SQLITE), min_size=1, max_size=12),
)
def test_Q2_filters_agree_with_sqlite(tree: Tree, table: list[Row]) -> None:
    text = spelled(tree)

    assert taken([text], table) == [in_sqlite(text, table)]


@settings(max_examples=200)
@given(trees(), STYLES, STYLES)
def test_spelling_has_no_meaning(tree: Tree, one: Style, other: Style) -> None:
    first = parse_filter(spelled(tree, one), TREE_TABLE)
    second = parse_filter(spelled(tree, other), TREE_TABLE)

    assert first.condition == second.condition


@settings(max_examples=200)
@given(trees())
def test_a_printed_filter_is_read_as_the_same_condition(tree: Tree) -> None:
    condition = parse_filter(spelled(tree), TREE_TABLE).condition

    assert parse_filter(printed(condition), TREE_TABLE).condition == condition


@settings(max_examples=500)
@given(st.text("aAb%_\n", min_size=1, max_size=12), st.text("aAb\n", min_size=1, max_size=12))
def test_LIKE_agrees_with_its_definition(pattern: str, text: str) -> None:
    quoted = pattern.replace("'", "''")
    row = dict.fromkeys(KINDS) | {"t": text, "s": frozenset()}

    assert taken([f"t LIKE '{quoted}'"], [row]) == [[like(text.casefold(), pattern.casefold())]]


@settings(max_examples=100)
@given(
    st.lists(TEXTS, min_size=20, max_size=60),
    st.sampled_from(["a", "AB", "b%a", "é_", "%", "_", "a\nb", "\n"]),
)
def test_searching_many_texts_agrees_with_searching_each(texts: list[str], wanted: str) -> None:
    """Many enough that they are scanned as one."""
    table = [{"t": text} for text in texts]
    both = taken([f"t CONTAINS '{wanted}'", f"t LIKE '%{wanted}%'"], table)

    folded = [text.casefold() for text in texts]
    assert both[0] == [wanted.casefold() in text for text in folded]
    assert both[1] == [like(text, f"%{wanted.casefold()}%") for text in folded]
