"""The standard fields: one line each (Q2)."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from constraints.filters.fields import Field, FieldTable, Kind
from constraints.filters.readers import (
    of_account,
    of_case,
    of_case_or_account,
    sets_with,
    zone_of_account,
    zone_of_case_or_account,
)
from solver.facts import Policy

NO_SETS: Mapping[str, frozenset[str]] = MappingProxyType({})

CASE_FIELDS = (
    ("case_id", Kind.TEXT, "case_id"),
    ("queue", Kind.TEXT, "queue_id"),
    ("account", Kind.TEXT, "account_id"),
    ("reporter", Kind.TEXT, "reporter_id"),
    ("created", Kind.MOMENT, "created"),
    ("status", Kind.TEXT, "status"),
    ("category", Kind.TEXT, "category"),
    ("subject", Kind.TEXT, "subject"),
    ("description", Kind.TEXT, "description"),
    ("urgency", Kind.NUMBER, "urgency"),
    ("effort", Kind.NUMBER, "effort"),
    ("stage", Kind.TEXT, "stage"),
    ("stage_since", Kind.MOMENT, "stage_since"),
    ("reassignments", Kind.NUMBER, "reassignments"),
    ("owner", Kind.TEXT, "owner_id"),
    ("owned_since", Kind.MOMENT, "owned_since"),
    ("locked", Kind.TRUTH, "locked"),
    ("override_routing", Kind.TRUTH, "override_routing"),
    ("escalated", Kind.MOMENT, "escalated"),
    ("warned", Kind.MOMENT, "warned"),
)
"""Fields of the case itself: name, kind, fact of `Case`."""

SHARED_FIELDS = (
    ("tier", Kind.TEXT, "tier"),
    ("lifetime_value", Kind.NUMBER, "lifetime_value"),
    ("last_contact", Kind.MOMENT, "last_contact"),
    ("designated_agent", Kind.TEXT, "designated_agent_id"),
)
"""Fields that a case has of its own, or else from its account: name, kind, fact of both.

With `account.` before the name: the account's, whatever the case says.
"""


def field_table(
    policy: Policy,
    declared: Iterable[Field] = (),
    virtual_accounts: Mapping[str, frozenset[str]] = NO_SETS,
) -> FieldTable:
    """The fields that filters of a policy may use; a standard field wins over a declared one.

    declared: custom attributes (`constraints.filters.attributes`).
    virtual_accounts: account ids by virtual account (Q11).
    """
    standard = standard_fields(policy, virtual_accounts)
    return FieldTable.of([*standard, *declared], policy.zone)


def standard_fields(
    policy: Policy, virtual_accounts: Mapping[str, frozenset[str]]
) -> Iterator[Field]:
    """All standard fields."""
    yield from _case_fields()
    yield from _shared_fields()
    yield from _policy_fields(policy)
    yield _membership("virtual_account", "account_id", virtual_accounts)
    teams = {team.team_id: team.agent_ids for team in policy.teams}
    yield _membership("virtual_team", "owner_id", teams)


def _case_fields() -> Iterator[Field]:
    for name, kind, fact in CASE_FIELDS:
        yield Field(name, kind, of_case(fact))
    yield Field("age", Kind.DURATION, since="created")


def _shared_fields() -> Iterator[Field]:
    for name, kind, fact in SHARED_FIELDS:
        yield Field(name, kind, of_case_or_account(fact))
        yield Field(f"account.{name}", kind, of_account(fact))
    yield Field("vip", Kind.TRUTH, of_case_or_account("vip", default=False))
    yield Field("account.vip", Kind.TRUTH, of_account("vip", default=False))
    yield Field("time_zone", Kind.TEXT, zone_of_case_or_account)
    yield Field("account.time_zone", Kind.TEXT, zone_of_account)


def _policy_fields(policy: Policy) -> Iterator[Field]:
    """Fields whose names the policy lists; the cycle hands the bands in (U4)."""
    levels = tuple(level.name for level in policy.priority_levels)
    bands = tuple(name for name, _ in policy.urgency.bands)
    yield Field("priority", Kind.LEVEL, of_case("priority"), names=levels)
    yield Field("band", Kind.NAME, names=bands)


def _membership(name: str, fact: str, sets: Mapping[str, frozenset[str]]) -> Field:
    """Which named sets hold the id that a case has as a fact (Q11)."""
    return Field(name, Kind.SETS, sets_with(fact, sets), names=tuple(sets))
