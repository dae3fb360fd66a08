"""Assignments that people changed by hand, from the requests that tell of them (Q10)."""

import pytest

from server.errors import ReportError
from server.reports.by_hand import changed
from server.reports.found import Found
from server.reports.ranking import ranked
from server.reports.record import Record
from tests.answers.asking import Row, agent, agents, case, lately, queue, request
from tests.server.reports.recorded import recorded, rows

MANUAL = "ASSIGNMENT_SOURCE_MANUAL"
FIRST = request([case("c1", "q"), case("c2", "lost")], agents("ann bob"), [queue("q", "ann")])
"""Ann gets c1; c2 waits."""


def later(*staff: Row, now: str = "2026-03-04T11:00:00Z") -> Record:
    """A cycle an hour later, with another case."""
    return recorded(request([case("c9", "q")], list(staff), [queue("q", "ann")], now=now))


def by_hand(case_id: str, time: str = "2026-03-04T10:30:00Z", **facts: str) -> Row:
    """A hand assignment of the past."""
    return lately(time, source=MANUAL) | {"caseId": case_id} | facts


def hands(*records: Record) -> list[tuple[str, str, str, str]]:
    """(case, old owner, new owner, what was decided)."""
    return [_told(found) for found in changed(list(records))]


def _told(found: Found) -> tuple[str, str, str, str]:
    return found.case.case_id, found.old_owner, found.new_owner, found.why


def test_Q10_a_case_that_a_person_gave_to_somebody_else_was_changed_by_hand() -> None:
    after = later(agent("ann"), agent("bob", recentAssignments=[by_hand("c1")]))

    assert hands(recorded(FIRST), after) == [("c1", "ann", "bob", "ASSIGNED")]


def test_Q10_a_case_that_waited_and_was_given_by_hand_counts_too() -> None:
    after = later(agent("ann"), agent("bob", recentAssignments=[by_hand("c2")]))

    assert hands(recorded(FIRST), after) == [("c2", "", "bob", "NO_QUEUE_MATCH")]


def test_Q10_a_case_that_somebody_holds_by_hand_counts_once_however_often_it_is_told() -> None:
    """In two requests, once with the time and once without."""
    held = agent("bob", activeCases=[{"caseId": "c1", "source": MANUAL}])
    both = held | {"recentAssignments": [by_hand("c1")]}
    records = [
        recorded(FIRST),
        later(agent("ann"), both),
        later(agent("ann"), held, now="2026-03-04T12:00:00Z"),
    ]

    assert hands(*records) == [("c1", "ann", "bob", "ASSIGNED")]


@pytest.mark.parametrize(
    "staff",
    [
        pytest.param([agent("ann", recentAssignments=[by_hand("c1")]), agent("bob")], id="agrees"),
        pytest.param(
            [agent("ann"), agent("bob", recentAssignments=[lately("2026-03-04T10:30:00Z")])],
            id="another source",
        ),
        pytest.param(
            [
                agent("ann"),
                agent("bob", recentAssignments=[by_hand("c1", "2026-03-04T09:30:00Z")]),
            ],
            id="before the decision",
        ),
        pytest.param(
            [agent("ann"), agent("bob", recentAssignments=[by_hand("x")])], id="never decided"
        ),
    ],
)
def test_Q10_no_change_by_hand(staff: list[Row]) -> None:
    assert hands(recorded(FIRST), later(*staff)) == []


def test_Q10_changes_are_ranked_by_old_and_new_owner() -> None:
    first = request([case("c1", "q"), case("c2", "q")], agents("ann bob"), [queue("q", "ann")])
    moved = [by_hand("c1"), by_hand("c2")]
    records = [recorded(first), later(agent("ann"), agent("bob", recentAssignments=moved))]
    report = ranked("manual", records, list(changed(records)), 10)

    assert [(row.value, row.count) for row in rows(report, "old_owner")] == [("ann", 2)]
    assert [(row.value, row.count) for row in rows(report, "new_owner")] == [("bob", 2)]


def test_Q10_one_request_alone_tells_of_no_change() -> None:
    with pytest.raises(ReportError, match="later cycle"):
        list(changed([recorded(FIRST)]))
