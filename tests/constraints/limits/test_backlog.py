"""Active backlog limit (L1, L5)."""

from typing import Any

import pytest

from constraints.limits.backlog import BACKLOG_LIMIT
from solver.facts import CountedSources, LimitPolicy, Limits, Source
from solver.rules import NO_LIMIT, Scope, Usage
from tests.builders import active, agent, policy, snapshot, team

HELD = tuple(active(f"x{place}", source=source) for place, source in enumerate(Source))
ALL_SOURCES = LimitPolicy()
OWN_ONLY = LimitPolicy(backlog_sources=CountedSources.ALLOTMENT)


def usage(limit_policy: LimitPolicy = ALL_SOURCES, **agent_facts: Any) -> Usage:
    facts = snapshot(agents=(agent(**agent_facts),), policy=policy(limits=limit_policy))
    return BACKLOG_LIMIT.usage(facts)


def test_L1_all_cases_held_count_whoever_assigned_them() -> None:
    found = usage(active_cases=HELD, limits=Limits(backlog=5))

    assert (found.used.tolist(), found.limit.tolist(), found.room.tolist()) == ([3], [5], [2])


def test_L1_a_bare_count_will_do() -> None:
    assert usage(active_count=7, limits=Limits(backlog=9)).room.tolist() == [2]


def test_L1_an_overrun_leaves_no_room_and_is_reported() -> None:
    found = usage(active_count=7, limits=Limits(backlog=5))

    assert (found.used.tolist(), found.room.tolist()) == ([7], [0])


def test_L1_without_a_limit_there_is_room() -> None:
    assert usage(active_count=7).room.tolist() == [NO_LIMIT]


def test_L1_a_limit_of_0_is_a_limit() -> None:
    assert usage(limits=Limits(backlog=0)).room.tolist() == [0]


def test_L5_a_backlog_of_own_assignments_counts_no_others() -> None:
    """A bare count tells no sources: all of it counts, so that no limit is lost over it."""
    assert usage(OWN_ONLY, active_cases=HELD).used.tolist() == [1]
    assert usage(OWN_ONLY, active_count=7).used.tolist() == [7]


@pytest.mark.parametrize(
    ("everybody", "team_limit", "own", "limit"),
    [
        pytest.param(4, 5, 6, 4, id="the policy's"),
        pytest.param(6, 4, 5, 4, id="the team's"),
        pytest.param(5, 6, 4, 4, id="the agent's"),
        pytest.param(None, None, 3, 3, id="the only one"),
    ],
)
def test_L5_the_lowest_limit_wins(
    everybody: int | None, team_limit: int | None, own: int | None, limit: int
) -> None:
    rules = policy(
        limits=LimitPolicy(Limits(backlog=everybody)),
        teams=(team("t", "a1", limits=Limits(backlog=team_limit)),),
    )
    facts = snapshot(agents=(agent(limits=Limits(backlog=own)),), policy=rules)

    assert BACKLOG_LIMIT.usage(facts).limit.tolist() == [limit]


def test_the_backlog_limit_narrows_all_that_an_agent_holds() -> None:
    assert BACKLOG_LIMIT.scope == Scope.BACKLOG
