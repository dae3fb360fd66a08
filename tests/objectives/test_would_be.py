"""What the fit of a blocked pair would be: the block is left out of the time overlap (S14)."""

from datetime import datetime
from typing import Any

import numpy as np
import pytest

from objectives import fit_facts
from objectives.would_be import would_be
from solver.facts import Agent, FitPolicy, Policy, Shift, Snapshot
from solver.reasons import Reason
from tests.builders import (
    NOW,
    absence,
    agent,
    ago,
    ahead,
    case,
    policy,
    sent_fits,
    shift,
    snapshot,
    team,
    window,
)

ALL_DAY = (window("00:00", "24:00"),)
"""NOW is 10:00 UTC on a Wednesday; the customer is active at all hours: 288 slots."""


def pair(staff: Agent | None = None, **facts: Any) -> Snapshot:
    """A customer who is active at all hours, and one agent."""
    rules: dict[str, Any] = {"fit": FitPolicy(pillar_weights=(("time_overlap", 1.0),))}
    rules |= facts.pop("policy", {})
    return snapshot(
        cases=(case(activity_windows=ALL_DAY, zone=rules.get("zone")),),
        agents=(staff or agent(),),
        policy=policy(**rules),
        **facts,
    )


def overlap(facts: Snapshot, *reasons: Reason) -> tuple[int, int]:
    """Overlap in slots of a day as it is, and without what these reasons name."""
    one = np.zeros(1, dtype=np.int32)
    found = fit_facts(facts)
    lifted = would_be(facts, found, 0, 0, frozenset(reasons))
    before, after = (int(each.factors[0].at(one, one)[0]) for each in (found, lifted))
    return round(before * 288 / 1e6), round(after * 288 / 1e6)


def day_shift(**facts: Any) -> Shift:
    return shift("a1", **{"working_hours": (window("08:00", "16:00"),), **facts})


def night_shift(**facts: Any) -> Shift:
    return shift("a1", **{"working_hours": (window("20:00", "04:00"),), **facts})


def hours(count: float) -> int:
    """Slots of hours."""
    return round(count * 12)


def test_S14_the_absence_that_blocks_is_left_out() -> None:
    staff = agent(absences=(absence(ago(days=3), ahead(days=3)),))
    facts = pair(staff, policy={"shifts": (day_shift(),)})

    assert overlap(facts, Reason.OUT_OF_OFFICE) == (0, hours(8))


def test_S14_with_all_that_follow_on_it_and_no_other() -> None:
    """Away until noon, then until 13:00 with the team; and from 15:00 on his own."""
    noon, one, three = ahead(hours=2), ahead(hours=3), ahead(hours=5)
    staff = agent(absences=(absence(ago(days=3), noon), absence(three, ahead(hours=6))))
    group = team("t1", "a1", absences=(absence(noon, one),))
    facts = pair(staff, policy={"shifts": (day_shift(),), "teams": (group,)})

    # The grid goes from 10:00 to 10:00: 10-16 today, 8-10 tomorrow, without 15-16.
    assert overlap(facts, Reason.OUT_OF_OFFICE) == (hours(4), hours(7))


def test_S14_the_hours_that_block_are_left_out() -> None:
    facts = pair(policy={"shifts": (night_shift(),)})

    assert overlap(facts, Reason.OUTSIDE_ASSIGNMENT_HOURS) == (hours(8), hours(24))


def test_S14_breaks_stay_where_hours_are_left_out() -> None:
    facts = pair(policy={"shifts": (night_shift(breaks=(window("12:00", "13:00"),)),)})

    assert overlap(facts, Reason.OUTSIDE_WORKING_HOURS) == (hours(8), hours(23))


def test_S14_assignment_hours_are_no_part_of_the_overlap_and_change_nothing() -> None:
    """At work until 16:00, but new cases only until 09:00."""
    narrow = day_shift(assignment_hours=(window("08:00", "09:00"),))
    facts = pair(policy={"shifts": (narrow,)})

    assert overlap(facts, Reason.OUTSIDE_ASSIGNMENT_HOURS) == (hours(8), hours(8))


def test_S14_S6_predicted_hours_that_block_are_left_out_too() -> None:
    staff = agent(predicted_hours=(window("20:00", "04:00"),))

    assert overlap(pair(staff), Reason.OUTSIDE_ASSIGNMENT_HOURS) == (hours(8), hours(24))


def test_S14_the_break_that_lasts_now_is_left_out_and_no_other() -> None:
    breaks = (window("09:45", "10:15"), window("12:00", "13:00"))
    facts = pair(policy={"shifts": (day_shift(breaks=breaks),)})

    before, after = overlap(facts, Reason.ON_BREAK)

    # Today from 10:00 and tomorrow until 10:00: the break costs half an hour in all.
    assert (before, after) == (hours(6.5), hours(7))


@pytest.mark.parametrize("reason", sorted(set(Reason) - {12, 13, 14, 16}))
def test_S14_no_other_block_changes_the_overlap(reason: Reason) -> None:
    staff = agent(absences=(absence(ago(days=3), ahead(days=3)),))
    facts = pair(staff, policy={"shifts": (night_shift(),)})

    before, after = overlap(facts, reason)

    assert before == after


def test_S14_what_is_sent_is_left_alone() -> None:
    facts = pair(policy={"shifts": (night_shift(),)}, scores=(sent_fits({(0, 0): 0.5}),))
    found = fit_facts(facts)
    one = np.zeros(1, dtype=np.int32)

    lifted = would_be(facts, found, 0, 0, frozenset({Reason.OUTSIDE_WORKING_HOURS}))

    assert lifted.sent is not None
    assert lifted.sent.at(one, one).tolist() == [500_000]


def test_S14_pillars_of_others_stay_as_they_are() -> None:
    """A policy without time overlap: nothing can be left out of it."""
    rules = Policy(fit=FitPolicy(pillar_weights=(("bandwidth", 1.0),)), shifts=(night_shift(),))
    facts = snapshot(policy=rules)
    found = fit_facts(facts)

    assert would_be(facts, found, 0, 0, frozenset({Reason.OUTSIDE_WORKING_HOURS})) is found


def test_S14_the_moment_is_a_wednesday_morning() -> None:
    """Else the hours above mean something else."""
    assert datetime.fromisoformat("2026-03-04T10:00:00+00:00") == NOW
