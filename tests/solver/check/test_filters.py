"""The checker's own evaluator of filters (Q2), judged by facts and by the book."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constraints.filters import written
from solver.check.filters import Evaluator, is_like
from solver.check.staff import Staff
from solver.facts import Account, Attribute, DeclaredField, FieldOwner, FieldType, Team
from tests.builders import VIENNA, account, ago, case, policy, snapshot
from tests.constraints.filters.row_by_row import like

TEXTS = st.text("ab%_", max_size=8)


def takes(text: str, *accounts: Account, rules: Any = None, **facts: Any) -> bool:
    """Whether a filter takes the only case."""
    one = snapshot(cases=(case("c1", **facts),), accounts=accounts, policy=rules or policy())
    return bool(Evaluator(Staff(one)).takes(written(text))[0])


@pytest.mark.parametrize(
    ("text", "facts", "taken"),
    [
        ("status = 'New'", {"status": "New"}, True),
        ("status = 'New'", {}, False),
        ("status != 'New'", {}, False),
        ("NOT status = 'New'", {}, False),
        ("status != 'New' OR status IS NULL", {}, True),
        ("status = 'New' OR urgency > 1", {"urgency": 2.0}, True),
        ("NOT (status = 'New' AND urgency > 1)", {"urgency": 1.0}, True),
        ("NOT (status = 'New' AND urgency > 1)", {"urgency": 2.0}, False),
        ("status NOT IN ('Open')", {"status": "New"}, True),
        ("urgency NOT BETWEEN 1 AND 2", {"urgency": 2.0}, False),
        ("urgency IS NOT NULL", {}, True),
        ("priority <= 'P2'", {"priority": "P1"}, True),
        ("priority > 'P2'", {"priority": "P1"}, False),
        ("priority <= 'P2'", {}, False),
        ("band = 'standard'", {"urgency": 79.9}, True),
        ("band = 'basic'", {}, True),
        ("age > 2h", {"created": ago(hours=2)}, False),
        ("age >= 2h", {"created": ago(hours=2)}, True),
        ("created < now - 2h", {"created": ago(hours=2, seconds=1)}, True),
        ("created = '2026-03-04'", {}, True),
        ("created > '2026-03-04'", {}, False),
        ("created < '2026-03-04T11:00:00+01:00'", {}, False),
        ("locked", {"locked": True, "owner_id": "a1"}, True),
        ("NOT locked", {}, True),
        ("subject CONTAINS 'STRASSE'", {"subject": "Straße 1"}, True),
        ("subject LIKE '%_ff'", {"subject": "OFF"}, True),
        ("account.time_zone IS NULL", {"account_id": "gone"}, True),
    ],
)
def test_Q2_the_checker_reads_filters(text: str, facts: dict[str, Any], taken: bool) -> None:
    assert takes(text, **facts) is taken


@pytest.mark.parametrize(("created", "taken"), [(0, True), (1, False)])
def test_Q2_a_day_is_one_of_the_zone_of_the_policy(created: int, taken: bool) -> None:
    """In Vienna the 4th began at 23:00 UTC on the 3rd."""
    rules = policy(zone=VIENNA)

    assert takes("created = '2026-03-04'", rules=rules, created=ago(hours=11, seconds=created)) is (
        taken
    )


def test_Q2_a_case_knows_better_than_its_account() -> None:
    key = account("k1", zone=VIENNA, designated_agent_id="ann")

    assert takes("designated_agent = 'ann'", key, account_id="k1")
    assert not takes("designated_agent = 'ann'", key, account_id="k1", designated_agent_id="bob")
    assert takes("account.time_zone = 'Europe/Vienna'", key, account_id="k1")


def test_Q2_declared_fields_have_their_type_or_are_null() -> None:
    fields = (
        DeclaredField("seats", FieldType.NUMBER),
        DeclaredField("region", FieldType.TEXT, FieldOwner.ACCOUNT),
        DeclaredField("status", FieldType.NUMBER),
    )
    rules = policy(declared_fields=fields)
    key = account("k1", attributes=(Attribute("region", "EU"),))

    assert takes("seats > 2", rules=rules, attributes=(Attribute("seats", 3.0),))
    assert takes("seats IS NULL", rules=rules, attributes=(Attribute("seats", "many"),))
    assert takes("account.attr.region = 'EU'", key, rules=rules, account_id="k1")
    assert takes("status = 'New'", rules=rules, status="New"), "standard fields win"


def test_Q11_memberships_are_never_null() -> None:
    sets = {"virtual_accounts": (("key", frozenset({"k1"})),), "teams": (Team("t"),)}
    rules = policy(**sets)

    assert takes("virtual_account IN ('key')", rules=rules, account_id="k1")
    assert takes("virtual_account != 'key'", rules=rules)
    assert takes("virtual_team NOT IN ('t')", rules=rules)


@given(TEXTS, TEXTS)
def test_Q2_like_is_like_by_the_book(text: str, pattern: str) -> None:
    assert is_like(text, pattern) is like(text, pattern)


def test_Q2_many_placeholders_take_no_time() -> None:
    assert not is_like("a" * 2_000, "%a" * 99 + "%b")
