"""The priority score and its parts (U2), its floor (U3), all as data."""

from collections import Counter
from datetime import timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from objectives import urgency
from solver.facts import Category, Tier, UrgencyPolicy
from tests.builders import NOW, account, ago, ahead, case, policy, snapshot
from tests.objectives.urgency.scoring import band, parts, score

DAY = timedelta(days=1)
LEAST = 5
"""What a case has of which nothing is known: an unknown value wins 5."""


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        pytest.param({"tier": "Premium"}, 40, id="Premium"),
        pytest.param({"tier": "Standard"}, 20, id="Standard"),
        pytest.param({"tier": "Basic"}, 0, id="Basic"),
        pytest.param({"tier": "Gold"}, 0, id="a tier unheard of"),
        pytest.param({"tier": "premium"}, 0, id="names are as they are written"),
        pytest.param({"category": "security incident"}, 75, id="security incident, lifted"),
        pytest.param({"category": "outage"}, 75, id="outage, lifted"),
        pytest.param({"category": "billing"}, 20, id="billing"),
        pytest.param({"category": "general question"}, 10, id="general question"),
        pytest.param({"category": "feature request"}, 5, id="feature request"),
        pytest.param({"category": "haiku"}, 0, id="a category unheard of"),
        pytest.param({"lifetime_value": 50_000.01}, 15, id="above 50,000"),
        pytest.param({"lifetime_value": 50_000.0}, 10, id="50,000 is not above"),
        pytest.param({"lifetime_value": 20_000.01}, 10, id="above 20,000"),
        pytest.param({"lifetime_value": 20_000.0}, 5, id="20,000 is not above"),
        pytest.param({"lifetime_value": 5_000.01}, 5, id="above 5,000"),
        pytest.param({"lifetime_value": 5_000.0}, 0, id="5,000 is not above"),
        pytest.param({"lifetime_value": 0.0}, 0, id="nothing spent"),
        pytest.param({"lifetime_value": -3.0}, 0, id="refunds"),
        pytest.param({"last_contact": NOW}, 10, id="contact now"),
        pytest.param({"last_contact": ahead(hours=1)}, 10, id="a clock that is ahead"),
        pytest.param({"last_contact": ago(days=7, seconds=-1)}, 10, id="not quite a week"),
        pytest.param({"last_contact": ago(days=7)}, 5, id="a week is not below a week"),
        pytest.param({"last_contact": ago(days=30, seconds=-1)}, 5, id="not quite 30 days"),
        pytest.param({"last_contact": ago(days=30)}, 0, id="30 days"),
        pytest.param({"vip": True}, 75, id="VIP, lifted"),
        pytest.param({"vip": False}, 0, id="no VIP"),
        pytest.param({"escalation_bonus": 20.0}, 20, id="a bonus of an earlier cycle"),
    ],
)
def test_U2_each_component_wins_its_points(facts: dict[str, Any], points: float) -> None:
    assert score(**facts) == LEAST + points


def test_U2_an_unknown_value_wins_5_and_everything_else_unknown_nothing() -> None:
    assert parts() == {"lifetime_value": 5}


def test_U2_components_add_up_to_the_last_point() -> None:
    facts: dict[str, Any] = {"tier": "Standard", "category": "billing", "lifetime_value": 30_000.0}

    assert parts(**facts, last_contact=ago(days=10), escalation_bonus=2.5) == {
        "tier": 20, "category": 20, "lifetime_value": 15, "last_contact": 5, "escalation": 2.5,
    }  # fmt: skip
    assert score(**facts, last_contact=ago(days=10), escalation_bonus=2.5) == 62.5


def test_U2_the_sum_is_clamped_to_0_and_100() -> None:
    most: dict[str, Any] = {
        "tier": "Premium",
        "category": "outage",
        "lifetime_value": 1e6,
        "vip": True,
    }

    assert score(**most, last_contact=NOW) == 100
    assert parts(**most, last_contact=NOW)["clamp"] == -30
    assert score(rules={"base_points": -50.0}) == 0
    assert parts(rules={"base_points": -50.0}) == {
        "base": -50, "lifetime_value": 5, "clamp": 45,
    }  # fmt: skip


def test_U2_a_sent_urgency_replaces_score_floor_and_bonus() -> None:
    facts: dict[str, Any] = {
        "urgency": 12.5,
        "vip": True,
        "category": "outage",
        "escalation_bonus": 50.0,
    }

    assert score(**facts) == 12.5
    assert parts(**facts) == {}


def test_U2_the_case_wins_over_its_account() -> None:
    known = account(tier="Premium", lifetime_value=1e6, vip=False, last_contact=NOW)

    def scored(**facts: Any) -> int:
        one = case(account_id="k1", **facts)
        return int(urgency(snapshot(cases=(one,), accounts=(known,))).score.value[0]) // 10_000

    assert scored() == 70
    assert scored(tier="Basic") == 30
    assert scored(lifetime_value=0.0) == 55
    assert scored(last_contact=ago(days=100)) == 60
    assert scored(vip=True) == 100


def test_U1_a_change_of_the_accounts_tier_changes_the_score_of_its_cases() -> None:
    def scored(tier: str) -> int:
        rows = snapshot(cases=(case(account_id="k1"),), accounts=(account(tier=tier),))
        return int(urgency(rows).score.value[0]) // 10_000

    assert (scored("Basic"), scored("Premium")) == (5, 45)


def test_U1_Enterprise_is_one_entry() -> None:
    enterprise = Tier("Enterprise", timedelta(minutes=30), points=55.0, routes_after_hours=True)
    rules: dict[str, Any] = {"tiers": (*UrgencyPolicy().tiers, enterprise)}

    assert score(rules=rules, tier="Enterprise") == 60
    assert score(rules=rules, tier="Premium") == 45


