"""Each check finds its mistake at its place, and nothing in a good policy."""

from typing import Any

import pytest

from server.lint import CHECKS
from tests.server.lint.linted import (
    GOOD,
    MORNING,
    checks_of,
    found,
    places,
    policy_of,
    snapshot_of,
)

TEAM = GOOD["teams"][0]
SHIFT = GOOD["shifts"][0]
QUEUE = GOOD["queues"][0]
NOON = {**MORNING, "start": "12:00", "end": "13:00"}
HOURLY_2 = {"limits": {"hourly": {"count": 2}}}


def test_K2_a_good_policy_has_no_finding_but_the_missing_catch_all() -> None:
    assert checks_of(policy_of()) == {"catch-all"}
    assert checks_of(policy_of(), snapshot_of("g")) == {"catch-all"}


def queue_with(**fields: object) -> list[dict[str, object]]:
    """The queue of the good policy with other fields."""
    return [{**QUEUE, **fields}]


@pytest.mark.parametrize(
    ("check", "fields", "expected"),
    [
        # Ontology
        pytest.param("no-ontology", {"fit": {}}, "WARNING fit.pillar_weights", id="no ontology"),
        # Teams
        pytest.param(
            "empty-team",
            {"teams": [TEAM, {"team_id": "u"}]},
            "WARNING teams[1].agent_ids",
            id="a team without members",
        ),
        pytest.param(
            "unused-team",
            {"teams": [TEAM, {"team_id": "u", "agent_ids": ["g"]}]},
            "INFO teams[1].team_id",
            id="a team that nothing names",
        ),
        # Shifts
        pytest.param(
            "refused",
            {"shifts": [{**SHIFT, "time_zone": ""}]},
            "ERROR shifts[0].time_zone",
            id="a shift without zone",
        ),
        pytest.param(
            "refused",
            {"shifts": [{**SHIFT, "holiday_calendar_id": "h"}]},
            "ERROR shifts[0].holiday_calendar_id",
            id="an unknown calendar",
        ),
        pytest.param(
            "no-availability-source", {"shifts": []}, "WARNING shifts", id="agents on no shift"
        ),
        pytest.param(
            "empty-shift",
            {"shifts": [SHIFT, {**SHIFT, "shift_id": "u", "team_ids": []}]},
            "WARNING shifts[1]",
            id="a shift that nobody is on",
        ),
        pytest.param(
            "overlapping-hours",
            {"shifts": [{**SHIFT, "breaks": [NOON, MORNING, {**MORNING, "start": "11:00"}]}]},
            "WARNING shifts[0].breaks[2]",
            id="overlapping breaks",
        ),
        pytest.param(
            "overlapping-hours",
            {"urgency": {"business_hours": {"windows": [MORNING, {**MORNING, "end": "09:00"}]}}},
            "WARNING urgency.business_hours.windows[1]",
            id="overlapping business hours",
        ),
        pytest.param(
            "empty-calendar",
            {"holiday_calendars": [{"holiday_calendar_id": "h"}]},
            "WARNING holiday_calendars[0].dates",
            id="a calendar without dates",
        ),
        pytest.param(
            "unused-calendar",
            {"holiday_calendars": [{"holiday_calendar_id": "h", "dates": ["2026-12-25"]}]},
            "INFO holiday_calendars[0].holiday_calendar_id",
            id="a calendar that nothing names",
        ),
        # Queues with buckets
        pytest.param("no-queue", {"queues": []}, "WARNING queues", id="no queues"),
        pytest.param(
            "refused",
            {"queues": queue_with(buckets=[{"team_ids": ["x"]}])},
            "ERROR queues[0].buckets[0].team_ids[0]",
            id="an unknown team",
        ),
        pytest.param(
            "no-bucket",
            {"queues": queue_with(buckets=[])},
            "WARNING queues[0].buckets",
            id="no buckets",
        ),
        pytest.param(
            "empty-bucket",
            {"queues": queue_with(buckets=[{"team_ids": ["t"]}, {}])},
            "WARNING queues[0].buckets[1]",
            id="an empty bucket",
        ),
        pytest.param(
            "repeated-agent",
            {"queues": queue_with(buckets=[{"agent_ids": ["g"]}, {"team_ids": ["t"]}])},
            "INFO queues[0].buckets[1]",
            id="an agent in two buckets",
        ),
        # Queue rules
        pytest.param(
            "refused",
            {"queues": queue_with(filter="effort >")},
            "ERROR queues[0].filter",
            id="half a filter",
        ),
        pytest.param(
            "refused",
            {"queues": queue_with(fallback_queue_ids=["x"])},
            "ERROR queues[0].fallback_queue_ids[0]",
            id="an unknown fallback",
        ),
        pytest.param(
            "mixed-and-or",
            {"queues": queue_with(filter="effort > 1 OR effort < 3 AND queue = 'q'")},
            "WARNING queues[0].filter",
            id="AND and OR without brackets",
        ),
        pytest.param(
            "min-fit",
            {"queues": queue_with(min_fit=0.5)},
            "INFO queues[0].min_fit",
            id="a least fit for ever",
        ),
        pytest.param(
            "min-fit",
            {"queues": queue_with(min_fit_wait="60s")},
            "WARNING queues[0].min_fit_wait",
            id="nothing to waive",
        ),
        pytest.param(
            "overlapping-windows",
            {
                "queues": queue_with(
                    round_robin={"windows": [MORNING, {**MORNING, "start": "11:59"}]}
                )
            },
            "WARNING queues[0].round_robin.windows[1]",
            id="overlapping windows",
        ),
        # Drain groups
        pytest.param(
            "refused",
            {"drain_groups": [{"queue_ids": ["q"]}, {"queue_ids": ["q"]}]},
            "ERROR drain_groups[1].queue_ids[0]",
            id="a queue in two groups",
        ),
        pytest.param(
            "unlisted-queue",
            {"queues": [QUEUE, {**QUEUE, "queue_id": "r"}], "drain_groups": [{"queue_ids": ["q"]}]},
            "INFO queues[1].queue_id",
            id="a queue in no group",
        ),
        # Limits
        pytest.param(
            "zero-limit",
            {"limit_policy": {"limits": {"backlog": 0}}},
            "WARNING limit_policy.limits.backlog",
            id="no backlog at all",
        ),
        pytest.param(
            "zero-limit",
            {"teams": [{**TEAM, "limits": {"hourly": {"count": 0}}}]},
            "WARNING teams[0].limits.hourly.count",
            id="a team without cases",
        ),
        pytest.param(
            "zero-limit",
            {"queues": queue_with(daily_limit={"count": 0})},
            "WARNING queues[0].daily_limit.count",
            id="no case a day",
        ),
        pytest.param(
            "loose-daily-limit",
            {"limit_policy": HOURLY_2, "queues": queue_with(daily_limit={"count": 7})},
            "WARNING queues[0].daily_limit.count",
            id="a daily limit that is never reached",
        ),
        pytest.param(
            "small-hard-capacity",
            {"limit_policy": {"limits": {"hard_capacity": 7}}},
            "WARNING limit_policy.limits.hard_capacity",
            id="no room for a P1",
        ),
        # Auto-assign and alerts
        pytest.param(
            "queue-off",
            {"queues": queue_with(when="WHEN_NEVER")},
            "INFO queues[0].when",
            id="a queue that is off",
        ),
        pytest.param(
            "queue-off",
            {"queues": queue_with(auto_assign=False)},
            "INFO queues[0].auto_assign",
            id="a queue that recommends",
        ),
        pytest.param("catch-all", {}, "INFO catch_all_queue_id", id="no catch-all"),
        pytest.param(
            "catch-all",
            {"queues": queue_with(auto_assign=False), "catch_all_queue_id": "q"},
            "WARNING catch_all_queue_id",
            id="a catch-all that assigns nothing",
        ),
        pytest.param(
            "wide-scope",
            {"queues": queue_with(buckets=[{"agent_ids": ["a", "b"]}]), "max_candidates": 1},
            "WARNING queues[0].buckets",
            id="too many agents",
        ),
        pytest.param(
            "unreachable-band",
            {
                "urgency": {
                    "base_points": 30,
                    "bands": [{"name": "high", "min_score": 20}, {"name": "low"}],
                }
            },
            "WARNING urgency.bands[1].min_score",
            id="a band below all scores",
        ),
        pytest.param(
            "deadline-in-hold",
            {
                "urgency": {
                    "business_hours": {},
                    "tiers": [{"name": "Gold", "response_duration": "3600s"}],
                }
            },
            "WARNING urgency.tiers[0].clock",
            id="due while it is held",
        ),
    ],
)
def test_K2_a_mistake_is_found_at_its_place(
    check: str, fields: dict[str, Any], expected: str
) -> None:
    """And nowhere else."""
    assert places(policy_of(**fields), check) == [expected]


