"""Filters that reports suggest: real ones, tried on the recorded cases (Q2, Q10)."""

import pytest

from server.reports.catch_all import caught
from server.reports.ranking import ranked
from server.reports.suggestions import Suggestion
from tests.answers.asking import Row, agents, case, queue, request
from tests.server.reports.recorded import recorded, rows

QUEUES = [queue("q", "ann"), queue("vip", "ann", filter="priority = 'P1'"), queue("rest", "cid")]


def suggested(facet: str, *cases: Row) -> dict[str, Suggestion | None]:
    """What the report on the catch-all suggests, by value."""
    names = {row["accountId"] for row in cases if "accountId" in row}
    accounts = [{"accountId": name} for name in sorted(names)]
    asked = request(
        list(cases), agents("ann cid"), QUEUES, catchAllQueueId="rest", accounts=accounts
    )
    record = recorded(asked)
    report = ranked("catch-all", [record], list(caught([record])), 10)
    return {row.value: row.suggestion for row in rows(report, facet)}


def test_Q10_an_account_is_a_filter_and_says_what_else_it_would_take() -> None:
    """c2 has a queue already; a rule for the account would take it too."""
    found = suggested("account", case("c1", accountId="acme"), case("c2", "q", accountId="acme"))

    assert found == {"acme": Suggestion("account = 'acme'", 1, 1)}


def test_Q10_a_category_is_a_filter_too() -> None:
    found = suggested("category", case("c1", category="outage"), case("c2", "q"))

    assert found == {"outage": Suggestion("category = 'outage'", 1, 0)}


def test_Q10_nothing_known_is_asked_for_as_null() -> None:
    found = suggested("account", case("c1"), case("c2", accountId="x"))

    assert found[""] == Suggestion("account IS NULL", 1, 0)


@pytest.mark.parametrize("name", ["O'Neill", 'say "hi"', "a\\b", "100 %", "`x`"])
def test_Q10_any_value_is_quoted_as_the_language_asks(name: str) -> None:
    found = suggested("account", case("c1", accountId=name), case("c2", accountId="other"))

    quoted = name.replace("'", "''")
    assert found[name] == Suggestion(f"account = '{quoted}'", 1, 0)


def test_Q10_a_value_that_no_filter_can_hold_has_no_filter() -> None:
    """Longer than a filter may be."""
    assert suggested("account", case("c1", accountId="x" * 5_000)) == {"x" * 5_000: None}


def test_Q10_an_unknown_crm_queue_is_asked_for_by_its_name() -> None:
    found = suggested("queue", case("c1", "Refunds"), case("c2"))

    assert found["Refunds"] == Suggestion("queue = 'Refunds'", 1, 0)
    assert found[""] == Suggestion("queue IS NULL", 1, 0)


def test_Q10_a_skill_gets_the_filter_that_its_cases_share() -> None:
    """No field tells what a case requires: two of three are of one account."""
    needs = [{"kind": "KIND_SKILL", "name": "vpn"}]
    found = suggested(
        "skill",
        case("c1", accountId="acme", requirements=needs),
        case("c2", accountId="acme", requirements=needs),
        case("c3", accountId="globex", requirements=needs),
    )

    assert found == {"vpn": Suggestion("account = 'acme'", 2, 0)}


def test_Q10_where_cases_have_nothing_in_common_there_is_no_filter() -> None:
    needs = [{"kind": "KIND_SKILL", "name": "vpn"}]

    assert suggested("skill", case("c1", requirements=needs)) == {"vpn": None}
