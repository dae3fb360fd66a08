"""What a team lead reads when a filter is wrong (Q2)."""

from textwrap import dedent

import pytest

from constraints.filters import FilterError, parse_filter
from tests.constraints.filters.tickets import TABLE


def complaint(text: str) -> str:
    with pytest.raises(FilterError) as raised:
        parse_filter(text, TABLE)
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(
            "prioritty = 'P1'",
            """
            Line 1, column 1: There is no field `prioritty`. Maybe `priority`.
              prioritty = 'P1'
              ^^^^^^^^^
            """,
            id="a misspelt field",
        ),
        pytest.param(
            "status = 'New' AND\n  acount.tier = 'Premium'",
            """
            Line 2, column 3: There is no field `acount.tier`. Maybe `account.tier`.
                acount.tier = 'Premium'
                ^^^^^^^^^^^
            """,
            id="a misspelt field in the second line",
        ),
        pytest.param(
            "Priority = 'P1'",
            """
            Line 1, column 1: There is no field `Priority`. Maybe `priority`.
              Priority = 'P1'
              ^^^^^^^^
            """,
            id="a field in capitals",
        ),
        pytest.param(
            "priority = 'P9'",
            """
            Line 1, column 12: `priority` is never 'P9'. Maybe one of 'P1', 'P2', 'P3', 'P4'.
              priority = 'P9'
                         ^^^^
            """,
            id="a level that the policy does not have",
        ),
        pytest.param(
            "virtual_account IN ('key', 'bank')",
            """
            Line 1, column 28: `virtual_account` is never 'bank'. Maybe 'banks'.
              virtual_account IN ('key', 'bank')
                                         ^^^^^^
            """,
            id="a misspelt virtual account",
        ),
        pytest.param(
            "urgency > 'high' OR vip < TRUE OR created > 5 OR age > 5 OR qeue = 'x'",
            """
            Line 1, column 11: `urgency` is compared with a number such as 5 or 2.5.
              urgency > 'high' OR vip < TRUE OR created > 5 OR age > 5 OR qeue = 'x'
                        ^^^^^^
            Line 1, column 25: `vip` is TRUE or FALSE. It stands alone, or goes with = and !=.
              urgency > 'high' OR vip < TRUE OR created > 5 OR age > 5 OR qeue = 'x'
                                      ^
            Line 1, column 45: `created` is compared with a moment such as '2026-03-04', \
'2026-03-04T10:00:00Z' or now - 2h.
              urgency > 'high' OR vip < TRUE OR created > 5 OR age > 5 OR qeue = 'x'
                                                          ^
            Line 1, column 56: `age` is compared with a duration such as 2h, of m, h, d or w.
              urgency > 'high' OR vip < TRUE OR created > 5 OR age > 5 OR qeue = 'x'
                                                                     ^
            Line 1, column 61: There is no field `qeue`. Maybe `queue`.
              urgency > 'high' OR vip < TRUE OR created > 5 OR age > 5 OR qeue = 'x'
                                                                          ^^^^
            """,
            id="all wrong kinds at once",
        ),
        pytest.param(
            "urgency IN (1, 'x', TRUE)",
            """
            Line 1, column 16: `urgency` is compared with a number such as 5 or 2.5.
              urgency IN (1, 'x', TRUE)
                             ^^^
            Line 1, column 21: `urgency` is compared with a number such as 5 or 2.5.
              urgency IN (1, 'x', TRUE)
                                  ^^^^
            """,
            id="all wrong values of a list",
        ),
        pytest.param(
            "status = New",
            """
            Line 1, column 10: A text stands in quotes. Maybe 'New'.
              status = New
                       ^^^
            """,
            id="a text without quotes",
        ),
        pytest.param(
            "category = NULL",
            """
            Line 1, column 12: Nothing equals NULL. Maybe `category IS NULL`.
              category = NULL
                         ^^^^
            """,
            id="equal to NULL",
        ),
        pytest.param(
            "category != ''",
            """
            Line 1, column 13: An empty text is NULL. Maybe `category IS NULL`.
              category != ''
                          ^^
            """,
            id="an empty text",
        ),
        pytest.param(
            "virtual_account IS NULL",
            """
            Line 1, column 17: `virtual_account` is a membership of named sets. \
It goes with =, !=, IN and NOT IN.
              virtual_account IS NULL
                              ^^
            """,
            id="sets that are never NULL",
        ),
        pytest.param(
            "tier",
            """
            Line 1, column 1: `tier` is a text. It goes with comparisons, IN, LIKE, CONTAINS, \
STARTSWITH and IS NULL.
              tier
              ^^^^
            """,
            id="a text alone",
        ),
        pytest.param(
            "urgency LIKE '9%'",
            """
            Line 1, column 9: `urgency` is a number. \
It goes with comparisons, IN, BETWEEN and IS NULL.
              urgency LIKE '9%'
                      ^^^^
            """,
            id="a number that is searched",
        ),
        pytest.param(
            "created < '2026-02-30'",
            """
            Line 1, column 11: `created` is compared with a moment such as '2026-03-04', \
'2026-03-04T10:00:00Z' or now - 2h.
              created < '2026-02-30'
                        ^^^^^^^^^^^^
            """,
            id="a day that does not exist",
        ),
        pytest.param(
            "status == 'New'",
            """
            Line 1, column 8: `==` means nothing here. Maybe `=`.
              status == 'New'
                     ^^
            """,
            id="two equals signs",
        ),
        pytest.param(
            "vip && locked",
            """
            Line 1, column 5: `&&` means nothing here. Maybe AND.
              vip && locked
                  ^^
            """,
            id="AND of programmers",
        ),
        pytest.param(
            "status = \N{LEFT SINGLE QUOTATION MARK}New'",
            """
            Line 1, column 10: `\N{LEFT SINGLE QUOTATION MARK}` means nothing here. \
Maybe a straight quote, ' or ".
              status = \N{LEFT SINGLE QUOTATION MARK}New'
                       ^
            """,
            id="a quote of a word processor",
        ),
        pytest.param(
            "status = 'New",
            """
            Line 1, column 10: There is no closing quote.
              status = 'New
                       ^^^^
            """,
            id="no closing quote",
        ),
        pytest.param(
            "(vip AND locked",
            """
            Line 1, column 16: The filter ends where `)` should stand.
              (vip AND locked
                             ^
            """,
            id="no closing bracket",
        ),
        pytest.param(
            "vip AND ",
            """
            Line 1, column 8: The filter ends where a field should stand.
              vip AND
                     ^
            """,
            id="the end too early",
        ),
        pytest.param(
            "vip locked",
            """
            Line 1, column 5: Here should stand a comparison such as `=`, IN or IS NULL, \
not `locked`.
              vip locked
                  ^^^^^^
            """,
            id="no AND between",
        ),
        pytest.param(
            "created < now - 2x",
            """
            Line 1, column 17: `2x` is neither a number nor a duration such as 2h.
              created < now - 2x
                              ^^
            """,
            id="a unit that does not exist",
        ),
        pytest.param(
            "  ",
            """
            Line 1, column 1: The filter is empty. Maybe leave it unset.

              ^
            """,
            id="nothing",
        ),
    ],
)
def test_Q2_an_error_shows_the_place_and_the_way_out(text: str, told: str) -> None:
    assert complaint(text) == dedent(told).strip()