@pytest.mark.parametrize(
    ("check", "fields"),
    [
        pytest.param("no-ontology", {}, id="skills do not count"),
        pytest.param(
            "unused-team",
            {"teams": [TEAM, {"team_id": "u", "agent_ids": ["g"], "limits": {"backlog": 1}}]},
            id="a team with limits",
        ),
        pytest.param(
            "unused-team",
            {
                "teams": [TEAM, {"team_id": "u", "agent_ids": ["g"]}],
                "queues": queue_with(filter="virtual_team = 'u'"),
            },
            id="a team in a filter",
        ),
        pytest.param(
            "mixed-and-or",
            {"queues": queue_with(filter="effort > 1 OR (effort < 3 AND queue = 'q')")},
            id="brackets",
        ),
        pytest.param(
            "min-fit",
            {"queues": queue_with(min_fit=0.5, min_fit_wait="60s")},
            id="a least fit with an end",
        ),
        pytest.param(
            "overlapping-windows",
            {
                "queues": queue_with(
                    round_robin={
                        "windows": [MORNING, {**MORNING, "start": "12:00", "end": "13:00"}]
                    }
                )
            },
            id="one after the other",
        ),
        pytest.param(
            "loose-daily-limit",
            {"limit_policy": HOURLY_2, "queues": queue_with(daily_limit={"count": 6})},
            id="three windows of two",
        ),
        pytest.param(
            "loose-daily-limit",
            {
                "limit_policy": HOURLY_2,
                "queues": queue_with(daily_limit={"count": 8, "period": "PERIOD_CALENDAR"}),
            },
            id="a day of 25 hours",
        ),
        pytest.param(
            "small-hard-capacity",
            {"limit_policy": {"limits": {"hard_capacity": 8}}},
            id="just enough room",
        ),
        pytest.param(
            "wide-scope",
            {
                "queues": queue_with(buckets=[{"agent_ids": ["a"]}, {"agent_ids": ["a"]}]),
                "max_candidates": 1,
            },
            id="the same agent twice",
        ),
        pytest.param("deadline-in-hold", {"urgency": {}}, id="nothing is held"),
        pytest.param(
            "deadline-in-hold",
            {
                "urgency": {
                    "business_hours": {},
                    "tiers": [
                        {"name": "Gold", "response_duration": "3600s", "clock": "CLOCK_BUSINESS"}
                    ],
                }
            },
            id="the clock stands still",
        ),
        pytest.param(
            "deadline-in-hold",
            {
                "urgency": {
                    "business_hours": {},
                    "tiers": [{"name": "Gold", "response_duration": "223200s"}],
                }
            },
            id="as long as a weekend",
        ),
        pytest.param(
            "unreachable-band",
            {"urgency": {"bands": [{"name": "high", "min_score": 99}, {"name": "low"}]}},
            id="the default points reach all",
        ),
    ],
)
def test_K2_what_is_right_is_not_found(check: str, fields: dict[str, Any]) -> None:
    """The other side of the edge."""
    assert places(policy_of(**fields), check) == []


