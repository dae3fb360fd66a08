"""What is not known: three-valued logic as in SQL (Q2)."""

import pytest

from tests.constraints.filters.tickets import takes, ticket

KNOWN = "status = 'New'"
FALSE = "status = 'Old'"
UNKNOWN = "category = 'outage'"
CASE = ticket(status="New")
"""A case with a status but no category."""


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        pytest.param(UNKNOWN, False, id="a comparison with NULL"),
        pytest.param(f"NOT {UNKNOWN}", False, id="its NOT"),
        pytest.param("category != 'outage'", False, id="unequal to NULL"),
        pytest.param("category NOT IN ('outage', 'billing')", False, id="not in a list"),
        pytest.param("category NOT LIKE '%x%'", False, id="not like"),
        pytest.param("urgency NOT BETWEEN 1 AND 2", False, id="not between"),
        pytest.param("urgency < 5 OR urgency >= 5", False, id="one or the other"),
        pytest.param("category IS NULL", True, id="is NULL"),
        pytest.param("category IS NOT NULL", False, id="is not NULL"),
        pytest.param("NOT category IS NULL", False, id="not is NULL"),
        pytest.param(f"{UNKNOWN} OR {KNOWN}", True, id="unknown or true"),
        pytest.param(f"{UNKNOWN} OR {FALSE}", False, id="unknown or false"),
        pytest.param(f"NOT ({UNKNOWN} OR {FALSE})", False, id="not (unknown or false)"),
        pytest.param(f"{UNKNOWN} AND {KNOWN}", False, id="unknown and true"),
        pytest.param(f"NOT ({UNKNOWN} AND {KNOWN})", False, id="not (unknown and true)"),
        pytest.param(f"NOT ({UNKNOWN} AND {FALSE})", True, id="not (unknown and false)"),
        pytest.param(f"{UNKNOWN} OR category IS NULL", True, id="or NULL"),
    ],
)
def test_Q2_a_case_is_taken_only_where_the_filter_is_true(text: str, is_taken: bool) -> None:
    assert takes(text, CASE) == is_taken


@pytest.mark.parametrize("field", ["status", "last_contact", "lifetime_value", "priority", "tier"])
def test_every_kind_of_field_may_be_NULL(field: str) -> None:
    assert takes(f"{field} IS NULL", ticket())


@pytest.mark.parametrize(
    ("text", "is_taken"),
    [
        ("vip", False),
        ("NOT vip", True),
        ("vip IS NULL", False),
        ("virtual_account = 'key'", False),
        ("virtual_account != 'key'", True),
        ("virtual_account NOT IN ('key', 'banks')", True),
    ],
)
def test_who_is_not_known_as_a_vip_or_member_is_none(text: str, is_taken: bool) -> None:
    assert takes(text, ticket()) == is_taken
