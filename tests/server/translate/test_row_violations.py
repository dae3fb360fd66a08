"""What is wrong with cases, agents and accounts: each with its place and reason."""

import pytest

from server.errors import InvalidRequest
from server.translate.defaults import MOST_IDS
from server.violations import MOST_LISTED
from tests.server.translate.requests import (
    ABSENT,
    SMALL,
    edited,
    problems_of,
    small_request,
    translate,
    violations_of,
)

LATER = "2026-03-16T10:00:00.000001Z"
"""A microsecond after the snapshot."""
AFTER = "after the snapshot at 2026-03-16T10:00"

ROWS: list[tuple[str, dict[str, object], list[tuple[str, str]]]] = [
    # The request itself
    ("no UUID", {"request_id": "17"}, [("request_id", "BAD_FORMAT")]),
    (
        "a UUID in braces",
        {"request_id": "{00000000-0000-4000-8000-000000000001}"},
        [("request_id", "BAD_FORMAT")],
    ),
    # Cases
    ("a case without an id", {"cases.0.case_id": ABSENT}, [("cases[0].case_id", "REQUIRED")]),
    ("a case twice", {"cases.1.case_id": "c1"}, [("cases[1].case_id", "DUPLICATE")]),
    (
        "a case without its creation",
        {"cases.1.created_time": ABSENT},
        [("cases[1].created_time", "REQUIRED")],
    ),
    (
        "a case of the future",
        {"cases.1.created_time": LATER},
        [("cases[1].created_time", "CONTRADICTION")],
    ),
    (
        "an unknown account",
        {"cases.0.account_id": "a9"},
        [("cases[0].account_id", "UNKNOWN_ID")],
    ),
    (
        "an unknown priority",
        {"cases.0.priority": "P9"},
        [("cases[0].priority", "UNKNOWN_ID")],
    ),
    ("urgency over 100", {"cases.0.urgency": 101}, [("cases[0].urgency", "OUT_OF_RANGE")]),
    ("urgency below 0", {"cases.0.urgency": -1}, [("cases[0].urgency", "OUT_OF_RANGE")]),
    ("urgency NaN", {"cases.0.urgency": "NaN"}, [("cases[0].urgency", "NOT_FINITE")]),
    (
        "a bonus over 100",
        {"cases.0.escalation_bonus": 101},
        [("cases[0].escalation_bonus", "OUT_OF_RANGE")],
    ),
    (
        "a lifetime value that is no number",
        {"cases.0.lifetime_value": "NaN", "accounts.0.lifetime_value": 1e16},
        [("cases[0].lifetime_value", "NOT_FINITE"), ("accounts[0].lifetime_value", "OUT_OF_RANGE")],
    ),
    ("effort 0", {"cases.0.effort": 0}, [("cases[0].effort", "OUT_OF_RANGE")]),
    ("effort infinite", {"cases.0.effort": "Infinity"}, [("cases[0].effort", "NOT_FINITE")]),
    ("effort huge", {"cases.0.effort": 1e9}, [("cases[0].effort", "OUT_OF_RANGE")]),
    ("a bad zone", {"cases.0.time_zone": "Vienna"}, [("cases[0].time_zone", "UNKNOWN_ZONE")]),
    ("a folder", {"cases.0.time_zone": "Europe"}, [("cases[0].time_zone", "UNKNOWN_ZONE")]),
    ("a path", {"cases.0.time_zone": "../UTC"}, [("cases[0].time_zone", "UNKNOWN_ZONE")]),
    (
        "a zone of this machine",
        {"cases.0.time_zone": "localtime"},
        [("cases[0].time_zone", "UNKNOWN_ZONE")],
    ),
    (
        "windows without any zone",
        {"cases.0.time_zone": ABSENT, "cases.0.account_id": ABSENT},
        [("cases[0].time_zone", "REQUIRED")],
    ),
    (
        "windows, and an account without a zone",
        {"cases.0.time_zone": ABSENT, "cases.0.account_id": "a2"},
        [("cases[0].time_zone", "REQUIRED")],
    ),
    ("windows and the zone of the account", {"cases.0.time_zone": ABSENT}, []),
    (
        "an owner who is not here",
        {"cases.0.owner_agent_id": "g9"},
        [("cases[0].owner_agent_id", "UNKNOWN_ID")],
    ),
    ("a lock without an owner", {"cases.1.lock": True}, [("cases[1].lock", "CONTRADICTION")]),
    ("a lock", {"cases.0.lock": True}, []),
    (
        "designated agents who are not here",
        {"cases.0.designated_agent_id": "g9", "accounts.0.designated_agent_id": "g9"},
        [],
    ),
    (
        "an owned case that somebody holds",
        {"agents.0.active_cases.1": {"case_id": "c1"}},
        [("agents[0].active_cases[1].case_id", "CONTRADICTION")],
    ),
    # Requirements
    (
        "requirements of no kind",
        {
            "cases.0.requirements": [
                {"name": "x", "min_level": 0, "widen_after": "-1s"},
                {"kind": "KIND_SKILL", "name": "x", "value": "y"},
                {"kind": "KIND_ATTRIBUTE", "value": "y"},
            ]
        },
        [
            ("cases[0].requirements[0].kind", "REQUIRED"),
            ("cases[0].requirements[0].min_level", "OUT_OF_RANGE"),
            ("cases[0].requirements[0].widen_after", "OUT_OF_RANGE"),
            ("cases[0].requirements[1].value", "CONTRADICTION"),
            ("cases[0].requirements[2].name", "REQUIRED"),
        ],
    ),
    (
        "a requirement twice",
        {"cases.0.requirements.1": {"kind": 2, "name": "language", "value": "de", "min_level": 2}},
        [("cases[0].requirements[1].name", "DUPLICATE")],
    ),
    # Windows
    (
        "a window without days",
        {"cases.0.activity_windows.0.days": []},
        [("cases[0].activity_windows[0].days", "REQUIRED")],
    ),
    (
        "a day twice",
        {"cases.0.activity_windows.0.days": ["DAY_MONDAY", "DAY_MONDAY"]},
        [("cases[0].activity_windows[0].days[1]", "DUPLICATE")],
    ),
    (
        "no day, and an eighth day",
        {"cases.0.activity_windows.0.days": [0, 8]},
        [
            ("cases[0].activity_windows[0].days[0]", "UNKNOWN_VALUE"),
            ("cases[0].activity_windows[0].days[1]", "UNKNOWN_VALUE"),
        ],
    ),
    (
        "an empty window",
        {"cases.0.activity_windows.0.end": "08:00"},
        [("cases[0].activity_windows[0].end", "CONTRADICTION")],
    ),
    (
        "midnight to midnight",
        {"cases.0.activity_windows.0": {"days": [1], "start": "00:00", "end": "00:00"}},
        [("cases[0].activity_windows[0].end", "CONTRADICTION")],
    ),
    (
        "times of another form",
        {"cases.0.activity_windows.0": {"days": [1], "start": "8:00", "end": "24:30"}},
        [
            ("cases[0].activity_windows[0].start", "BAD_FORMAT"),
            ("cases[0].activity_windows[0].end", "BAD_FORMAT"),
        ],
    ),
    (
        "a start at 24:00",
        {"cases.0.activity_windows.0.start": "24:00"},
        [("cases[0].activity_windows[0].start", "BAD_FORMAT")],
    ),
    (
        "no times",
        {"cases.0.activity_windows.1": {"days": ["DAY_MONDAY"]}},
        [
            ("cases[0].activity_windows[1].start", "REQUIRED"),
            ("cases[0].activity_windows[1].end", "REQUIRED"),
        ],
    ),
    (
        "windows that overlap",
        {"cases.0.activity_windows.1": {"days": [1], "start": "08:00", "end": "12:00"}},
        [],
    ),
    # Agents
    ("an agent without an id", {"agents.2.agent_id": ABSENT}, [("agents[2].agent_id", "REQUIRED")]),
    ("an agent twice", {"agents.2.agent_id": "g1"}, [("agents[2].agent_id", "DUPLICATE")]),
    ("no capacity", {"agents.0.capacity": 0}, [("agents[0].capacity", "OUT_OF_RANGE")]),
    ("capacity NaN", {"agents.0.capacity": "NaN"}, [("agents[0].capacity", "NOT_FINITE")]),
    (
        "negative limits",
        {
            "agents.0.limits.backlog": -1,
            "agents.0.limits.per_cycle": -1,
            "agents.0.limits.hourly": {"count": -1, "window": "0s"},
        },
        [
            ("agents[0].limits.backlog", "OUT_OF_RANGE"),
            ("agents[0].limits.hourly.count", "OUT_OF_RANGE"),
            ("agents[0].limits.hourly.window", "OUT_OF_RANGE"),
            ("agents[0].limits.per_cycle", "OUT_OF_RANGE"),
        ],
    ),
    (
        "an hourly limit without a count",
        {"agents.0.limits.hourly.count": ABSENT},
        [("agents[0].limits.hourly.count", "REQUIRED")],
    ),
    (
        "cases and their count",
        {"agents.0.active_count": 1, "agents.0.active_load": 1},
        [("agents[0].active_count", "CONTRADICTION")],
    ),
    (
        "cases and their load",
        {"agents.0.active_load": 0},
        [("agents[0].active_load", "CONTRADICTION")],
    ),
    ("a count alone", {"agents.1.active_load": ABSENT}, [("agents[1].active_load", "REQUIRED")]),
    ("a load alone", {"agents.1.active_count": ABSENT}, [("agents[1].active_count", "REQUIRED")]),
    (
        "a negative backlog",
        {"agents.1.active_count": -1, "agents.1.active_load": -1},
        [("agents[1].active_count", "OUT_OF_RANGE"), ("agents[1].active_load", "OUT_OF_RANGE")],
    ),
    (
        "a case of the batch that is held",
        {"agents.0.active_cases.0.case_id": "c2"},
        [("agents[0].active_cases[0].case_id", "CONTRADICTION")],
    ),
    (
        "a held case twice",
        {"agents.0.active_cases.1": {"case_id": "h1"}},
        [("agents[0].active_cases[1].case_id", "DUPLICATE")],
    ),
    (
        "a held case of no kind",
        {
            "agents.0.active_cases.0": {"priority": "P9", "effort": -1, "source": 9},
        },
        [
            ("agents[0].active_cases[0].case_id", "REQUIRED"),
            ("agents[0].active_cases[0].priority", "UNKNOWN_ID"),
            ("agents[0].active_cases[0].effort", "OUT_OF_RANGE"),
            ("agents[0].active_cases[0].source", "UNKNOWN_VALUE"),
        ],
    ),
    (
        "an assignment of the future",
        {
            "agents.0.recent_assignments.0.time": LATER,
            "agents.0.recent_assignments.0.came_back_time": LATER,
        },
        [
            ("agents[0].recent_assignments[0].time", "CONTRADICTION"),
            ("agents[0].recent_assignments[0].came_back_time", "CONTRADICTION"),
        ],
    ),
    (
        "an assignment of nothing",
        {"agents.0.recent_assignments.0": {"source": 9, "came_back": 9}},
        [
            ("agents[0].recent_assignments[0].case_id", "REQUIRED"),
            ("agents[0].recent_assignments[0].time", "REQUIRED"),
            ("agents[0].recent_assignments[0].source", "UNKNOWN_VALUE"),
            ("agents[0].recent_assignments[0].came_back", "UNKNOWN_VALUE"),
        ],
    ),
    (
        "back before it went",
        {"agents.0.recent_assignments.0.came_back_time": "2026-03-16T08:59:59Z"},
        [("agents[0].recent_assignments[0].came_back_time", "CONTRADICTION")],
    ),
    (
        "a time of coming back alone",
        {"agents.0.recent_assignments.0.came_back": ABSENT},
        [("agents[0].recent_assignments[0].came_back_time", "CONTRADICTION")],
    ),
    (
        "an absence without a start",
        {"agents.0.absences.0.start_time": ABSENT},
        [("agents[0].absences[0].start_time", "REQUIRED")],
    ),
    (
        "an absence that ends as it starts",
        {"agents.0.absences.0.end_time": "2026-03-10T00:00:00Z"},
        [("agents[0].absences[0].end_time", "CONTRADICTION")],
    ),
    (
        "predicted hours without a zone",
        {"agents.0.time_zone": ABSENT},
        [("agents[0].time_zone", "REQUIRED")],
    ),
    (
        "predicted hours in no zone",
        {"agents.0.time_zone": "Mars"},
        [("agents[0].time_zone", "UNKNOWN_ZONE")],
    ),
    ("a zone without predicted hours", {"agents.0.predicted_windows": []}, []),
    (
        "an empty predicted window",
        {"agents.0.predicted_windows.0.end": "10:00"},
        [("agents[0].predicted_windows[0].end", "CONTRADICTION")],
    ),
    (
        "skills of no name, twice, and of no level",
        {"agents.0.skills": [{}, {"name": "vpn"}, {"name": "vpn", "level": 0}]},
        [
            ("agents[0].skills[0].name", "REQUIRED"),
            ("agents[0].skills[2].name", "DUPLICATE"),
            ("agents[0].skills[2].level", "OUT_OF_RANGE"),
        ],
    ),
    (
        "attributes of no name, twice, and of no value",
        {
            "agents.0.attributes": [
                {"truth": True},
                {"name": "site"},
                {"name": "site", "number": "NaN"},
                {"name": "since", "moment": "2026-03-04T10:00:00Z"},
            ]
        },
        [
            ("agents[0].attributes[0].name", "REQUIRED"),
            ("agents[0].attributes[2].name", "DUPLICATE"),
            ("agents[0].attributes[2].number", "NOT_FINITE"),
        ],
    ),
    # Accounts
    (
        "an account without an id",
        {"accounts.1.account_id": ABSENT},
        [("accounts[1].account_id", "REQUIRED")],
    ),
    (
        "an account twice",
        {"accounts.1.account_id": "a1"},
        [("accounts[1].account_id", "DUPLICATE")],
    ),
    (
        "an account's windows without a zone",
        {"accounts.0.time_zone": ABSENT},
        [("accounts[0].time_zone", "REQUIRED")],
    ),
    (
        "an account's bad zone",
        {"accounts.0.time_zone": "CEST"},
        [("accounts[0].time_zone", "UNKNOWN_ZONE")],
    ),
    # Options
    (
        "unknown numbers",
        {
            "mode": 9,
            "row_errors": 9,
            "options": {"engine": 99, "explanation_depth": 9, "time_limit": "0s"},
        },
        [
            ("mode", "UNKNOWN_VALUE"),
            ("row_errors", "UNKNOWN_VALUE"),
            ("options.engine", "UNKNOWN_VALUE"),
            ("options.time_limit", "OUT_OF_RANGE"),
            ("options.explanation_depth", "UNKNOWN_VALUE"),
        ],
    ),
    (
        "a negative time limit",
        {"options.time_limit": "-1s"},
        [("options.time_limit", "OUT_OF_RANGE")],
    ),
]


