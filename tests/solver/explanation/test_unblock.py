"""Next unblock: per pair the latest over its reasons, per case the earliest over its pairs (V4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.wiring import RULES, Rules
from solver.compile import compile_problem
from solver.explanation.waiting import explain_waiting
from solver.facts import Snapshot
from solver.moments import moment_at
from solver.reasons import Reason
from solver.rules import NEVER, UNKNOWN, PairList
from tests.builders import agent, case, policy, queue, snapshot
from tests.solver.explanation.refusing import (
    Agents,
    Full,
    Moments,
    Pairs,
    Queues,
    Silent,
    Waited,
    explained,
)

AWAY, PRESENCE, SKILL = Reason.OUT_OF_OFFICE, Reason.PRESENCE_OFFLINE, Reason.MISSING_SKILL
DAILY, TRIED = Reason.QUEUE_DAILY_LIMIT, Reason.TRIED_RECENTLY


def away(*moments: int | None) -> Agents:
    return Agents(AWAY, moments, [])


def at(moment: int | None) -> datetime | None:
    return None if moment is None else moment_at(moment)


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        pytest.param([5], 5, id="the only one"),
        pytest.param([5, 3, 4], 3, id="the earliest of several"),
        pytest.param([5, UNKNOWN], None, id="another one could be earlier"),
        pytest.param([5, NEVER], 5, id="another one never"),
        pytest.param([NEVER], None, id="never"),
        pytest.param([5, None], 5, id="somebody is free already"),
        pytest.param([None], None, id="nobody is refused"),
    ],
)
def test_V4_a_case_has_somebody_when_the_first_of_its_agents_is_free(
    moments: Moments, expected: int | None
) -> None:
    [waiting] = explained(away(*moments), agents=len(moments))

    assert waiting.next_unblock == at(expected)


def test_V4_an_agent_is_free_when_the_last_of_his_refusals_has_ended() -> None:
    daily = Queues(DAILY, [[7, 2]])

    [waiting] = explained(away(5, 4), daily, agents=2)

    assert waiting.next_unblock == moment_at(4)


def test_V4_whoever_cannot_be_the_first_may_be_unknown() -> None:
    """The second one is away until 6, and his presence is unknown: 5 comes first anyway."""
    offline = Silent(PRESENCE, [None, UNKNOWN])

    [first] = explained(away(5, 6), offline, agents=2)
    [hidden] = explained(away(5, 4), offline, agents=2)

    assert first.next_unblock == moment_at(5)
    assert hidden.next_unblock is None


def test_V4_of_a_rule_that_tells_nothing_time_may_change_the_reason_or_not() -> None:
    """Presence may come back; a missing skill does not."""
    [offline] = explained(Silent(PRESENCE, [UNKNOWN, None]), away(None, 3), agents=2)
    [unskilled] = explained(Silent(SKILL, [UNKNOWN, None]), away(None, 3), agents=2)

    assert offline.next_unblock is None
    assert unskilled.next_unblock == moment_at(3)


def test_V4_any_of_the_cases_queues_will_do() -> None:
    daily = Queues(DAILY, [[7], [4], [9]])

    [waiting] = explained(daily, agents=1, queues=3)

    assert waiting.next_unblock == moment_at(4)


def test_V4_some_refusals_end_when_the_case_has_waited_long_enough() -> None:
    """The first case is as old as 1970, the second one a second younger."""
    unskilled = Waited(SKILL, [[7, 3]])

    first, second = explained(unskilled, away(None, 5), agents=2, cases=2)

    assert first.next_unblock == moment_at(5)
    assert second.next_unblock == moment_at(1_000_003)


def test_V4_what_no_wait_widens_never_ends() -> None:
    [waiting] = explained(Waited(SKILL, [[NEVER, 3]]), away(1, 5), agents=2)
    [hopeless] = explained(Waited(SKILL, [[NEVER]]), agents=1)

    assert waiting.next_unblock == moment_at(5)
    assert hopeless.next_unblock is None


def test_V4_a_limit_of_0_never_has_room_whatever_its_rule_says() -> None:
    [some] = explained(agents=1, limits=(Full(1, [5]),))
    [none] = explained(agents=1, limits=(Full(0, [5]),))

    assert some.next_unblock == moment_at(5)
    assert none.next_unblock is None


def test_V4_a_case_that_came_back_waits_for_its_own_pairs() -> None:
    """The first case cools down with the first agent until 9; the second one does not."""
    first, second = explained(Pairs(TRIED, [9, None]), away(2, 5), agents=2, cases=2)

    assert first.next_unblock == moment_at(5)
    assert second.next_unblock == moment_at(2)


def test_V4_a_rule_is_asked_once_and_only_if_it_refuses_somebody() -> None:
    idle, busy = away(None, None), Agents(DAILY, [3, None], [])

    explained(idle, busy, agents=2, queues=2, cases=3)

    assert (len(idle.asked), len(busy.asked)) == (0, 1)


def test_V4_a_case_that_no_queue_takes_has_no_unblock_time() -> None:
    compiled = compile_problem(snapshot(), RULES)

    [waiting] = explain_waiting(compiled, np.array([True]), proved=True)

    assert waiting.next_unblock is None


def test_V4_agents_of_other_queues_do_not_count() -> None:
    facts = snapshot(
        cases=(case(queue_id="q1"),),
        agents=(agent("inside"), agent("outside")),
        policy=policy(queues=(queue("q1", {"inside"}),)),
    )
    compiled = compile_problem(facts, Rules((away(8, 3),), ()))

    [waiting] = explain_waiting(compiled, np.array([True]), proved=True)

    assert waiting.next_unblock == moment_at(8)


@dataclass(frozen=True)
class Scored(Rules):
    """Only the first agent is scored, for every case."""

    def scored_pairs(self, snapshot: Snapshot) -> PairList:
        cases = np.arange(len(snapshot.cases), dtype=np.int32)
        return PairList(cases, np.zeros_like(cases))


def test_V4_agents_who_are_not_scored_do_not_count() -> None:
    facts = snapshot(
        cases=(case(queue_id="q1"),),
        agents=(agent("ann"), agent("bob")),
        policy=policy(queues=(queue("q1", {"ann", "bob"}),)),
    )
    compiled = compile_problem(facts, Scored((away(8, 3),), ()))

    [waiting] = explain_waiting(compiled, np.array([True]), proved=True)

    assert waiting.next_unblock == moment_at(8)


ENDS = st.none() | st.integers(1, 4) | st.sampled_from([UNKNOWN, NEVER])
"""Moments after now, which is 0."""


@given(data=st.data(), agents=st.integers(1, 3), queues=st.integers(1, 2))
def test_V4_what_is_told_holds_whenever_the_unknown_ends(
    data: st.DataObject, agents: int, queues: int
) -> None:
    """The unknown ends are tried out: at once, later than all others, never."""
    row = st.lists(ENDS, min_size=agents, max_size=agents)
    by_agent, by_pair, silent = data.draw(row), data.draw(row), data.draw(row)
    by_queue = data.draw(st.lists(row, min_size=queues, max_size=queues))
    sure = st.lists(
        st.none() | st.integers(1, 4) | st.just(NEVER), min_size=agents, max_size=agents
    )
    waits = data.draw(st.lists(sure, min_size=queues, max_size=queues))
    offline = [None if each is None else UNKNOWN for each in silent]

    [waiting] = explained(
        away(*by_agent),
        Queues(DAILY, by_queue),
        Waited(SKILL, waits),
        Pairs(TRIED, by_pair),
        Silent(PRESENCE, offline),
        agents=agents,
        queues=queues,
    )

    tables = [by_agent, by_pair, offline, *by_queue]
    answers = {
        first_free(world[:3], list(zip(world[3:], waits, strict=True))) for world in worlds(tables)
    }
    told = answers.pop() if len(answers) == 1 else None
    assert waiting.next_unblock == at(None if told == NEVER else told)


def worlds(tables: list[list[int | None]]) -> Iterator[list[list[int | None]]]:
    """The tables with every unknown end replaced."""
    places = [
        (table, column)
        for table, row in enumerate(tables)
        for column, end in enumerate(row)
        if end == UNKNOWN
    ]
    assume(len(places) <= 6)
    for chosen in product((0, 5, NEVER), repeat=len(places)):
        world = [list(row) for row in tables]
        for (table, column), end in zip(places, chosen, strict=True):
            world[table][column] = end
        yield world


Row = list[int | None]


def first_free(everywhere: list[Row], queues: list[tuple[Row, Row]]) -> int | None:
    """The earliest over the refused agents, of each the earliest queue, of that the latest."""
    found = []
    for column in range(len(everywhere[0])):
        ends = [
            [row[column] for row in (*everywhere, *queue) if row[column] is not None]
            for queue in queues
        ]
        if all(ends):
            found.append(min(max(end for end in each if end is not None) for each in ends))
    return min(found, default=None)
