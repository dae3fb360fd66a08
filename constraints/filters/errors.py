"""Errors of filters.

AllotmentError
  FilterError   a filter cannot be understood; lists all that is wrong
"""

from collections.abc import Iterable
from dataclasses import dataclass

from constraints.filters.places import line_and_column, pointed_at
from solver.errors import AllotmentError
from solver.facts.filters import Place


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong at a place, and the way out."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake together with the text that it was found in."""

    text: str
    mistake: Mistake

    @property
    def line(self) -> int:
        """From 1."""
        return line_and_column(self.text, self.mistake.place.start)[0]

    @property
    def column(self) -> int:
        """From 1."""
        return line_and_column(self.text, self.mistake.place.start)[1]

    @property
    def message(self) -> str:
        """What is wrong, and the way out."""
        return self.mistake.message

    def __str__(self) -> str:
        """Position, message, and the line with carets."""
        shown = pointed_at(self.text, self.mistake.place)
        return f"Line {self.line}, column {self.column}: {self.message}\n{shown}"


class FilterError(AllotmentError):
    """A filter cannot be understood; `problems` are in the order of the text."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Wrong(Exception):
    """Mistakes on their way to a FilterError."""

    def __init__(self, *mistakes: Mistake) -> None:
        self.mistakes = mistakes
        super().__init__(*(mistake.message for mistake in mistakes))


def problems(text: str, mistakes: Iterable[Mistake]) -> tuple[Problem, ...]:
    """Mistakes of a text, in its order."""
    ordered = sorted(mistakes, key=lambda one: (one.place.start, one.place.end))
    return tuple(Problem(text, mistake) for mistake in ordered)