def test_an_error_lists_its_problems_in_the_order_of_the_text() -> None:
    with pytest.raises(FilterError) as raised:
        parse_filter("vip AND\nurgency = 'x' AND foo = 1", TABLE)

    assert [(one.line, one.column) for one in raised.value.problems] == [(2, 11), (2, 19)]
    assert raised.value.problems[1].message == "There is no field `foo`."


def test_a_long_line_is_cropped_around_the_place() -> None:
    text = f"queue IN ({', '.join(repr(f'queue {n}') for n in range(50))}) AND foo"

    _, line, carets = complaint(text).splitlines()

    assert line.startswith("  ...")
    assert line.endswith("AND foo")
    assert carets.strip() == "^^^"
    assert line[carets.index("^") :] == "foo"


def test_tabs_and_control_characters_do_not_move_the_carets() -> None:
    _, line, carets = complaint("\tvip AND '\x00\x1b[31m'\t= foo").splitlines()

    assert line == line.replace("\t", "").replace("\x1b", "")
    assert carets.index("^") == line.index("'")


@pytest.mark.parametrize(
    "attempt",
    [
        "__import__('os').system('ls')",
        "queue.__class__ = 'x'",
        "@queue = 'x'",
        "queue = 'x'; DROP TABLE cases",
        "queue = 'x' UNION SELECT password FROM users",
        "queue = (SELECT 1)",
        "queue = 'x' -- AND vip",
        "queue = 'x' /* vip */",
        "queue = read_csv('secret.csv')",
        "queue = ${HOME}",
        "queue = `ls`",
        "{{ queue }}",
        "lambda: 0",
        "queue LIKE '%' ESCAPE '\\'",
        "vip = (1 = 1)",
        "1 = 1",
        "'a' = 'a'",
        "TRUE",
    ],
)
def test_Q2_a_filter_cannot_do_anything_but_compare_fields(attempt: str) -> None:
    assert "Line 1, column" in complaint(attempt)
