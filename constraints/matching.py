"""Which queues take a case by themselves: its CRM queue (Q1), and filters (Q2)."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from constraints.filters import (
    Columns,
    Field,
    FieldTable,
    Filter,
    FilterSet,
    Kind,
    account_attribute,
    case_attribute,
    field_table,
    parse_filter,
    written,
)
from solver.facts import FieldOwner, FieldType, Policy, Snapshot
from solver.facts.filters import Written
from solver.units import Bools

NOTHING_GIVEN: Mapping[str, Sequence[object]] = MappingProxyType({})

KINDS = {
    FieldType.TEXT: Kind.TEXT,
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.TRUTH: Kind.TRUTH,
    FieldType.MOMENT: Kind.MOMENT,
}


def own_queues(
    snapshot: Snapshot, given: Mapping[str, Sequence[object]] = NOTHING_GIVEN
) -> list[tuple[int, ...]]:
    """Positions of the queues that take each case, in the policy's order.

    given: values that the cycle computes for filters, by field and case, such as `band`.
    """
    queues = snapshot.policy.queues
    crm = {queue.queue_id: place for place, queue in enumerate(queues) if not queue.filter}
    virtual = [place for place, queue in enumerate(queues) if queue.filter]
    taken = _taken(snapshot, given) if virtual else np.zeros((0, len(snapshot.cases)), np.bool_)
    rows = [[] if case.queue_id not in crm else [crm[case.queue_id]] for case in snapshot.cases]
    for case, one in zip(*np.nonzero(taken.T), strict=True):
        rows[case].append(virtual[one])
    return [tuple(sorted(row)) for row in rows]


def _taken(snapshot: Snapshot, given: Mapping[str, Sequence[object]]) -> Bools:
    """Which cases each filter takes; shape: virtual queues x cases."""
    return taken_by(snapshot, parsed(snapshot.policy)[1], given)


def taken_by(
    snapshot: Snapshot, filters: tuple[Filter, ...], given: Mapping[str, Sequence[object]]
) -> Bools:
    """Which cases each of these filters takes; shape: filters x cases."""
    table, _ = parsed(snapshot.policy)
    columns = Columns(table, snapshot.cases, snapshot.accounts, given)
    return FilterSet(filters).masks(columns, snapshot.now)


@lru_cache(maxsize=8)
def parsed(policy: Policy) -> tuple[FieldTable, tuple[Filter, ...]]:
    """The filters of a policy, in the order of its virtual queues; raises FilterError."""
    table = fields_of(policy)
    return table, tuple(parse_filter(q.filter, table) for q in policy.queues if q.filter)


def trees_of(policy: Policy) -> dict[str, Written]:
    """The syntax trees of the filters of a policy, by queue, for the checker."""
    return {queue.queue_id: written(queue.filter) for queue in policy.queues if queue.filter}


def fields_of(policy: Policy) -> FieldTable:
    """The fields that the filters of a policy may use."""
    return field_table(policy, _declared(policy), dict(policy.virtual_accounts))


def _declared(policy: Policy) -> Iterator[Field]:
    """Declared attributes of cases and accounts; agents have none that a filter could see."""
    for field in policy.declared_fields:
        if field.owner == FieldOwner.CASE:
            yield from case_attribute(field.name, KINDS[field.type])
        if field.owner == FieldOwner.ACCOUNT:
            yield account_attribute(field.name, KINDS[field.type])
