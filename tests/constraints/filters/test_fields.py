"""Where the values of fields come from (Q2)."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from constraints.filters import Columns, FilterSet, Kind, field_table, parse_filter
from constraints.filters.attributes import case_attribute
from constraints.filters.columns import Column
from solver.errors import FactsError
from solver.facts import Account, Attribute, Case, PriorityLevel
from tests.builders import NEW_YORK, NOW, VIENNA, ago, case, policy
from tests.constraints.filters.tickets import POLICY, TABLE, taken, takes, ticket


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("case_id = 'c1'", {}),
        ("queue = 'Billing'", {"queue_id": "Billing"}),
        ("account = 'k9'", {"account_id": "k9"}),
        ("reporter = 'r1'", {"reporter_id": "r1"}),
        ("created = '2026-03-04T10:00:00Z'", {}),
        ("status = 'New'", {"status": "New"}),
        ("category = 'outage'", {"category": "outage"}),
        ("subject = 'Help'", {"subject": "Help"}),
        ("description CONTAINS 'HELP'", {"description": "please help"}),
        ("urgency = 0", {"urgency": 0.0}),
        ("effort = 2.5", {"effort": 2.5}),
        ("stage = 'triage'", {"stage": "triage"}),
        ("stage_since < now - 1h", {"stage_since": ago(hours=2)}),
        ("reassignments >= 3", {"reassignments": 3}),
        ("owner = 'ann'", {"owner_id": "ann"}),
        ("owned_since > now - 1h", {"owned_since": ago(minutes=59)}),
        ("locked", {"locked": True}),
        ("override_routing", {"override_routing": True}),
        ("escalated IS NOT NULL", {"escalated": NOW}),
        ("warned IS NOT NULL", {"warned": NOW}),
        ("designated_agent = 'bob'", {"designated_agent_id": "bob"}),
        ("lifetime_value > 5000", {"lifetime_value": 5001.0}),
        ("last_contact > now - 7d", {"last_contact": ago(days=6)}),
        ("tier = 'Premium'", {"tier": "Premium"}),
        ("vip", {"vip": True}),
        ("time_zone = 'Europe/Vienna'", {"zone": VIENNA}),
        ("priority = 'P2'", {"priority": "P2"}),
        ("age >= 90m", {"created": ago(minutes=90)}),
        ("virtual_team = 'night'", {"owner_id": "bob"}),
    ],
)
def test_Q2_a_filter_reads_the_fact(text: str, facts: dict[str, Any]) -> None:
    assert takes(text, ticket(**facts))
    assert not takes(f"NOT ({text})", ticket(**facts))


def test_a_case_wins_over_its_account_and_the_account_over_nothing() -> None:
    account = Account(
        "k1",
        tier="Basic",
        lifetime_value=7.0,
        vip=True,
        last_contact=ago(days=1),
        zone=VIENNA,
        designated_agent_id="ann",
    )
    plain = ticket("plain", account_id="k1")
    own = ticket(
        "own",
        account_id="k1",
        tier="Premium",
        lifetime_value=0.0,
        vip=False,
        last_contact=ago(days=9),
        zone=NEW_YORK,
        designated_agent_id="bob",
    )
    of_the_account = (
        "tier = 'Basic'",
        "lifetime_value = 7",
        "vip",
        "last_contact > now - 2d",
        "time_zone = 'Europe/Vienna'",
        "designated_agent = 'ann'",
    )

    for text in of_the_account:
        assert taken(text, (own, plain), account) == ["plain"], text
        assert taken(f"account.{text}", (own, plain), account) == ["own", "plain"], text


def test_Q11_a_virtual_account_is_a_named_set_of_accounts() -> None:
    cases = tuple(ticket(f"c{n}", account_id=f"k{n}") for n in range(1, 5))

    assert taken("virtual_account = 'key'", cases) == ["c1", "c2"]
    assert taken("virtual_account = 'key' AND virtual_account = 'banks'", cases) == ["c2"]
    assert taken("virtual_account NOT IN ('key', 'banks')", cases) == ["c4"]


def test_Q11_a_virtual_team_holds_the_owner_of_the_case() -> None:
    cases = [ticket(owner, owner_id=owner) for owner in ("ann", "bob", "carl")]

    assert taken("virtual_team IN ('tier2', 'night')", cases) == ["ann", "bob"]
    assert taken("virtual_team != 'night'", cases) == ["ann", "carl"]


def attributes(**values: Any) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, value) for name, value in values.items())


def test_attributes_are_read_by_their_full_and_their_short_names() -> None:
    facts = attributes(product="Mail", seats=12.0, trial=True, renewal=NOW, **{"SLA level": "a"})
    one = ticket(attributes=facts, account_id="k1")
    account = Account("k1", attributes=attributes(region="EU"))

    assert takes("product = 'Mail' AND case.attr.product = 'Mail'", one)
    assert takes("seats > 11 AND trial AND renewal = now AND `SLA level` = 'a'", one)
    assert takes("case.attr.`SLA level` = 'a'", one)
    assert takes("account.attr.region = 'EU'", one, account)
    assert not takes("account.attr.region = 'EU'", one)


@pytest.mark.parametrize("value", [None, "12", True, NOW])
def test_an_attribute_of_another_kind_than_declared_is_NULL(value: object) -> None:
    assert takes("seats IS NULL", ticket(attributes=attributes(seats=value)))


def test_a_standard_field_wins_over_an_attribute_of_its_name() -> None:
    table = field_table(POLICY, case_attribute("queue", Kind.NUMBER))

    assert table.fields["queue"].kind is Kind.TEXT
    assert table.fields["case.attr.queue"].kind is Kind.NUMBER


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("priority < 'soon'", ["now"]),
        ("priority <= 'soon'", ["now", "soon"]),
        ("priority > 'soon'", ["late"]),
        ("priority BETWEEN 'soon' AND 'late'", ["soon", "late"]),
    ],
)
def test_less_is_more_urgent_by_the_order_of_the_policy(text: str, found: list[str]) -> None:
    levels = tuple(PriorityLevel(name, 1.0) for name in ("now", "soon", "late"))
    table = field_table(policy(priority_levels=levels))
    cases = tuple(case(name, priority=name) for name in ("now", "soon", "late"))

    mask = FilterSet((parse_filter(text, table),)).masks(Columns(table, cases), NOW)[0]

    assert [one.case_id for one, is_taken in zip(cases, mask, strict=True) if is_taken] == found


def test_a_priority_that_the_policy_does_not_have_comes_after_all_others() -> None:
    assert takes("priority > 'P4' AND priority IS NOT NULL", ticket(priority="P7"))
    assert not takes("priority > 'P4' OR priority <= 'P4'", ticket())


def test_U4_bands_are_handed_in_by_the_cycle() -> None:
    assert takes("band IN ('premium', 'basic')", ticket(), band="premium")
    assert not takes("band != 'premium'", ticket(), band="premium")
    with pytest.raises(FactsError, match="`band`"):
        takes("band = 'premium'", ticket())


def test_values_of_the_cycle_win_over_facts() -> None:
    assert takes("urgency = 88", ticket(urgency=5.0), urgency=88.0)


def test_without_cases_nothing_is_taken() -> None:
    texts = ("queue = 'a'", "created < now", "vip", "subject LIKE '%a%'", "virtual_account = 'key'")
    filters = tuple(parse_filter(text, TABLE) for text in texts)

    assert FilterSet(filters).masks(Columns(TABLE, ()), NOW).shape == (5, 0)


def test_without_filters_there_are_no_masks() -> None:
    assert FilterSet(()).masks(Columns(TABLE, (ticket(),)), NOW).shape == (0, 1)


def test_a_column_is_made_only_if_it_is_asked_for() -> None:
    columns = Columns(TABLE, (ticket(),), given={"subject": [object()]})

    assert FilterSet((parse_filter("queue IS NULL", TABLE),)).masks(columns, NOW).all()


class CountingColumns(Columns):
    """Counts how often each column is looked at."""

    def __init__(self, *cases: Case) -> None:
        super().__init__(TABLE, cases)
        self.looks: Counter[str] = Counter()

    def column(self, name: str) -> Column:
        self.looks[name] += 1
        return super().column(name)


def test_a_test_that_many_filters_share_is_evaluated_once() -> None:
    texts = ("queue = 'a'", "vip OR queue = 'a'", "NOT queue IN ('a') AND effort > 0")
    alone, shared = CountingColumns(ticket()), CountingColumns(ticket())

    FilterSet((parse_filter(texts[0], TABLE),)).masks(alone, NOW)
    FilterSet(tuple(parse_filter(text, TABLE) for text in texts)).masks(shared, NOW)

    assert shared.looks["queue"] == alone.looks["queue"]


@pytest.mark.parametrize(
    ("minutes", "takers"),
    [
        pytest.param(59, {"<", "<=", "!="}, id="younger"),
        pytest.param(60, {"<=", "=", ">="}, id="exactly as old"),
        pytest.param(61, {">", ">=", "!="}, id="older"),
    ],
)
def test_an_age_is_what_has_passed_since_the_creation(minutes: int, takers: set[str]) -> None:
    one = ticket(created=ago(minutes=minutes))

    assert {op for op in ("=", "!=", "<", "<=", ">", ">=") if takes(f"age {op} 1h", one)} == takers


def test_now_is_a_fact() -> None:
    columns = Columns(TABLE, (ticket(created=NOW),))
    filters = FilterSet((parse_filter("age > 1h", TABLE),))

    assert not filters.masks(columns, NOW + timedelta(hours=1)).any()
    assert filters.masks(columns, NOW + timedelta(hours=1, microseconds=1)).all()
