"""From text to filter (Q2)."""

from constraints.filters.bounds import check_length, check_size
from constraints.filters.checking import checked
from constraints.filters.errors import FilterError, Wrong, problems
from constraints.filters.evaluation import Filter
from constraints.filters.fields import FieldTable
from constraints.filters.syntax import parse
from solver.facts.filters import Written


def parse_filter(text: str, table: FieldTable) -> Filter:
    """A filter over the fields of a table.

    Raises FilterError with the first mistake of syntax, or with all wrong fields,
    operators and values.
    """
    try:
        return Filter(text, checked(written(text), table))
    except Wrong as wrong:
        raise FilterError(problems(text, wrong.mistakes)) from None


def written(text: str) -> Written:
    """The syntax tree of a filter within all bounds; raises Wrong."""
    check_length(text)
    root = parse(text)
    check_size(root)
    return root
