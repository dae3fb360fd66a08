"""What a filter may ask of a case: the values of fields and how they compare (Q2, Q11)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from operator import attrgetter
from typing import Any, TypeAlias

from solver.check.staff import Staff
from solver.check.urgency import Urgency
from solver.facts import Attribute, Case, DeclaredField, FieldOwner, FieldType


class Kind(Enum):
    """How the values of a field compare with what is written."""

    PLAIN = "texts, numbers and truth values, as they are"
    LEVEL = "priority levels, by their order"
    SETS = "memberships of named sets"
    MOMENT = "moments, in and against moments and whole days"
    AGE = "durations since a moment"


KINDS = {FieldType.MOMENT: Kind.MOMENT}
"""Kinds of declared fields; the others are plain."""

TYPES: Mapping[FieldType, tuple[type, ...]] = {
    FieldType.TEXT: (str,),
    FieldType.NUMBER: (float, int),
    FieldType.TRUTH: (bool,),
    FieldType.MOMENT: (datetime,),
}
"""Types of attribute values by declared type."""

Value: TypeAlias = Any
"""A text, number, truth value, moment, duration, or a set of names; None is NULL."""

Read: TypeAlias = Callable[[Case], Value]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a case."""

    kind: Kind
    read: Read


PLAIN = {
    "case_id": "case_id",
    "queue": "queue_id",
    "account": "account_id",
    "reporter": "reporter_id",
    "status": "status",
    "category": "category",
    "subject": "subject",
    "description": "description",
    "effort": "effort",
    "stage": "stage",
    "reassignments": "reassignments",
    "owner": "owner_id",
    "locked": "locked",
    "override_routing": "override_routing",
}
MOMENTS = {
    "created": "created",
    "stage_since": "stage_since",
    "owned_since": "owned_since",
    "escalated": "escalated",
    "warned": "warned",
}
SHARED = {
    "tier": (Kind.PLAIN, "tier"),
    "lifetime_value": (Kind.PLAIN, "lifetime_value"),
    "last_contact": (Kind.MOMENT, "last_contact"),
    "designated_agent": (Kind.PLAIN, "designated_agent_id"),
    "time_zone": (Kind.PLAIN, "zone.key"),
    "vip": (Kind.PLAIN, "vip"),
}
"""Facts of the case, or of its account where the case does not know; both facts are alike."""


class Fields:
    """The fields of a snapshot, by name; what is empty is NULL."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._of: dict[str, Field] = dict(self._declared())
        self._of.update(self._standard())

    def __getitem__(self, name: str) -> Field:
        return self._of[name]

    def _standard(self) -> Iterator[tuple[str, Field]]:
        """Standard fields; they win over declared ones of the same name."""
        for name, fact in PLAIN.items():
            yield name, Field(Kind.PLAIN, _known(attrgetter(fact)))
        for name, fact in MOMENTS.items():
            yield name, Field(Kind.MOMENT, attrgetter(fact))
        for name, (kind, fact) in SHARED.items():
            yield name, Field(kind, self._shared(fact))
            yield f"account.{name}", Field(kind, self._of_account(fact))
        now, policy = self._staff.snapshot.now, self._staff.snapshot.policy
        yield "age", Field(Kind.AGE, lambda case: now - case.created)
        yield "priority", Field(Kind.LEVEL, lambda case: case.priority or None)
        urgency = Urgency(self._staff)
        yield "band", Field(Kind.PLAIN, urgency.band)
        yield "urgency", Field(Kind.PLAIN, urgency.score)
        accounts = dict(policy.virtual_accounts)
        teams = {team.team_id: team.agent_ids for team in policy.teams}
        yield "virtual_account", Field(Kind.SETS, lambda case: _sets(accounts, case.account_id))
        yield "virtual_team", Field(Kind.SETS, lambda case: _sets(teams, case.owner_id))

    def _shared(self, fact: str) -> Read:
        """A fact of the case, else of its account."""
        of_case, of_account = _or_none(fact), self._of_account(fact)

        def read(case: Case) -> Value:
            own = of_case(case)
            return of_account(case) if own is None else own

        return read

    def _of_account(self, fact: str) -> Read:
        """A fact of the account; nobody is a VIP without saying so."""
        read, otherwise = _or_none(fact), False if fact == "vip" else None

        def of(case: Case) -> Value:
            found = read(self._staff.account(case))
            return otherwise if found is None else found

        return of

    def _declared(self) -> Iterator[tuple[str, Field]]:
        for field in self._staff.snapshot.policy.declared_fields:
            kind = KINDS.get(field.type, Kind.PLAIN)
            if field.owner == FieldOwner.CASE:
                read = _attribute(field, lambda case: case.attributes)
                yield field.name, Field(kind, read)
                yield f"case.attr.{field.name}", Field(kind, read)
            if field.owner == FieldOwner.ACCOUNT:
                read = _attribute(field, lambda case: self._staff.account(case).attributes)
                yield f"account.attr.{field.name}", Field(kind, read)


def _known(read: Read) -> Read:
    """An empty text is NULL."""
    return lambda case: None if (found := read(case)) == "" else found


def _or_none(fact: str) -> Callable[[object], Value]:
    """A fact of a case or an account, None where nothing is known."""
    first, *rest = fact.split(".")

    def read(row: object) -> Value:
        found = getattr(row, first)
        for name in rest:
            found = None if found is None else getattr(found, name)
        return None if found == "" else found

    return read


def _sets(sets: Mapping[str, frozenset[str]], member: str) -> frozenset[str]:
    """Names of the sets that the member is in."""
    return frozenset(name for name, members in sets.items() if member in members)


def _attribute(field: DeclaredField, attributes: Callable[[Case], tuple[Attribute, ...]]) -> Read:
    """An attribute; NULL where it is missing or of another type than declared."""

    def read(case: Case) -> Value:
        for name, value in attributes(case):
            if name == field.name:
                return value if type(value) in TYPES[field.type] and value != "" else None
        return None

    return read
