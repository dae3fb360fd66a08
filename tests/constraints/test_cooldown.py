"""Cool-down: a pair that was tried and came back rests for 8 hours (R4)."""

from datetime import datetime, timedelta

import pytest

from constraints.cooldown import DECLINED_RECENTLY, TRIED_RECENTLY
from solver.facts import CameBack, RecentAssignment, Snapshot
from solver.moments import moment_at
from solver.rules import Ending, PairFilter
from tests.builders import NOW, agent, ago, ahead, case, policy, recent, snapshot


def tried(hours: float, way: CameBack = CameBack.DECLINED, **facts: object) -> RecentAssignment:
    """Case `c1`, assigned so many hours ago."""
    return recent(ago(hours=hours), case_id="c1", came_back=way, **facts)


def facts_of(*assignments: RecentAssignment, **policy_facts: object) -> Snapshot:
    return snapshot(agents=(agent(recent=assignments),), policy=policy(**policy_facts))


def refused(rule: PairFilter, facts: Snapshot) -> list[tuple[int, int]]:
    pairs = rule.refused(facts)
    return list(zip(pairs.case.tolist(), pairs.agent.tolist(), strict=True))


@pytest.mark.parametrize(
    ("way", "declined", "tried_before"),
    [
        pytest.param(CameBack.NO, False, False, id="kept"),
        pytest.param(CameBack.DECLINED, True, False, id="declined"),
        pytest.param(CameBack.EXPIRED, False, True, id="expired"),
        pytest.param(CameBack.WITHDRAWN, False, True, id="withdrawn"),
    ],
)
def test_R4_how_a_case_came_back_decides_the_reason(
    way: CameBack, declined: bool, tried_before: bool
) -> None:
    facts = facts_of(tried(1, way))

    assert bool(refused(DECLINED_RECENTLY, facts)) is declined
    assert bool(refused(TRIED_RECENTLY, facts)) is tried_before


@pytest.mark.parametrize(
    ("since", "cooling"),
    [
        pytest.param(NOW, True, id="this moment"),
        pytest.param(ago(hours=8) + timedelta(microseconds=1), True, id="almost 8 hours"),
        pytest.param(ago(hours=8), False, id="exactly 8 hours"),
    ],
)
def test_R4_the_cool_down_is_over_after_exactly_8_hours(since: object, cooling: bool) -> None:
    """It counts from when the case came back, not from when it was assigned."""
    facts = facts_of(tried(20, returned=since))

    assert bool(refused(DECLINED_RECENTLY, facts)) is cooling


def test_R4_without_the_time_of_return_it_counts_from_the_assignment() -> None:
    assert refused(DECLINED_RECENTLY, facts_of(tried(7))) == [(0, 0)]
    assert refused(DECLINED_RECENTLY, facts_of(tried(9))) == []


def test_R4_the_policy_says_how_long_it_lasts() -> None:
    facts = facts_of(tried(2), cooldown=timedelta(hours=1))

    assert refused(DECLINED_RECENTLY, facts) == []


def test_R4_only_the_pair_itself_cools_down() -> None:
    """Bob declined c3; the others are free, and cases outside the batch do not matter."""
    past = (
        recent(ago(hours=1), case_id="c3", came_back=CameBack.DECLINED),
        recent(ago(hours=1), case_id="elsewhere", came_back=CameBack.DECLINED),
    )
    agents = (agent("ann"), agent("bob", recent=past))
    facts = snapshot(cases=(case("c1"), case("c2"), case("c3")), agents=agents)

    assert refused(DECLINED_RECENTLY, facts) == [(2, 1)]


def test_R4_nothing_that_is_to_come_cools_down() -> None:
    assert refused(DECLINED_RECENTLY, facts_of(tried(1, returned=ahead(hours=1)))) == []


def ends(rule: PairFilter, facts: Snapshot) -> list[datetime]:
    """When the refusals of the rule end, in its own order."""
    assert isinstance(rule, Ending)
    return [moment_at(moment) for moment in rule.unblock(facts).tolist()]


def test_V4_a_pair_has_cooled_down_8_hours_after_it_came_back() -> None:
    """Assigned 3 hours ago, declined an hour ago; withdrawn two hours ago, to the microsecond."""
    withdrawn = ago(hours=2) + timedelta(microseconds=1)
    facts = facts_of(
        tried(3, returned=ago(hours=1)), tried(3, CameBack.WITHDRAWN, returned=withdrawn)
    )

    assert ends(DECLINED_RECENTLY, facts) == [ahead(hours=7)]
    assert ends(TRIED_RECENTLY, facts) == [ahead(hours=6, microseconds=1)]


def test_V4_the_policys_own_cool_down_counts() -> None:
    facts = facts_of(tried(1), cooldown=timedelta(hours=2))

    assert ends(DECLINED_RECENTLY, facts) == [ahead(hours=1)]


def test_V4_each_refused_pair_has_its_end() -> None:
    """Two returns of one pair; repeats are allowed."""
    facts = facts_of(tried(1), tried(2))

    assert refused(DECLINED_RECENTLY, facts) == [(0, 0), (0, 0)]
    assert sorted(ends(DECLINED_RECENTLY, facts)) == [ahead(hours=6), ahead(hours=7)]