@pytest.mark.parametrize(
    ("edits", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_problem_is_told_with_its_place(
    edits: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    """Each line of ROWS has exactly these violations; an empty list is a right request."""
    assert problems_of(edited(edits)) == expected


def test_all_problems_come_at_once_in_the_order_of_the_request() -> None:
    """Whoever mends a request mends it once."""
    request = edited(
        {
            "scores.1.sparse.values": [7],
            "options.time_limit": "-1s",
            "policy.shifts.0.time_zone": "Mars",
            "accounts.0.time_zone": "Mars",
            "agents.0.capacity": -1,
            "cases.1.created_time": ABSENT,
            "cases.0.urgency": 500,
            "request_id": "x",
        }
    )

    assert [path for path, _ in problems_of(request)] == [
        "request_id",
        "cases[0].urgency",
        "cases[1].created_time",
        "agents[0].capacity",
        "accounts[0].time_zone",
        "policy.shifts[0].time_zone",
        "scores[1].sparse.values[0]",
        "options.time_limit",
    ]


@pytest.mark.parametrize("rows", ["cases", "agents"])
def test_a_request_without_rows_is_empty(rows: str) -> None:
    """There is nothing to decide without cases, and nobody to take them without agents."""
    request = small_request()
    request.ClearField(rows)  # type: ignore[arg-type]

    assert problems_of(request) == [(rows, "EMPTY")]


@pytest.mark.parametrize(
    ("seconds", "nanos", "right"),
    [
        pytest.param(-62_135_596_800, 0, True, id="the first moment"),
        pytest.param(-62_135_596_801, 0, False, id="before the first moment"),
        pytest.param(253_402_300_800, 0, False, id="after the last moment"),
        pytest.param(0, -1, False, id="negative nanoseconds"),
        pytest.param(0, 1_000_000_000, False, id="a second of nanoseconds"),
        pytest.param(2**63 - 1, 0, False, id="the largest number"),
    ],
)
def test_timestamps_have_a_range(seconds: int, nanos: int, right: bool) -> None:
    """A Timestamp lies in the years 1 to 9999."""
    request = small_request()
    request.cases[0].created_time.seconds = seconds
    request.cases[0].created_time.nanos = nanos

    expected = [] if right else [("cases[0].created_time", "OUT_OF_RANGE")]

    assert problems_of(request) == expected


@pytest.mark.parametrize("seconds", [-1, 253_402_300_799], ids=["1969", "9999"])
def test_a_snapshot_lies_in_a_time_in_which_windows_have_room(seconds: int) -> None:
    """A clock that was never set is told, rather than that everything lies in its future."""
    request = small_request()
    request.snapshot_time.seconds = seconds

    assert problems_of(request)[0] == ("snapshot_time", "OUT_OF_RANGE")


@pytest.mark.parametrize(
    ("seconds", "nanos"),
    [(1, -1), (315_576_000_001, 0), (0, 999), (2**63 - 1, 0), (3_155_760_001, 0)],
    ids=["mixed signs", "too long", "below a microsecond", "the largest number", "over a century"],
)
def test_durations_have_a_range(seconds: int, nanos: int) -> None:
    """A window is above 0 and at most 100 years."""
    request = small_request()
    request.options.time_limit.seconds = seconds
    request.options.time_limit.nanos = nanos

    assert problems_of(request) == [("options.time_limit", "OUT_OF_RANGE")]


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        pytest.param({"cases.0.priority": "P11"}, "Maybe you meant 'P1'", id="a near name"),
        pytest.param({"cases.0.time_zone": "europe/vienna"}, "'Europe/Vienna'", id="a zone's case"),
        pytest.param({"cases.0.time_zone": "Tokyo"}, "'Asia/Tokyo'", id="a city alone"),
        pytest.param({"cases.1.case_id": "c1"}, "at cases[0].case_id", id="the first place"),
        pytest.param({"cases.1.created_time": LATER}, AFTER, id="both moments"),
        pytest.param({"options.engine": 99}, "99 is no Engine", id="the number"),
    ],
)
def test_a_message_names_the_value_and_a_way_out(edits: dict[str, object], words: str) -> None:
    """Messages name the thing and its value, then say Maybe."""
    (violation,) = violations_of(edited(edits))

    assert words in violation.message
    assert "Maybe " in violation.message


def test_the_list_of_problems_is_bounded() -> None:
    """The error of 1,005 bad cases lists 1,000 and counts the rest."""
    request = small_request()
    for _ in range(MOST_LISTED + 4):
        request.cases.add(case_id="c1").created_time.seconds = 1

    with pytest.raises(InvalidRequest) as caught:
        translate(request)

    assert len(caught.value.violations) == MOST_LISTED
    assert caught.value.rest == 4


def test_long_values_are_cut() -> None:
    """A megabyte in a wrong field does not come back as a megabyte."""
    (violation,) = violations_of(edited({"cases.0.priority": "x" * 1_000_000}))

    assert len(violation.value) < 100
    assert len(violation.message) < 300


def test_defaults_that_stood_in_are_told_by_group() -> None:
    """Missing facts are counted by kind, and the first ten rows named."""
    request = edited({"cases.0.category": "outage"}, SMALL)
    for number in range(20):
        request.cases.add(case_id=f"d{number:02d}", priority="P1").created_time.seconds = 1
    request.cases.add(case_id="e", priority="P1", urgency=7).created_time.seconds = 1
    request.agents[0].active_cases.add(case_id="held")

    told = {default.subject: default for default in translate(request).defaults}

    assert {subject: default.row_count for subject, default in told.items()} == {
        "cases.priority": 1,
        "cases.tier": 21,
        "cases.category": 20,
        "cases.lifetime_value": 21,
        "cases.last_contact": 21,
        "agents.active_cases.priority": 1,
    }
    assert told["cases.tier"].row_ids == ("c1", *(f"d{at:02d}" for at in range(MOST_IDS - 1)))
    assert told["cases.tier"].notice.row_count == 21
    assert told["agents.active_cases.priority"].row_ids == ("g1",)


def test_U2_what_the_account_knows_is_not_missing() -> None:
    """Nor is anything where the urgency is sent; names that the policy lacks are."""
    request = edited(
        {"accounts": [{"account_id": "k", "tier": "Basic", "lifetime_value": 0}]}, SMALL
    )
    request.accounts[0].last_contact_time.seconds = 1
    request.cases[0].account_id = "k"
    request.cases[0].priority = "P1"
    request.cases[0].category = "Outage"

    assert [default.subject for default in translate(request).defaults] == ["cases.category"]
    request.cases[0].urgency = 1
    assert translate(request).defaults == ()
