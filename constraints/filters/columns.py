"""The fields of all cases as arrays, each made once per cycle and only if it is used (Q2)."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from constraints.filters.coded import SetsColumn, TextColumn, sets, texts
from constraints.filters.fields import Field, FieldTable, Kind
from constraints.filters.plain import MomentColumn, NumberColumn, moments, numbers
from constraints.filters.rows import rows_of
from solver.errors import FactsError
from solver.facts import Account, Case

NOTHING_GIVEN: Mapping[str, Sequence[object]] = MappingProxyType({})


Column: TypeAlias = TextColumn | SetsColumn | NumberColumn | MomentColumn
"""One field of all cases. Its masks are false where the field is NULL."""


class Columns:
    """The columns of one cycle.

    given: values that the cycle computes, by field and case, such as the bands (U4);
    they win over facts of the same name.
    """

    def __init__(
        self,
        table: FieldTable,
        cases: tuple[Case, ...],
        accounts: Iterable[Account] = (),
        given: Mapping[str, Sequence[object]] = NOTHING_GIVEN,
    ) -> None:
        self._table = table
        self._rows = rows_of(cases, accounts)
        self._given = given
        self._made: dict[str, Column] = {}

    @property
    def case_count(self) -> int:
        """How many cases there are."""
        return len(self._rows.cases)

    def column(self, name: str) -> Column:
        """The column of a field; raises FactsError where its values were not handed in."""
        if name not in self._made:
            field = self._table.fields[name]
            self._made[name] = _column(field, self._values(field))
        return self._made[name]

    def _values(self, field: Field) -> Sequence[object]:
        if field.name in self._given:
            return self._given[field.name]
        if field.values is None:
            raise FactsError(f"A filter asks for `{field.name}`, but its values were not given.")
        return field.values(self._rows)


def _column(field: Field, values: Sequence[object]) -> Column:
    match field.kind:
        case Kind.SETS:
            return sets(values)
        case Kind.NUMBER | Kind.TRUTH:
            return numbers(values)
        case Kind.MOMENT | Kind.DURATION:
            return moments(values)
        case _:
            return texts(values, levels=field.names if field.kind is Kind.LEVEL else ())
