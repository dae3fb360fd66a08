"""What a filter says correctly, but perhaps not as it was meant (K2)."""

from collections.abc import Iterator

from constraints.filters.errors import FilterError, Mistake, Problem, Wrong, problems
from constraints.filters.parsing import written
from solver.facts.filters import Conjunction, Disjunction, Written, nodes

MIXED = "AND binds tighter than OR: this part is read first. Maybe put it in brackets."


def lint_filter(text: str) -> tuple[Problem, ...]:
    """Where AND and OR are mixed without brackets; raises FilterError for wrong syntax."""
    try:
        return problems(text, _mixed(written(text)))
    except Wrong as wrong:
        raise FilterError(problems(text, wrong.mistakes)) from None


def _mixed(root: Written) -> Iterator[Mistake]:
    for node in nodes(root):
        if isinstance(node, Disjunction):
            joined = (part for part in node.parts if isinstance(part, Conjunction))
            yield from (Mistake(part.place, MIXED) for part in joined)
