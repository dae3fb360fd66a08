"""What is wrong with a policy: each with its place and reason."""

import pytest
from google.protobuf import json_format

from allotment.v1.policy_pb2 import Policy
from allotment.v1.queue_pb2 import Queue
from server.errors import InvalidRequest, NotHonoured
from server.translate.chains import MOST_CIRCLES
from server.translate.policy import check_policy
from tests.server.translate.requests import ABSENT, FULL, edited, problems_of, violations_of

ROWS: list[tuple[str, dict[str, object], list[tuple[str, str]]]] = [
    ("a bad zone", {"time_zone": "Wien"}, [("time_zone", "UNKNOWN_ZONE")]),
    # Priority levels
    (
        "a level twice, and one without a name",
        {"priority_levels.2": {"name": "P1", "weight": 1}, "priority_levels.3": {"weight": 1}},
        [("priority_levels[2].name", "DUPLICATE"), ("priority_levels[3].name", "REQUIRED")],
    ),
    (
        "a level without a weight",
        {"priority_levels.0.weight": ABSENT},
        [("priority_levels[0].weight", "OUT_OF_RANGE")],
    ),
    (
        "an infinite weight",
        {"priority_levels.0.weight": "Infinity"},
        [("priority_levels[0].weight", "NOT_FINITE")],
    ),
    # Teams
    (
        "a team twice",
        {"teams.1.team_id": "t1", "queues.0.buckets": []},
        [("teams[1].team_id", "DUPLICATE")],
    ),
    (
        "a team's negative limit",
        {"teams.0.limits.hourly.count": -1},
        [("teams[0].limits.hourly.count", "OUT_OF_RANGE")],
    ),
    (
        "a team's absence",
        {"teams.0.absences.0.end_time": "2026-03-01T00:00:00Z"},
        [("teams[0].absences[0].end_time", "CONTRADICTION")],
    ),
    # Holiday calendars
    (
        "a calendar twice",
        {"holiday_calendars.1.holiday_calendar_id": "h1"},
        [("holiday_calendars[1].holiday_calendar_id", "DUPLICATE")],
    ),
    (
        "dates of another form",
        {"holiday_calendars.0.dates": ["2026-02-30", "20260101", "2026-W01-1", "1.5.2026"]},
        [(f"holiday_calendars[0].dates[{place}]", "BAD_FORMAT") for place in range(4)],
    ),
    (
        "a date twice",
        {"holiday_calendars.0.dates": ["2026-05-01", "2026-05-01"]},
        [("holiday_calendars[0].dates[1]", "DUPLICATE")],
    ),
    # Shifts
    ("a shift without an id", {"shifts.0.shift_id": ABSENT}, [("shifts[0].shift_id", "REQUIRED")]),
    (
        "a shift twice",
        {"shifts.1": FULL["policy"]["shifts"][0]},
        [("shifts[1].shift_id", "DUPLICATE")],
    ),
    (
        "a shift without a zone",
        {"shifts.0.time_zone": ABSENT},
        [("shifts[0].time_zone", "REQUIRED")],
    ),
    (
        "a shift in no zone",
        {"shifts.0.time_zone": "Mars"},
        [("shifts[0].time_zone", "UNKNOWN_ZONE")],
    ),
    (
        "a shift without hours",
        {"shifts.0.assignment_hours": [], "shifts.0.working_hours": []},
        [("shifts[0].working_hours", "REQUIRED")],
    ),
    (
        "an empty window in a shift",
        {"shifts.0.working_hours.0.end": "08:00"},
        [("shifts[0].working_hours[0].end", "CONTRADICTION")],
    ),
    (
        "a break without an end",
        {"shifts.0.breaks.0.end": ABSENT},
        [("shifts[0].breaks[0].end", "REQUIRED")],
    ),
    ("an unknown team", {"shifts.0.team_ids.1": "t9"}, [("shifts[0].team_ids[1]", "UNKNOWN_ID")]),
    (
        "an unknown calendar",
        {"shifts.0.holiday_calendar_id": "h9"},
        [("shifts[0].holiday_calendar_id", "UNKNOWN_ID")],
    ),
    # Queues
    ("a queue twice", {"queues.1.queue_id": "q1"}, [("queues[1].queue_id", "DUPLICATE")]),
    ("a queue without an id", {"queues.1.queue_id": ""}, [("queues[1].queue_id", "REQUIRED")]),
    (
        "an unknown team in a bucket",
        {"queues.0.buckets.1.team_ids": ["t9"]},
        [("queues[0].buckets[1].team_ids[0]", "UNKNOWN_ID")],
    ),
    ("an agent in two buckets", {"queues.0.buckets.1.agent_ids": ["g1", "g1"]}, []),
    ("an agent who is not here", {"queues.0.buckets.1.agent_ids": ["nobody"]}, []),
    (
        "unknown numbers in a queue",
        {"queues.1.when": 9, "queues.1.hours": 9, "queues.1.round_robin": {"mode": 9}},
        [
            ("queues[1].when", "UNKNOWN_VALUE"),
            ("queues[1].hours", "UNKNOWN_VALUE"),
            ("queues[1].round_robin.mode", "UNKNOWN_VALUE"),
        ],
    ),
    ("a queue's bad zone", {"queues.0.time_zone": "x"}, [("queues[0].time_zone", "UNKNOWN_ZONE")]),
    (
        "a daily limit without a count",
        {"queues.1.daily_limit": {"period": 9}},
        [
            ("queues[1].daily_limit.count", "REQUIRED"),
            ("queues[1].daily_limit.period", "UNKNOWN_VALUE"),
        ],
    ),
    (
        "a negative daily limit",
        {"queues.0.daily_limit.count": -1},
        [("queues[0].daily_limit.count", "OUT_OF_RANGE")],
    ),
    (
        "weights of a queue that are all 0",
        {"queues.0.pillar_weights.0.weight": 0},
        [("queues[0].pillar_weights", "OUT_OF_RANGE")],
    ),
    # Chains
    (
        "unknown fallbacks, and one twice",
        {"queues.0.fallback_queue_ids": ["q9", "q2", "q2"]},
        [
            ("queues[0].fallback_queue_ids[0]", "UNKNOWN_ID"),
            ("queues[0].fallback_queue_ids[2]", "DUPLICATE"),
        ],
    ),
    (
        "a queue as its own fallback",
        {"queues.0.fallback_queue_ids": ["q2", "q1"]},
        [("queues[0].fallback_queue_ids[1]", "CONTRADICTION")],
    ),
    (
        "two circles",
        {
            "queues.0.fallback_queue_ids": ["q2", "q3"],
            "queues.1.fallback_queue_ids": ["q1"],
            "queues.2.fallback_queue_ids": ["q1"],
        },
        [
            ("queues[1].fallback_queue_ids[0]", "CONTRADICTION"),
            ("queues[2].fallback_queue_ids[0]", "CONTRADICTION"),
        ],
    ),
    (
        "a tier that two ways lead to",
        {
            "queues.0.fallback_queue_ids": ["q2", "q3"],
            "queues.1.fallback_queue_ids": ["q3"],
        },
        [],
    ),
    (
        "an unknown catch-all",
        {"catch_all_queue_id": "q9"},
        [("catch_all_queue_id", "UNKNOWN_ID")],
    ),
    ("a catch-all inside a chain", {"catch_all_queue_id": "q3"}, []),
    # Switches
    (
        "a least fit as a percentage",
        {"queues.0.min_fit": 50, "queues.0.min_fit_wait": "-1s"},
        [("queues[0].min_fit", "OUT_OF_RANGE"), ("queues[0].min_fit_wait", "OUT_OF_RANGE")],
    ),
    (
        "a least fit that is none",
        {"queues.0.min_fit": "NaN"},
        [("queues[0].min_fit", "NOT_FINITE")],
    ),
    ("a least fit of everything", {"queues.0.min_fit": 1, "queues.0.min_fit_wait": "0s"}, []),
    (
        "turns in no windows",
        {"queues.0.round_robin.windows": []},
        [("queues[0].round_robin.windows", "REQUIRED")],
    ),
    (
        "windows beside turns at all times",
        {"queues.0.round_robin.mode": "MODE_ALWAYS"},
        [("queues[0].round_robin.windows", "CONTRADICTION")],
    ),
    (
        "windows of nothing",
        {"queues.0.round_robin.mode": ABSENT},
        [("queues[0].round_robin.windows", "CONTRADICTION")],
    ),
    (
        "a bad window of turns",
        {"queues.0.round_robin.windows.0.end": "25:00"},
        [("queues[0].round_robin.windows[0].end", "BAD_FORMAT")],
    ),
    (
        "requirements of nothing",
        {"queues.0.requirements": [{}, {"kind": 9, "name": "x"}]},
        [
            ("queues[0].requirements[0].kind", "REQUIRED"),
            ("queues[0].requirements[0].name", "REQUIRED"),
            ("queues[0].requirements[1].kind", "UNKNOWN_VALUE"),
        ],
    ),
    (
        "a requirement twice",
        {
            "queues.0.requirements": [
                {"kind": "KIND_SKILL", "name": "vpn"},
                {"kind": "KIND_SKILL", "name": "vpn", "widen_after": "60s"},
            ]
        },
        [("queues[0].requirements[1].name", "DUPLICATE")],
    ),
    (
        "a requirement that is lowered step by step",
        {
            "queues.0.requirements": [
                {"kind": "KIND_SKILL", "name": "vpn", "min_level": 3, "widen_after": "60s"},
                {"kind": "KIND_SKILL", "name": "vpn", "min_level": 2},
                {"kind": "KIND_ATTRIBUTE", "name": "vpn"},
            ]
        },
        [],
    ),
    # Drain groups
    ("an empty group", {"drain_groups.1": {}}, [("drain_groups[1].queue_ids", "REQUIRED")]),
    (
        "a queue in two groups",
        {"drain_groups.1": {"queue_ids": ["q2", "q1"]}},
        [("drain_groups[1].queue_ids[1]", "DUPLICATE")],
    ),
    (
        "a queue twice in a group",
        {"drain_groups.0.queue_ids": ["q1", "q1"]},
        [("drain_groups[0].queue_ids[1]", "DUPLICATE")],
    ),
    (
        "an unknown queue in a group",
        {"drain_groups.0.queue_ids.1": "q9"},
        [("drain_groups[0].queue_ids[1]", "UNKNOWN_ID")],
    ),
    # Fit
    (
        "a pillar twice",
        {"fit.pillar_weights.1.pillar": "time_overlap", "queues.0": {"queue_id": "q1"}},
        [("fit.pillar_weights[1].pillar", "DUPLICATE"), ("scores[0].pillar", "UNKNOWN_ID")],
    ),
    (
        "weights that are none",
        {"fit.pillar_weights.0.weight": -1, "fit.pillar_weights.1.weight": "NaN"},
        [
            ("fit.pillar_weights[0].weight", "OUT_OF_RANGE"),
            ("fit.pillar_weights[1].weight", "NOT_FINITE"),
        ],
    ),
    (
        "weights that are all 0",
        {"fit.pillar_weights.0.weight": 0, "fit.pillar_weights.1.weight": 0},
        [("fit.pillar_weights", "OUT_OF_RANGE")],
    ),
    (
        "strict weights that sum to 1.25",
        {"fit.strict_weights": True},
        [("fit.pillar_weights", "CONTRADICTION")],
    ),
    (
        "a penalty over 1",
        {"fit.recent_assignment_penalty": {"weight": 1.01, "window": "-1s", "memory": 9}},
        [
            ("fit.recent_assignment_penalty.weight", "OUT_OF_RANGE"),
            ("fit.recent_assignment_penalty.window", "OUT_OF_RANGE"),
            ("fit.recent_assignment_penalty.memory", "UNKNOWN_VALUE"),
        ],
    ),
    ("no penalty", {"fit.recent_assignment_penalty": {"weight": 0, "window": "0s"}}, []),
    ("a capacity of 0", {"fit.default_capacity": 0}, [("fit.default_capacity", "OUT_OF_RANGE")]),
    (
        "a status twice",
        {"fit.status_multipliers.1": {"status": "New", "multiplier": -1}},
        [
            ("fit.status_multipliers[1].status", "DUPLICATE"),
            ("fit.status_multipliers[1].multiplier", "OUT_OF_RANGE"),
        ],
    ),
    (
        "unknown numbers in the fit",
        {"fit.on_pillar_failure": 9, "fit.manual_skill_match": 9},
        [
            ("fit.on_pillar_failure", "UNKNOWN_VALUE"),
            ("fit.manual_skill_match", "UNKNOWN_VALUE"),
        ],
    ),
    # The rest
    (
        "limits of everybody",
        {"limit_policy.limits": {"backlog": -1}, "limit_policy.daily_sources": 9},
        [
            ("limit_policy.limits.backlog", "OUT_OF_RANGE"),
            ("limit_policy.daily_sources", "UNKNOWN_VALUE"),
        ],
    ),
    ("an unknown mode", {"availability.mode": 9}, [("availability.mode", "UNKNOWN_VALUE")]),
    (
        "a status twice, and one without a name",
        {"availability.available_statuses": ["Idle", "Idle", ""]},
        [
            ("availability.available_statuses[1]", "DUPLICATE"),
            ("availability.available_statuses[2]", "REQUIRED"),
        ],
    ),
    ("a week left of the shift", {"availability.min_time_left_in_shift": "604800s"}, []),
    (
        "more than a week left of the shift",
        {"availability.min_time_left_in_shift": "604801s"},
        [("availability.min_time_left_in_shift", "OUT_OF_RANGE")],
    ),
    (
        "bands that rise",
        {"urgency.bands": [{"name": "a", "min_score": 10}, {"name": "a", "min_score": 20}]},
        [
            ("urgency.bands[1].name", "DUPLICATE"),
            ("urgency.bands[1].min_score", "CONTRADICTION"),
            ("urgency.bands", "CONTRADICTION"),
        ],
    ),
    (
        "a band over 100",
        {"urgency.bands.0.min_score": 101},
        [("urgency.bands[0].min_score", "OUT_OF_RANGE")],
    ),
    (
        "points beyond 100, and not a number",
        {
            "urgency.base_points": 101,
            "urgency.vip_points": -101,
            "urgency.other_value_points": "NaN",
            "urgency.floor": -1,
            "urgency.tiers.0.points": 1000,
            "urgency.categories.0.points": 1000,
            "urgency.lifetime_values.0.points": -1000,
            "urgency.contacts.0.points": "Infinity",
        },
        [
            ("urgency.base_points", "OUT_OF_RANGE"),
            ("urgency.tiers[0].points", "OUT_OF_RANGE"),
            ("urgency.categories[0].points", "OUT_OF_RANGE"),
            ("urgency.lifetime_values[0].points", "OUT_OF_RANGE"),
            ("urgency.other_value_points", "NOT_FINITE"),
            ("urgency.contacts[0].points", "NOT_FINITE"),
            ("urgency.vip_points", "OUT_OF_RANGE"),
            ("urgency.floor", "OUT_OF_RANGE"),
        ],
    ),
    (
        "a tier twice, one without a name, one without a response time, one of two years",
        {
            "urgency.tiers": [
                {"name": "Gold", "response_duration": "3600s"},
                {"name": "Gold", "response_duration": "3600s"},
                {"response_duration": "0s"},
                {"name": "Lead"},
                {"name": "Stone", "response_duration": "63072000s"},
            ]
        },
        [
            ("urgency.tiers[1].name", "DUPLICATE"),
            ("urgency.tiers[2].name", "REQUIRED"),
            ("urgency.tiers[2].response_duration", "OUT_OF_RANGE"),
            ("urgency.tiers[3].response_duration", "REQUIRED"),
            ("urgency.tiers[4].response_duration", "OUT_OF_RANGE"),
        ],
    ),
    (
        "a clock that nobody knows",
        {"urgency.tiers.0.clock": 7},
        [("urgency.tiers[0].clock", "UNKNOWN_VALUE")],
    ),
    (
        "a category, a value and a contact twice",
        {
            "urgency.categories": [{"category": "flood"}, {"category": "flood"}],
            "urgency.lifetime_values": [{"above": 5}, {"above": 5}],
            "urgency.contacts": [{"within_duration": "60s"}, {"within_duration": "60s"}],
        },
        [
            ("urgency.categories[1].category", "DUPLICATE"),
            ("urgency.lifetime_values[1].above", "DUPLICATE"),
            ("urgency.contacts[1].within_duration", "DUPLICATE"),
        ],
    ),
    (
        "no span of a contact",
        {"urgency.contacts.0.within_duration": "0s"},
        [("urgency.contacts[0].within_duration", "OUT_OF_RANGE")],
    ),
    (
        "business hours of nowhere",
        {
            "urgency.business_hours.time_zone": "Wien",
            "urgency.business_hours.holiday_calendar_id": "h9",
            "urgency.business_hours.windows.0.end": "08:00",
        },
        [
            ("urgency.business_hours.windows[0].end", "CONTRADICTION"),
            ("urgency.business_hours.time_zone", "UNKNOWN_ZONE"),
            ("urgency.business_hours.holiday_calendar_id", "UNKNOWN_ID"),
        ],
    ),
    (
        "credit without a pace, and without measure",
        {"urgency.waiting_credit_limit": 101, "urgency.waiting_minutes_per_point": 0},
        [
            ("urgency.waiting_credit_limit", "OUT_OF_RANGE"),
            ("urgency.waiting_minutes_per_point", "OUT_OF_RANGE"),
        ],
    ),
    (
        "a watch that looks back",
        {
            "urgency.sla_watch": {
                "escalate_within": "-1s",
                "warn_share": 25,
                "bonus_points": -1,
            }
        },
        [
            ("urgency.sla_watch.escalate_within", "OUT_OF_RANGE"),
            ("urgency.sla_watch.warn_share", "OUT_OF_RANGE"),
            ("urgency.sla_watch.bonus_points", "OUT_OF_RANGE"),
        ],
    ),
    ("a negative cool-down", {"cooldown": "-1s"}, [("cooldown", "OUT_OF_RANGE")]),
    ("no cool-down", {"cooldown": "0s"}, []),
    (
        "a cost of moves as a percentage",
        {"switch_cost": 5},
        [("switch_cost", "OUT_OF_RANGE")],
    ),
    ("no candidates", {"max_candidates": 0}, [("max_candidates", "OUT_OF_RANGE")]),
]