def test_U2_all_points_are_data() -> None:
    rules = {
        "base_points": 1.5,
        "tiers": (Tier("T", DAY, points=2.0),),
        "categories": (Category("C", 3.0),),
        "lifetime_values": ((10.0, 4.0), (100.0, 6.0)),
        "other_value_points": 0.25,
        "contacts": ((DAY, 7.0), (2 * DAY, 0.5)),
        "vip_points": 8.0,
        "floor": 0.0,
    }

    assert parts(rules=rules, tier="T", category="C", lifetime_value=50.0, vip=True) == {
        "base": 1.5, "tier": 2, "category": 3, "lifetime_value": 4, "vip": 8,
    }  # fmt: skip
    assert parts(rules=rules, lifetime_value=101.0, last_contact=ago(hours=30)) == {
        "base": 1.5, "lifetime_value": 6, "last_contact": 0.5,
    }  # fmt: skip
    assert parts(rules=rules, last_contact=ago(hours=1)) == {
        "base": 1.5, "lifetime_value": 0.25, "last_contact": 7,
    }  # fmt: skip


COMBINATIONS = tuple(
    product(
        ("Premium", "Standard", "Basic"),
        ("security incident", "outage", "billing", "general question", "feature request"),
        (60_000.0, 30_000.0, 10_000.0, 1_000.0),
        (ago(days=1), ago(days=10), ago(days=100)),
    )
)
"""The four components of U3."""


def all_scores(**rules: Any) -> list[int]:
    """Scores of all combinations; a floor of 0 is no floor."""
    cases = tuple(
        case(f"c{i:03}", tier=tier, category=category, lifetime_value=value, last_contact=contact)
        for i, (tier, category, value, contact) in enumerate(COMBINATIONS)
    )
    written = policy(urgency=UrgencyPolicy(**{"floor": 0.0, **rules}))
    found = urgency(snapshot(cases=cases, policy=written)).score.value
    return [int(value) // 10_000 for value in found]


def test_U3_of_180_combinations_31_are_above_80_56_above_60_and_93_below() -> None:
    """Range 10-100, before floors."""
    scores = all_scores()
    names = Counter(
        "premium" if value >= 80 else "standard" if value >= 60 else "basic" for value in scores
    )

    assert len(scores) == 180
    assert names == {"premium": 31, "standard": 56, "basic": 93}
    assert (min(scores), max(scores)) == (10, 100)


def test_U2_with_a_base_of_50_164_of_180_combinations_are_premium() -> None:
    assert sum(value >= 80 for value in all_scores(base_points=50.0)) == 164


def test_U3_with_floors_every_security_incident_and_outage_is_premium() -> None:
    """72 combinations are lifted to 80 at least; the others stay as they are."""
    plain, lifted = all_scores(), all_scores(floor=80.0)
    auto = [category in ("security incident", "outage") for _, category, _, _ in COMBINATIONS]

    assert sum(auto) == 72
    for before, after, is_auto in zip(plain, lifted, auto, strict=True):
        assert after == (max(before, 80) if is_auto else before)


@pytest.mark.parametrize(
    ("facts", "floored"),
    [
        pytest.param({"vip": True}, 80, id="a VIP of whom nothing else is known"),
        pytest.param({"category": "outage"}, 80, id="an outage"),
        pytest.param({"category": "outage", "tier": "Premium", "vip": True}, 100, id="above it"),
        pytest.param({"category": "billing"}, 25, id="billing has none"),
    ],
)
def test_U3_auto_escalating_categories_and_VIPs_have_a_floor_of_80(
    facts: dict[str, Any], floored: float
) -> None:
    assert score(**facts) == floored
    assert sum(parts(**facts).values()) == floored


def test_U3_the_floor_is_data() -> None:
    assert score(rules={"floor": 95.0}, vip=True) == 95
    assert score(rules={"floor": 0.0}, vip=True) == 35
    quiet = (Category("outage", 30.0),)
    assert score(rules={"categories": quiet}, category="outage") == 35


def test_U4_the_band_goes_by_the_score_whatever_the_tier() -> None:
    assert band(tier="Premium") == "basic"
    assert band(tier="Basic", vip=True) == "premium"
    assert band(tier="Premium", category="billing") == "standard"


def test_U7_the_bonus_counts_for_the_band() -> None:
    facts: dict[str, Any] = {"tier": "Premium", "category": "billing"}

    assert (score(**facts), band(**facts)) == (65, "standard")
    assert (score(**facts, escalation_bonus=20.0), band(**facts, escalation_bonus=20.0)) == (
        85, "premium",
    )  # fmt: skip


POINTS = st.floats(-100, 100)


@given(POINTS, POINTS, POINTS, POINTS, st.floats(0, 100), st.floats(0, 100), st.booleans())
def test_U2_the_parts_of_any_policy_add_up_exactly(
    base: float, tier: float, category: float, vip: float, floor: float, bonus: float, is_vip: bool
) -> None:
    """And the score stays between 0 and 100."""
    rules = UrgencyPolicy(
        base_points=base,
        tiers=(Tier("T", DAY, points=tier),),
        categories=(Category("C", category, auto_escalates=True), Category("D", category)),
        vip_points=vip,
        floor=floor,
    )
    cases = tuple(
        case(f"c{name}", tier="T", category=name, vip=is_vip, escalation_bonus=bonus)
        for name in ("C", "D")
    )
    found = urgency(snapshot(cases=cases, policy=policy(urgency=rules))).score

    assert np.array_equal(found.value, np.sum([points for _, points in found.parts], axis=0))
    assert ((found.value >= 0) & (found.value <= 1_000_000)).all()
    assert found.value[0] >= round(floor * 10_000)
