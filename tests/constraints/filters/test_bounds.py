"""No filter is large, and none takes long (Q2)."""

import re

import pytest

from constraints.filters import FilterError, parse_filter
from constraints.filters.conditions import Search, Way
from constraints.filters.patterns import finder
from tests.constraints.filters.tickets import TABLE, takes, ticket


def joined(count: int, text: str = "vip", word: str = " OR ") -> str:
    return word.join([text] * count)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("vip" + " " * 3_997, id="4,000 characters"),
        pytest.param("(" * 50 + "vip" + ")" * 50, id="50 brackets"),
        pytest.param("NOT " * 50 + "vip", id="50 NOTs"),
        pytest.param(joined(200), id="200 tests"),
        pytest.param(f"urgency IN ({joined(500, '1', ', ')})", id="500 values"),
        pytest.param(f"subject LIKE '{'_' * 200}'", id="a pattern of 200"),
        pytest.param("age > 36500d", id="a hundred years"),
    ],
)
def test_a_filter_may_be_as_large_as_its_bounds(text: str) -> None:
    parse_filter(text, TABLE)


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        pytest.param(
            "vip" + " " * 3_998,
            4_001,
            "A filter has at most 4,000 characters, this one has 4,001. Maybe use several queues.",
            id="characters",
        ),
        pytest.param(
            "(" * 51 + "vip" + ")" * 51,
            51,
            "A filter has at most 50 brackets and NOTs inside each other, this one has 51. "
            "Maybe use several queues.",
            id="brackets",
        ),
        pytest.param(
            "vip OR " + "NOT " * 51 + "vip",
            8 + 50 * 4,
            "A filter has at most 50 brackets and NOTs inside each other, this one has 51. "
            "Maybe use several queues.",
            id="NOTs",
        ),
        pytest.param(
            joined(201),
            200 * 7 + 1,
            "A filter has at most 200 tests of fields, this one has 201. Maybe use several queues.",
            id="tests",
        ),
        pytest.param(
            f"vip OR urgency IN ({joined(501, '1', ', ')})",
            8,
            "A filter has at most 500 values in one list, this one has 501. "
            "Maybe use several queues.",
            id="values",
        ),
        pytest.param(
            f"subject LIKE '{'_' * 201}'",
            14,
            "A pattern has at most 200 characters, this one has 201.",
            id="pattern",
        ),
        pytest.param("age > 36501d", 7, "A duration is at most 36,500 days.", id="duration"),
        pytest.param(
            f"created < now - {'9' * 3_000}w", 11, "A duration is at most 36,500 days.", id="ages"
        ),
        pytest.param(f"urgency < {'9' * 3_000}", 11, "This number is too large.", id="number"),
    ],
)
def test_Q2_a_filter_beyond_a_bound_is_refused(text: str, column: int, message: str) -> None:
    with pytest.raises(FilterError) as raised:
        parse_filter(text, TABLE)

    (problem,) = raised.value.problems
    assert (problem.column, problem.message) == (column, message)


def test_all_bounds_that_are_passed_are_told_in_the_order_of_the_text() -> None:
    with pytest.raises(FilterError) as raised:
        parse_filter(f"urgency IN ({joined(501, '1', ',')}) OR {joined(201)}", TABLE)

    values, tests = raised.value.problems
    assert "501" in values.message
    assert "202" in tests.message
    for problem in raised.value.problems:
        line, carets = str(problem).splitlines()[1:]
        assert len(carets) <= len(line)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 4_000, id="opening brackets"),
        pytest.param("NOT " * 1_000, id="NOTs"),
        pytest.param("'" * 3_999, id="quotes"),
        pytest.param("'" + "''" * 1_999, id="doubled quotes"),
        pytest.param("a." * 1_999, id="dots"),
        pytest.param("`" * 3_999, id="backticks"),
        pytest.param("1" * 4_000, id="digits"),
        pytest.param("x" * 4_000, id="a single name"),
        pytest.param("foo OR " * 570 + "foo", id="many mistakes"),
    ],
)
def test_the_worst_texts_are_refused_at_once(text: str) -> None:
    with pytest.raises(FilterError) as raised:
        parse_filter(text, TABLE)

    assert len(str(raised.value)) < 10_000


def test_not_more_than_twenty_mistakes_are_told() -> None:
    with pytest.raises(FilterError) as raised:
        parse_filter(joined(100, "foo"), TABLE)

    assert len(raised.value.problems) == 20


@pytest.mark.parametrize(
    "pattern",
    ["%a" * 100, "%" * 200, "%_" * 100, "_%" * 99 + "b", "%a%a%a%a%b_", "(a+)+$" * 30],
)
def test_Q2_no_pattern_goes_back_and_forth(pattern: str) -> None:
    """Patterns that make a naive matcher take longer than the universe has."""
    assert isinstance(takes(f"subject LIKE '{pattern}'", ticket(subject="a" * 30_000)), bool)


def test_signs_of_regular_expressions_mean_themselves() -> None:
    pattern = re.escape("").join(r".*+?^$()[]{}|\d")

    assert finder(Search("subject", Way.LIKE, pattern)).finds(pattern)
    assert not finder(Search("subject", Way.LIKE, ".*")).finds("abc")
