"""Which incidents become cases, and what is known of them."""

import pytest

from tests.server.importing.logs import Row, event, imported, moment

HELD = event("INC1", "9/3/2016 09:00", assigned_to="Resolver 1")


def waiting(count: int) -> list[Row]:
    """So many incidents that nobody holds, opened long ago."""
    return [event(f"OLD{place:03d}", "1/3/2016 09:00") for place in range(count)]


def fresh(number: str, **columns: str) -> Row:
    """An incident of the last 24 hours that somebody holds."""
    return event(number, "10/3/2016 09:00", assigned_to="Resolver 1", **columns)


def test_an_open_incident_that_nobody_holds_is_a_case() -> None:
    found = imported([HELD, *waiting(50)])

    assert found.case_ids == [f"OLD{place:03d}" for place in range(50)]
    assert found.summary.counts.cases_counted_as_unassigned == 0


@pytest.mark.parametrize("state", ["Resolved", "Closed"])
def test_an_incident_that_is_over_is_no_case(state: str) -> None:
    over = event("INC2", "9/3/2016 09:00", incident_state=state)

    assert "INC2" not in imported([HELD, over, *waiting(50)]).case_ids


def test_a_reopened_incident_is_a_case_again() -> None:
    over = event("INC2", "9/3/2016 09:00", incident_state="Resolved")
    again = event("INC2", "9/3/2016 10:00", incident_state="Active")

    assert "INC2" in imported([HELD, over, again, *waiting(50)]).case_ids


def test_below_fifty_the_open_ones_of_the_last_day_count_as_unassigned() -> None:
    found = imported([HELD, fresh("NEW1"), *waiting(49)])

    assert "NEW1" in found.case_ids
    assert found.summary.counts.cases_counted_as_unassigned == 1
    assert any("1 open ones of the last 24 hours" in text for text in found.summary.assumptions)


def test_at_fifty_they_do_not() -> None:
    assert "NEW1" not in imported([HELD, fresh("NEW1"), *waiting(50)]).case_ids


@pytest.mark.parametrize(
    ("opened", "counts"),
    [("9/3/2016 12:00", False), ("9/3/2016 12:01", True)],
    ids=["24 hours old", "a minute younger"],
)
def test_the_last_day_is_half_open(opened: str, counts: bool) -> None:
    found = imported([HELD, fresh("NEW1", opened_at=opened), *waiting(3)])

    assert ("NEW1" in found.case_ids) is counts


def test_a_resolved_incident_of_the_last_day_does_not_count() -> None:
    assert (
        "NEW1"
        not in imported([HELD, fresh("NEW1", incident_state="Resolved"), *waiting(3)]).case_ids
    )


def test_who_held_a_counted_incident_is_forgotten() -> None:
    (agent,) = imported([HELD, fresh("NEW1"), *waiting(3)]).request.agents

    assert [case.case_id for case in agent.active_cases] == ["INC1"]
    assert not agent.recent_assignments


def test_an_incident_opened_later_than_its_own_event_waits_until_then() -> None:
    early = event("INC2", "9/3/2016 09:00", opened_at="11/3/2016 09:00")

    assert "INC2" not in imported([HELD, early, *waiting(3)]).case_ids


def test_a_case_carries_queue_account_age_priority_and_urgency() -> None:
    (case,) = imported(
        [HELD, event("INC2", "9/3/2016 10:30", priority="1 - Critical")]
    ).request.cases

    assert (case.case_id, case.queue_id, case.account_id) == ("INC2", "Group 1", "Caller 1")
    assert (case.priority, case.urgency) == ("P1", 60)
    assert case.created_time.ToDatetime(moment("2016-03-09").tzinfo) == moment("2016-03-09 10:30")


@pytest.mark.parametrize(
    ("urgency", "impact", "points"),
    [("1 - High", "1 - High", 100), ("1 - High", "2 - Medium", 85), ("3 - Low", "3 - Low", 20)],
)
def test_urgency_is_the_sum_of_points(urgency: str, impact: str, points: float) -> None:
    row = event("INC2", "9/3/2016 10:30", urgency=urgency, impact=impact)

    assert imported([HELD, row]).request.cases[0].urgency == points


@pytest.mark.parametrize("column", ["urgency", "impact"])
def test_a_missing_half_of_the_urgency_leaves_it_unset(column: str) -> None:
    found = imported([HELD, event("INC2", "9/3/2016 10:30", **{column: "?"})])

    assert not found.request.cases[0].HasField("urgency")
    assert found.summary.counts.cases_without_urgency == 1


def test_missing_values_keep_what_was_known() -> None:
    known = event("INC2", "9/3/2016 10:30", priority="2 - High")
    unsaid = event("INC2", "9/3/2016 11:30", priority="?", assignment_group="?", caller_id="?")

    found = imported([HELD, known, unsaid])

    case = found.request.cases[0]
    assert (case.queue_id, case.account_id, case.priority) == ("Group 1", "Caller 1", "P2")
    assert found.summary.counts.cases_with_old_group == 1


def test_facts_that_were_never_known_stay_unset_and_are_counted() -> None:
    unsaid = {"assignment_group": "?", "caller_id": "?", "priority": "?", "opened_at": "?"}
    found = imported([HELD, event("INC2", "9/3/2016 10:30", **unsaid)])

    case = found.request.cases[0]
    assert (case.queue_id, case.account_id, case.priority) == ("", "", "")
    assert case.created_time.ToDatetime(moment("2016-03-09").tzinfo) == moment("2016-03-09 10:30")
    assert found.summary.counts.cases_without_group == 1
    assert "never in a group" in found.summary.warnings[0]


def test_a_value_that_the_mapping_does_not_know_is_told() -> None:
    found = imported([HELD, event("INC2", "9/3/2016 10:30", priority="0 - Doom")])

    assert found.request.cases[0].priority == ""
    assert any("'0 - Doom'" in warning for warning in found.summary.warnings)


def test_a_case_in_a_group_that_nobody_served_is_told() -> None:
    found = imported([HELD, event("INC2", "9/3/2016 10:30", assignment_group="Group 9")])

    assert found.request.cases[0].queue_id == "Group 9"
    assert found.summary.counts.cases_without_agents == 1
    assert any("nobody was an assignee yet" in warning for warning in found.summary.warnings)
