"""Limit per cycle (S4)."""

from constraints.limits.cycle import CYCLE_LIMIT
from solver.facts import LimitPolicy, Limits
from solver.rules import NO_LIMIT, Scope
from tests.builders import NOW, agent, policy, recent, snapshot, team


def test_S4_the_lowest_limit_per_cycle_is_all_room_there_is() -> None:
    """What came before the cycle does not count."""
    rules = policy(
        limits=LimitPolicy(Limits(per_cycle=3)), teams=(team("t", "ann", limits=Limits()),)
    )
    agents = (agent("ann", recent=(recent(NOW),)), agent("bob", limits=Limits(per_cycle=1)))
    found = CYCLE_LIMIT.usage(snapshot(agents=agents, policy=rules))

    assert found.used.tolist() == [0, 0]
    assert found.room.tolist() == [3, 1]


def test_S4_without_a_limit_there_is_room() -> None:
    assert CYCLE_LIMIT.usage(snapshot()).room.tolist() == [NO_LIMIT]


def test_the_limit_per_cycle_narrows_new_cases() -> None:
    assert CYCLE_LIMIT.scope == Scope.NEW
