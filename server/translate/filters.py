"""The fields that the filters of a policy may use (Q2)."""

from collections.abc import Iterator, Mapping

from allotment.v1 import policy_pb2 as wire
from constraints.filters import (
    Field,
    FieldTable,
    Kind,
    account_attribute,
    case_attribute,
    field_table,
)
from solver.facts import Policy

KINDS: Mapping[int, Kind] = {
    wire.FieldDeclaration.TYPE_TEXT: Kind.TEXT,
    wire.FieldDeclaration.TYPE_NUMBER: Kind.NUMBER,
    wire.FieldDeclaration.TYPE_TRUTH: Kind.TRUTH,
    wire.FieldDeclaration.TYPE_MOMENT: Kind.MOMENT,
}


def filter_fields(policy: wire.Policy, facts: Policy) -> FieldTable:
    """Standard fields, and those that the policy declares; `facts` are of the same policy."""
    accounts = {
        row.virtual_account_id: frozenset(row.account_ids) for row in policy.virtual_accounts
    }
    return field_table(facts, _declared(policy), accounts)


def _declared(policy: wire.Policy) -> Iterator[Field]:
    """Custom fields of cases and accounts; filters look at no agents."""
    for row in policy.field_declarations:
        kind = KINDS.get(row.type)
        if kind is None:
            continue
        if row.owner == wire.FieldDeclaration.OWNER_ACCOUNT:
            yield account_attribute(row.name, kind)
        elif row.owner != wire.FieldDeclaration.OWNER_AGENT:
            yield from case_attribute(row.name, kind)
