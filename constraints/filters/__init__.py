"""The filter language of virtual queues (Q2); `docs/filters.md` tells team leads about it.

At load: `field_table(policy)`, then `parse_filter(text, table)`, which raises FilterError.
In a cycle: `FilterSet(filters).masks(Columns(table, cases, accounts), now)`.
"""

from constraints.filters.attributes import account_attribute, case_attribute
from constraints.filters.columns import Columns
from constraints.filters.errors import FilterError, Problem
from constraints.filters.evaluation import Filter, FilterSet
from constraints.filters.fields import Field, FieldTable, Kind
from constraints.filters.lint import lint_filter
from constraints.filters.parsing import parse_filter, written
from constraints.filters.standard import field_table

__all__ = [
    "Columns",
    "Field",
    "FieldTable",
    "Filter",
    "FilterError",
    "FilterSet",
    "Kind",
    "Problem",
    "account_attribute",
    "case_attribute",
    "field_table",
    "lint_filter",
    "parse_filter",
    "written",
]
