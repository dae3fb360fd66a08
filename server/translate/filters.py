"""Filters of virtual queues and what they may name: accounts and declared fields (Q2, Q11)."""

from collections.abc import Iterable, Mapping, Sequence

from allotment.v1 import policy_pb2 as wire
from constraints.filters import FilterError, parse_filter
from constraints.matching import fields_of
from server.translate.checks import Once, fact_of, require
from server.violations import Fault, Violations
from solver.facts import DeclaredField, FieldOwner, FieldType, Policy

TYPES: Mapping[int, FieldType] = {
    wire.FieldDeclaration.TYPE_TEXT: FieldType.TEXT,
    wire.FieldDeclaration.TYPE_NUMBER: FieldType.NUMBER,
    wire.FieldDeclaration.TYPE_TRUTH: FieldType.TRUTH,
    wire.FieldDeclaration.TYPE_MOMENT: FieldType.MOMENT,
}
OWNERS: Mapping[int, FieldOwner] = {
    wire.FieldDeclaration.OWNER_UNSPECIFIED: FieldOwner.CASE,
    wire.FieldDeclaration.OWNER_CASE: FieldOwner.CASE,
    wire.FieldDeclaration.OWNER_ACCOUNT: FieldOwner.ACCOUNT,
    wire.FieldDeclaration.OWNER_AGENT: FieldOwner.AGENT,
}


def declared_fields_from_proto(
    violations: Violations, path: str, rows: Iterable[wire.FieldDeclaration]
) -> tuple[DeclaredField, ...]:
    """The custom fields, in their order."""
    seen = Once(violations)
    found = []
    for index, row in enumerate(rows):
        at, kinds = f"{path}[{index}]", wire.FieldDeclaration
        kind = fact_of(violations, f"{at}.type", row.type, TYPES, kinds.Type.DESCRIPTOR)
        owner = fact_of(violations, f"{at}.owner", row.owner, OWNERS, kinds.Owner.DESCRIPTOR)
        if not row.name:
            require(violations, f"{at}.name", "leave out the whole declaration")
        seen.check((owner, row.name), f"{at}.name", row.name)
        found.append(DeclaredField(row.name, kind, owner))
    return tuple(found)


def virtual_accounts_from_proto(
    violations: Violations, path: str, rows: Iterable[wire.VirtualAccount]
) -> tuple[tuple[str, frozenset[str]], ...]:
    """(name, account ids), in their order."""
    seen = Once(violations)
    for index, row in enumerate(rows):
        seen.identify(row.virtual_account_id, f"{path}[{index}].virtual_account_id")
    return tuple((row.virtual_account_id, frozenset(row.account_ids)) for row in rows)


def check_filters(violations: Violations, path: str, policy: Policy) -> None:
    """Notes every mistake of every filter, with its position (Q2)."""
    table = fields_of(policy)
    for index, queue in enumerate(policy.queues):
        if not queue.filter:
            continue
        try:
            parse_filter(queue.filter, table)
        except FilterError as error:
            problems = list(map(str, error.problems))
            _note(violations, f"{path}[{index}].filter", queue.filter, problems)


def _note(violations: Violations, path: str, value: str, problems: Sequence[str]) -> None:
    for problem in problems:
        violations.add(path, Fault.BAD_FORMAT, problem, value)
