"""How the values of a field are read from the rows: one function per source (Q2)."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from zoneinfo import ZoneInfo

from constraints.filters.fields import Values
from constraints.filters.rows import Rows

NOTHING: frozenset[str] = frozenset()
UNKNOWN = (None, "")


def of_case(fact: str) -> Values:
    """A fact of the case."""
    read = attrgetter(fact)
    return lambda rows: list(map(read, rows.cases))


def of_account(fact: str, *, default: object = None) -> Values:
    """A fact of the case's account."""
    return lambda rows: _or_default(_of_accounts(rows, fact), default)


def of_case_or_account(fact: str, *, default: object = None) -> Values:
    """A fact of the case, or of its account where the case does not know."""
    read = of_case(fact)

    def values(rows: Rows) -> Sequence[object]:
        return _or_default(_first_known(read(rows), _of_accounts(rows, fact)), default)

    return values


def zone_of_account(rows: Rows) -> Sequence[object]:
    """IANA name of the account's zone."""
    return [_zone_name(zone) for zone in _of_accounts(rows, "zone")]


def zone_of_case_or_account(rows: Rows) -> Sequence[object]:
    """IANA name of the case's zone, or of its account's."""
    own = [_zone_name(case.zone) for case in rows.cases]
    return _first_known(own, zone_of_account(rows))


def sets_with(fact: str, sets: Mapping[str, frozenset[str]]) -> Values:
    """Names of the sets that hold a fact of the case."""
    names_of: dict[str, frozenset[str]] = {}
    for name, members in sets.items():
        for member in members:
            names_of[member] = names_of.get(member, NOTHING) | {name}
    read = attrgetter(fact)
    return lambda rows: [names_of.get(read(case), NOTHING) for case in rows.cases]


def _of_accounts(rows: Rows, fact: str) -> list[object]:
    read = attrgetter(fact)
    return [None if account is None else read(account) for account in rows.accounts]


def _first_known(own: Sequence[object], other: Sequence[object]) -> list[object]:
    pairs = zip(own, other, strict=True)
    return [second if first in UNKNOWN else first for first, second in pairs]


def _or_default(values: list[object], default: object) -> list[object]:
    return [default if value is None else value for value in values]


def _zone_name(zone: object) -> str | None:
    return zone.key if isinstance(zone, ZoneInfo) else None
