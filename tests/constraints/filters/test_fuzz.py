"""Whatever is written, the answer is a filter or a FilterError (Q2)."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.filters import FilterError, Problem, lint_filter, parse_filter
from tests.constraints.filters.tickets import TABLE

WORDS = """
queue vip urgency created age priority virtual_account case.attr.seats nosuch.field `x`
AND OR NOT IN LIKE CONTAINS STARTSWITH BETWEEN IS NULL TRUE FALSE now
= != <> < <= > >= == ( ) , + - ; 'a' "b" 'P1' '2026-03-04' 5 -2.5 1e999 2h 99999999w
' " ` -- \\ %
"""
PIECES = st.sampled_from(WORDS.split())


def read(text: str) -> None:
    """Reads a text; a FilterError shows places inside it."""
    with suppress(FilterError):
        lint_filter(text)
    for problem in problems(text):
        assert 0 <= problem.mistake.place.start <= problem.mistake.place.end <= len(text)
        assert str(problem).count("\n") == 2
        assert str(problem).encode()


def problems(text: str) -> tuple[Problem, ...]:
    """What is wrong with it."""
    try:
        parse_filter(text, TABLE)
    except FilterError as error:
        return error.problems
    return ()


@settings(max_examples=500)
@given(st.text(max_size=80))
def test_Q2_random_characters_never_crash(text: str) -> None:
    read(text)


@settings(max_examples=1000)
@given(st.lists(PIECES, max_size=12), st.sampled_from(("", " ", "\n")))
def test_Q2_random_pieces_never_crash(pieces: list[str], between: str) -> None:
    read(between.join(pieces))


@settings(max_examples=200)
@given(st.text(st.characters(categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Lo")), max_size=20))
def test_odd_characters_in_names_and_texts_never_crash(text: str) -> None:
    read(f"{text} = 'x'")
    read(f"queue = '{text}' AND {text}")
