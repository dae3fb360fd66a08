"""AND and OR that are mixed without brackets (K2)."""

import pytest

from constraints.filters import FilterError, lint_filter


def parts(text: str) -> list[str]:
    """The parts that lint points at."""
    places = [problem.mistake.place for problem in lint_filter(text)]
    return [text[place.start : place.end] for place in places]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a OR b AND c", ["b AND c"], id="OR first"),
        pytest.param("a AND b OR c", ["a AND b"], id="AND first"),
        pytest.param("a AND b OR c AND d", ["a AND b", "c AND d"], id="twice"),
        pytest.param("x AND (a OR b AND c)", ["b AND c"], id="inside brackets"),
        pytest.param("NOT (a AND NOT b OR c)", ["a AND NOT b"], id="below NOT"),
        pytest.param("a OR (b AND c)", [], id="with brackets"),
        pytest.param("(a OR b) AND c", [], id="with brackets around OR"),
        pytest.param("a AND b AND NOT c", [], id="AND alone"),
        pytest.param("a OR b OR NOT c", [], id="OR alone"),
        pytest.param("a BETWEEN 1 AND 2 OR b", [], id="the AND of BETWEEN"),
    ],
)
def test_K2_lint_points_at_what_is_read_first(text: str, found: list[str]) -> None:
    assert parts(text) == found


def test_a_finding_names_its_place_and_the_way_out() -> None:
    (problem,) = lint_filter("vip OR tier = 'Premium' AND urgency > 60")

    assert str(problem) == (
        "Line 1, column 8: AND binds tighter than OR: this part is read first. "
        "Maybe put it in brackets.\n"
        "  vip OR tier = 'Premium' AND urgency > 60\n"
        "         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    )


def test_lint_needs_no_fields_but_right_syntax() -> None:
    with pytest.raises(FilterError):
        lint_filter("a AND OR b")
