"""What the facts say after the translation: names resolved, defaults filled in."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.policy_pb2 import Policy as PolicyMessage
from server.translate import snapshot_from_proto
from server.translate.options import Depth, Engine, Mode, Options
from solver.facts import (
    Attribute,
    AttributeRequirement,
    AvailabilityPolicy,
    CameBack,
    HourlyLimit,
    Policy,
    RecentAssignment,
    Skill,
    SkillRequirement,
    Source,
    SourceMode,
    Turns,
    WeeklyWindow,
)
from tests.server.translate.requests import (
    ABSENT,
    NOON,
    SMALL,
    edited,
    full_request,
    small_request,
    translate,
)


def policy_of(edits: dict[str, object]) -> Policy:
    """The policy of the full request after some edits."""
    request = edited({f"policy.{path}": value for path, value in edits.items()})
    return translate(request).snapshot.policy


def test_a_request_without_a_policy_gets_the_defaults_of_the_contract() -> None:
    """Unset means what the facts say by themselves."""
    translated = translate(small_request())

    assert translated.snapshot.policy == Policy()
    assert translated.options == Options(
        Mode.SOLVE, Engine.AUTO, timedelta(seconds=30), Depth.SUMMARY, baseline=False
    )


def test_an_empty_policy_is_the_default_too() -> None:
    """A policy that sets nothing changes nothing."""
    assert translate(edited({"policy": {}}, SMALL)).snapshot.policy == Policy()


def test_the_servers_policy_holds_where_the_request_has_none() -> None:
    """The request's own policy wins over the server's as a whole."""
    servers = PolicyMessage(version="servers")

    unset = snapshot_from_proto(small_request(), NOON, servers)
    own = snapshot_from_proto(full_request(), NOON, servers)

    assert unset.snapshot.policy.version == "servers"
    assert own.snapshot.policy.version == "7"
    assert unset.policy_hash != own.policy_hash


def test_teams_become_their_members_who_are_in_the_snapshot() -> None:
    """Buckets and shifts hold agents; a member who is not here is passed over (Q11)."""
    policy = policy_of(
        {"teams.1.agent_ids": ["g2", "g3", "left"], "shifts.0.team_ids": ["t1", "t2"]}
    )

    assert policy.teams[1].agent_ids == {"g2", "g3"}
    assert policy.queues[0].buckets[0] == {"g1", "g2", "g3"}
    assert policy.shifts[0].agent_ids == {"g1", "g2", "g3"}


def test_who_is_in_several_buckets_counts_in_the_first() -> None:
    """The second bucket keeps its place, even if nobody is left in it (Q3)."""
    policy = policy_of({})

    assert policy.queues[0].buckets == (frozenset({"g1", "g2"}), frozenset())


@pytest.mark.parametrize(
    ("given", "other"),
    [("assignment_hours", "working_hours"), ("working_hours", "assignment_hours")],
)
def test_one_kind_of_hours_stands_in_for_the_other(given: str, other: str) -> None:
    """A shift with one kind of hours has both."""
    shift = policy_of({f"shifts.0.{other}": ABSENT}).shifts[0]

    assert getattr(shift, given)
    assert getattr(shift, given) == getattr(shift, other)


def test_a_calendar_becomes_its_dates() -> None:
    """Shifts hold the local dates themselves."""
    assert policy_of({}).shifts[0].holidays == {date(2026, 12, 25)}
    assert policy_of({"shifts.0.holiday_calendar_id": ABSENT}).shifts[0].holidays == frozenset()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("00:00", "24:00", (0, 1440)),
        ("22:00", "06:00", (1320, 360)),
        ("08:00", "00:00", (480, 0)),
        ("23:59", "24:00", (1439, 1440)),
    ],
)
def test_windows_count_minutes_from_local_midnight(
    start: str, end: str, expected: tuple[int, int]
) -> None:
    """Monday is day 0; an end at or before the start lies on the next day."""
    window = {"days": ["DAY_MONDAY", "DAY_SUNDAY"], "start": start, "end": end}
    request = edited({"cases.0.activity_windows": [window]})

    (fact,) = translate(request).snapshot.cases[0].activity_windows

    assert fact == WeeklyWindow(frozenset({0, 6}), *expected)


def test_an_assignment_that_came_back_did_so_at_once_if_nothing_else_is_said() -> None:
    """The cool-down starts at `time` where `came_back_time` is unset (R4)."""
    request = edited({"agents.0.recent_assignments.0.came_back_time": ABSENT})

    (recent,) = translate(request).snapshot.agents[0].recent

    nine = datetime(2026, 3, 16, 9, tzinfo=UTC)
    assert recent == RecentAssignment("r1", nine, "q1", Source.ALLOTMENT, CameBack.DECLINED, nine)


def test_facts_carry_what_the_rows_say() -> None:
    """One look at each kind of row."""
    snapshot = translate(full_request()).snapshot
    case, agent, account = snapshot.cases[0], snapshot.agents[0], snapshot.accounts[0]

    assert (case.priority, case.urgency, case.effort) == ("P1", 10.0, 2.0)
    assert case.zone == ZoneInfo("Europe/Vienna")
    assert agent.limits.hourly == HourlyLimit(2, timedelta(hours=1))
    assert (agent.limits.backlog, agent.limits.per_cycle) == (5, 1)
    assert snapshot.policy.teams[0].limits.hourly == HourlyLimit(9, timedelta(hours=8))
    assert (snapshot.agents[1].active_count, snapshot.agents[1].active_load) == (3, 4.0)
    assert account.skip_weekends is None
    assert snapshot.policy.teams[0].absences[0].end is None


def test_V1_facts_carry_all_sources_of_availability() -> None:
    """Shifts with breaks, both kinds of presence, predicted hours."""
    snapshot = translate(full_request()).snapshot
    agent, monday = snapshot.agents[0], frozenset({0})

    assert (agent.presence, agent.custom_presence) == ("Away", "Available")
    assert agent.zone == ZoneInfo("Europe/Vienna")
    assert agent.predicted_hours == (WeeklyWindow(monday, 600, 960),)
    assert snapshot.policy.shifts[0].breaks == (WeeklyWindow(monday, 720, 750),)
    assert snapshot.agents[2].presence == ""


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, AvailabilityPolicy(SourceMode.FIRST, frozenset({"Available", "Online"}))),
        (
            {
                "mode": "MODE_ALL_OF",
                "available_statuses": ["Idle"],
                "min_time_left_in_shift": "900s",
            },
            AvailabilityPolicy(SourceMode.ALL_OF, frozenset({"Idle"}), timedelta(minutes=15)),
        ),
    ],
    ids=["unset", "set"],
)
def test_V1_V3_the_policy_says_how_sources_are_joined_and_what_must_be_left(
    row: dict[str, object], expected: AvailabilityPolicy
) -> None:
    """Unset parts are the contract's defaults."""
    assert policy_of({"availability": row}).availability == expected


