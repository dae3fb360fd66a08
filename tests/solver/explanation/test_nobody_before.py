"""Before the next unblock of a case none of its agents is free, if nothing else happens (V4).

The rules of the product, drawn facts, and the rules again as the oracle: asked anew at
moments between now and then.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from server.wiring import RULES
from solver.compile import compile_problem
from solver.explanation.waiting import explain_waiting
from solver.facts import (
    Agent,
    AvailabilityPolicy,
    CameBack,
    DailyLimit,
    FitPolicy,
    HourlyLimit,
    Hours,
    Limits,
    Period,
    Queue,
    Shift,
    SkillRequirement,
    Snapshot,
    Source,
    SourceMode,
)
from tests.builders import absence, agent, case, policy, queue, recent, shift, snapshot
from tests.solver.calendars.drawing import CHANGES, windows

MINUTE = timedelta(minutes=1)
SOME_WINDOWS = st.lists(windows(), max_size=3).map(tuple)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """One case and two agents around a change of the clock.

    All fits are 0.20 and stay so: what a wait waives does not end before.
    """
    zone, hour = draw(st.sampled_from(CHANGES))
    now = hour + draw(st.integers(-3000, 3000)) * MINUTE

    def minutes_ago(most: int) -> st.SearchStrategy[timedelta]:
        return st.integers(1, most).map(lambda minutes: minutes * MINUTE)

    def one_agent(agent_id: str) -> Agent:
        past = tuple(
            recent(
                now - draw(minutes_ago(1500)),
                case_id=draw(st.sampled_from(["c1", "other"])),
                queue_id="q1",
                source=Source.ALLOTMENT,
                came_back=draw(st.sampled_from([CameBack.NO, CameBack.NO, CameBack.DECLINED])),
            )
            for _ in range(draw(st.integers(0, 3)))
        )
        away = tuple(
            absence(now - draw(minutes_ago(600)), now + draw(minutes_ago(3000)))
            for _ in range(draw(st.integers(0, 1)))
        )
        limit = draw(st.none() | st.builds(HourlyLimit, st.integers(1, 2)))
        return agent(
            agent_id,
            recent=past,
            absences=away,
            limits=Limits(hourly=limit),
            zone=draw(st.sampled_from(CHANGES))[0],
            predicted_hours=draw(SOME_WINDOWS),
            presence=draw(st.sampled_from(["", "", "Available", "Away"])),
        )

    def one_shift(agent_id: str) -> Shift:
        return shift(
            agent_id,
            shift_id=f"of {agent_id}",
            zone=zone,
            assignment_hours=draw(SOME_WINDOWS),
            working_hours=draw(SOME_WINDOWS),
            breaks=draw(SOME_WINDOWS),
            holidays=draw(st.frozensets(st.just(hour.date()))),
        )

    waits = st.none() | minutes_ago(3000)
    required = st.lists(st.builds(SkillRequirement, st.just("sql"), widen_after=waits), max_size=1)

    def one_queue(queue_id: str, *agent_ids: str, **facts: Any) -> Queue:
        limits = st.builds(DailyLimit, st.integers(1, 2), st.sampled_from(Period))
        return queue(
            queue_id,
            set(agent_ids),
            zone=zone,
            hours=draw(st.sampled_from(Hours)),
            daily_limit=draw(st.none() | limits),
            requirements=tuple(draw(required)),
            min_fit=draw(st.sampled_from([0.0, 0.0, 0.4])),
            min_fit_wait=draw(waits),
            **facts,
        )

    fallback = draw(st.sampled_from([(), ("q2",)]))
    rules = policy(
        fit=FitPolicy(pillar_weights=(("customer_history", 1.0),)),
        queues=(one_queue("q1", "a1", "a2", fallback_ids=fallback), one_queue("q2", "a2")),
        shifts=tuple(one_shift(each) for each in draw(st.sets(st.sampled_from(["a1", "a2"])))),
        availability=AvailabilityPolicy(
            mode=draw(st.sampled_from(SourceMode)),
            min_time_left=draw(st.sampled_from([0, 0, 30, 120])) * MINUTE,
        ),
    )
    waiting = case(
        "c1",
        queue_id="q1",
        created=now - draw(minutes_ago(100)),
        requirements=tuple(draw(required)),
        designated_agent_id=draw(st.sampled_from(["", "", "a1"])),
    )
    agents = (one_agent("a1"), one_agent("a2"))
    return snapshot(now=now, cases=(waiting,), agents=agents, policy=rules)


@settings(max_examples=150, deadline=None)
@given(snapshots(), st.data())
def test_V4_before_the_next_unblock_nobody_is_free_who_is_refused_now(
    facts: Snapshot, data: st.DataObject
) -> None:
    """Nor does it lie in the past, or at this moment."""
    compiled = compile_problem(facts, RULES)
    [waiting] = explain_waiting(compiled, np.array([True]), proved=True)
    free = set(compiled.agent.tolist())
    if waiting.next_unblock is None:
        return

    ahead = (waiting.next_unblock - facts.now) // MINUTE
    assert ahead > 0
    minutes = {ahead - 1, *data.draw(st.lists(st.integers(0, ahead - 1), max_size=12))}
    for minute in minutes:
        later = replace(facts, now=facts.now + minute * MINUTE)
        assert set(compile_problem(later, RULES).agent.tolist()) <= free, minute
