"""One test of a field, checked and typed (Q2)."""

from constraints.filters.comparisons import among, compared, each
from constraints.filters.conditions import All, Among, Condition, IsNull, Not, Order, Search, Way
from constraints.filters.errors import Mistake, Wrong
from constraints.filters.fields import Field, FieldTable, Kind
from constraints.filters.hints import maybe
from constraints.filters.operands import pattern_of
from constraints.filters.places import shown
from solver.facts.filters import Atom, Form, Name

ORDERED = frozenset({Form.COMPARISON, Form.IN, Form.BETWEEN, Form.NULL})

FORMS: dict[Kind, frozenset[Form]] = {
    Kind.TEXT: ORDERED | {Form.LIKE},
    Kind.NAME: frozenset({Form.COMPARISON, Form.IN, Form.NULL}),
    Kind.LEVEL: ORDERED,
    Kind.SETS: frozenset({Form.COMPARISON, Form.IN}),
    Kind.NUMBER: ORDERED,
    Kind.TRUTH: frozenset({Form.BARE, Form.COMPARISON, Form.NULL}),
    Kind.MOMENT: ORDERED,
    Kind.DURATION: ORDERED,
}
"""What may be asked of each kind of field."""

UNORDERED = frozenset({Kind.NAME, Kind.SETS, Kind.TRUTH})
"""Kinds that are equal or not, and nothing else."""

GOES_WITH: dict[Kind, str] = {
    Kind.TEXT: "It goes with comparisons, IN, LIKE, CONTAINS, STARTSWITH and IS NULL.",
    Kind.NAME: "It goes with =, != and IN.",
    Kind.LEVEL: "It goes with comparisons, IN, BETWEEN and IS NULL.",
    Kind.SETS: "It goes with =, !=, IN and NOT IN.",
    Kind.NUMBER: "It goes with comparisons, IN, BETWEEN and IS NULL.",
    Kind.TRUTH: "It stands alone, or goes with = and !=.",
    Kind.MOMENT: "It goes with comparisons, BETWEEN and IS NULL.",
    Kind.DURATION: "It goes with comparisons and BETWEEN.",
}


def condition_of(atom: Atom, table: FieldTable) -> Condition:
    """The condition that an atom stands for; raises Wrong."""
    field = field_of(atom.field, table)
    if atom.form not in FORMS[field.kind]:
        raise _unfit(atom, field)
    condition = _plain(atom, field, table)
    return Not(condition) if atom.negated else condition


def field_of(name: Name, table: FieldTable) -> Field:
    """The field of a name; raises Wrong."""
    if name.text in table.fields:
        return table.fields[name.text]
    hint = maybe(name.text, table.fields)
    raise Wrong(Mistake(name.place, f"There is no field `{shown(name.text)}`.{hint}"))


def _plain(atom: Atom, field: Field, table: FieldTable) -> Condition:
    """The condition of an atom without its NOT."""
    match atom.form:
        case Form.BARE:
            return Among(field.name, frozenset({True}))
        case Form.COMPARISON:
            return _comparison(atom, field, table)
        case Form.IN:
            return among(field, atom.operands, table)
        case Form.BETWEEN:
            return _between(atom, field, table)
        case Form.LIKE:
            return Search(field.name, Way(atom.operator.text), pattern_of(atom.operands[0], field))
        case Form.NULL:
            return IsNull(field.since or field.name)


def _comparison(atom: Atom, field: Field, table: FieldTable) -> Condition:
    match atom.operator.text:
        case "=":
            return among(field, atom.operands, table)
        case "!=" | "<>":
            return Not(among(field, atom.operands, table))
        case _ if field.kind in UNORDERED:
            raise _unfit(atom, field)
        case operator:
            return compared(field, Order(operator), atom.operands[0], table)


def _between(atom: Atom, field: Field, table: FieldTable) -> Condition:
    orders = iter((Order.AT_LEAST, Order.AT_MOST))
    return All(each(atom.operands, lambda one: compared(field, next(orders), one, table)))


def _unfit(atom: Atom, field: Field) -> Wrong:
    """The operator does not go with the kind of the field."""
    advice = f"`{field.name}` is {field.kind.value}. {GOES_WITH[field.kind]}"
    return Wrong(Mistake(atom.operator.place, advice))