def test_K2_default_tiers_but_premium_are_due_while_they_are_held() -> None:
    """U6 holds Friday evening's cases for 62 hours."""
    findings = found(policy_of(urgency={"business_hours": {}}), "deadline-in-hold")

    assert [each.description for each in findings] == [
        "A case of tier 'Standard' is due after 8 h, but may be held for 62 h.",
        "A case of tier 'Basic' is due after 24 h, but may be held for 62 h.",
    ]


def test_K2_every_mistake_of_a_filter_is_shown_with_a_caret() -> None:
    """As people read it: line, column, and what was perhaps meant."""
    (finding,) = found(policy_of(queues=queue_with(filter="priorty = 'P1'")), "refused")

    assert finding.description == (
        "Line 1, column 1: There is no field `priorty`. Maybe `priority`.\n"
        "  priorty = 'P1'\n"
        "  ^^^^^^^"
    )


def test_K2_a_chain_that_runs_in_a_circle_is_shown() -> None:
    """All of the circle, however long the way round."""
    queues = [
        {**QUEUE, "queue_id": queue_id, "fallback_queue_ids": [fallback]}
        for queue_id, fallback in (("a", "b"), ("b", "c"), ("c", "a"))
    ]

    (finding,) = found(policy_of(queues=queues), "refused")

    assert finding.description == "The chain runs in a circle: a -> b -> c -> a."
    assert finding.advice == "Maybe leave out 'a'."


def test_K2_findings_come_in_the_order_of_the_checks() -> None:
    """What is refused first, then as a policy is set up."""
    names = [check.name for check in CHECKS]

    assert len(set(names)) == len(names)
    assert names[0] == "refused"
    assert names.index("no-ontology") < names.index("empty-team") < names.index("empty-shift")
    assert names.index("no-bucket") < names.index("min-fit") < names.index("unlisted-queue")
    assert names.index("zero-limit") < names.index("catch-all") < names.index("wide-scope")


def test_K2_many_findings_of_one_check_are_counted() -> None:
    """A list of 100 is long enough."""
    queues = [{"queue_id": f"q{number}"} for number in range(130)]

    findings = found(policy_of(queues=queues), "no-bucket")

    assert len(findings) == 101
    assert findings[-1].description == "30 findings more like these."