@pytest.mark.parametrize("required", [True, False])
def test_Q7_a_queue_may_require_presence(required: bool) -> None:
    assert (
        policy_of({"queues.0.presence_required": required}).queues[0].presence_required is required
    )


def test_rules_of_queues_carry_what_the_rows_say() -> None:
    """One look at each switch of a queue (Q4, Q7, Q8, Q12)."""
    queue, other = policy_of(
        {"queues.1": {"queue_id": "q2", "when": 2, "auto_assign": False}}
    ).queues[:2]

    assert (queue.fallback_ids, queue.takes_part, queue.auto_assign) == (("q3",), True, True)
    assert (queue.min_fit, queue.min_fit_wait) == (0.25, timedelta(hours=1))
    assert queue.turns == Turns.WINDOWS
    assert queue.turn_windows == (WeeklyWindow(frozenset({0}), 540, 660),)
    assert queue.requirements == (AttributeRequirement("site", "Graz"),)
    assert (other.takes_part, other.auto_assign, other.turns) == (False, False, Turns.NEVER)
    assert (other.min_fit, other.min_fit_wait, other.fallback_ids) == (0.0, None, ())


def test_what_is_required_and_what_is_there_have_levels_and_kinds() -> None:
    """An unset level of a skill is the lowest; an unset value is NULL (Q12)."""
    rows = [{"name": "b", "number": 2}, {"name": "a", "truth": True}, {"name": "c"}]
    asked = [{"kind": "KIND_SKILL", "name": "vpn"}, {"kind": "KIND_ATTRIBUTE", "name": "site"}]
    request = edited(
        {
            "agents.1.skills": [{"name": "vpn"}],
            "agents.1.attributes": rows,
            "cases.1.requirements": asked,
        }
    )

    first, second = translate(request).snapshot.cases
    agent = translate(request).snapshot.agents[1]

    assert first.requirements == (AttributeRequirement("language", "de", 2, timedelta(minutes=10)),)
    assert second.requirements == (AttributeRequirement("site"), SkillRequirement("vpn"))
    assert agent.skills == (Skill("vpn", 1),)
    assert agent.attributes == (Attribute("a", True), Attribute("b", 2.0), Attribute("c", None))


def test_owners_and_designated_agents_are_named_by_id() -> None:
    """The kernel looks them up; who is designated and not here is passed over (O3, Q13)."""
    snapshot = translate(edited({"cases.0.lock": True, "policy.switch_cost": 0.05})).snapshot

    assert (snapshot.cases[0].owner_id, snapshot.cases[0].locked) == ("g1", True)
    assert (snapshot.cases[1].owner_id, snapshot.cases[1].locked) == ("", False)
    assert snapshot.cases[0].designated_agent_id == "g1"
    assert snapshot.accounts[0].designated_agent_id == "g1"
    assert (snapshot.policy.switch_cost, snapshot.policy.catch_all_id) == (0.05, "q3")


def test_unset_effort_is_one_and_unset_urgency_unknown() -> None:
    """A default that the kernel must flag stays visible; one that the contract fixes is filled."""
    case = translate(small_request()).snapshot.cases[0]

    assert (case.effort, case.urgency, case.priority) == (1.0, None, "")


def test_moments_are_cut_to_microseconds() -> None:
    """Python's moments hold no nanoseconds."""
    request = AssignRequest()
    request.CopyFrom(small_request())
    request.snapshot_time.seconds, request.snapshot_time.nanos = 2_000_000_000, 1_999

    assert translate(request).snapshot.now.microsecond == 1
