"""From the syntax tree to a condition, checked against the fields (Q2)."""

from collections.abc import Iterator, Mapping
from itertools import islice

from constraints.filters.atoms import condition_of
from constraints.filters.bounds import MAX_MISTAKES
from constraints.filters.conditions import All, AnyOf, Condition, Not
from constraints.filters.errors import Mistake, Wrong
from constraints.filters.fields import FieldTable
from solver.facts.filters import (
    Atom,
    Bracketed,
    Conjunction,
    Disjunction,
    Negation,
    Place,
    Written,
    atoms,
)


def checked(root: Written, table: FieldTable) -> Condition:
    """The condition; raises Wrong with all mistakes, up to a bound."""
    if mistakes := list(islice(_mistakes(root, table), MAX_MISTAKES)):
        raise Wrong(*mistakes)
    return _built(root, {atom.place: condition_of(atom, table) for atom in atoms(root)})


def _mistakes(root: Written, table: FieldTable) -> Iterator[Mistake]:
    for atom in atoms(root):
        try:
            condition_of(atom, table)
        except Wrong as wrong:
            yield from wrong.mistakes


def _built(node: Written, leaf: Mapping[Place, Condition]) -> Condition:
    """The node with its atoms replaced; it recurses as deep as the bound on depth allows."""
    match node:
        case Atom():
            return leaf[node.place]
        case Bracketed(part):
            return _built(part, leaf)
        case Negation(part):
            return Not(_built(part, leaf))
        case Conjunction(parts):
            return All(tuple(_built(part, leaf) for part in parts))
        case Disjunction(parts):
            return AnyOf(tuple(_built(part, leaf) for part in parts))