@pytest.mark.parametrize(
    ("edits", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_problem_of_a_policy_is_told_with_its_place(
    edits: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    """Each line of ROWS has exactly these violations; an empty list is a right policy."""
    request = edited({f"policy.{path}": value for path, value in edits.items()})

    assert problems_of(request) == [
        (path if path.startswith("scores") else f"policy.{path}", reason)
        for path, reason in expected
    ]


@pytest.mark.parametrize(
    ("weights", "right"),
    [
        pytest.param((0.33, 0.33, 0.17, 0.17), True, id="the defaults"),
        pytest.param((0.1, 0.2, 0.7), True, id="decimals that floats miss"),
        pytest.param((0.5, 0.5 + 1e-8), False, id="a hundred-millionth too much"),
        pytest.param((0.33, 0.25, 0.17, 0.40), False, id="1.15"),
    ],
)
def test_S2_strict_weights_sum_to_one_as_decimals(weights: tuple[float, ...], right: bool) -> None:
    """0.1 + 0.2 + 0.7 is 1 to whoever writes it (S2)."""
    rows = [{"pillar": f"p{place}", "weight": weight} for place, weight in enumerate(weights)]
    request = edited(
        {
            "policy.fit": {"pillar_weights": rows, "strict_weights": True},
            "scores": [],
        }
    )

    assert (violations_of(request) == []) is right


def test_S2_strict_weights_hold_for_queues_too() -> None:
    """A queue's own weights are weights."""
    request = edited(
        {
            "policy.fit": {"strict_weights": True},
            "policy.queues.0.pillar_weights.0.weight": 0.9,
            "scores": [],
        }
    )

    assert problems_of(request) == [("policy.queues[0].pillar_weights", "CONTRADICTION")]


def test_a_circle_of_fallbacks_is_named() -> None:
    """Whoever mends the chain sees where it runs."""
    (violation,) = violations_of(
        edited(
            {
                "policy.queues.0.fallback_queue_ids": ["q2"],
                "policy.queues.1.fallback_queue_ids": ["q3"],
                "policy.queues.2.fallback_queue_ids": ["q2"],
            }
        )
    )

    assert violation.path == "policy.queues[2].fallback_queue_ids[0]"
    assert "q2 -> q3 -> q2. Maybe leave out 'q2'." in violation.message


def test_a_long_circle_is_told_in_short() -> None:
    """A hostile policy gets no answer longer than itself."""
    rows = [Queue(queue_id=f"q{n}", fallback_queue_ids=[f"q{n + 1}", "q0"]) for n in range(3000)]
    rows[-1].fallback_queue_ids.remove("q3000")

    with pytest.raises(InvalidRequest) as caught:
        check_policy(Policy(queues=rows))

    assert len(caught.value.violations) == MOST_CIRCLES
    assert max(len(violation.message) for violation in caught.value.violations) < 200


def test_a_policy_alone_can_be_checked() -> None:
    """A server refuses a bad policy file when it starts, not when a call comes."""
    check_policy(json_format.ParseDict(FULL["policy"], Policy()))

    with pytest.raises(InvalidRequest, match=r"policy\.time_zone"):
        check_policy(Policy(time_zone="Wien"))
    with pytest.raises(NotHonoured, match=r"policy\.\(field 2002\)"):
        check_policy(Policy.FromString(b"\x92\x7d\x01x"))
