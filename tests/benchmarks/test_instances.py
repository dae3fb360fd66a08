"""Generated snapshots: valid, deterministic, as tight and as tied as they say."""

import hashlib
from collections import Counter

import numpy as np
import pytest

from allotment.v1 import assignment_service_pb2, scores_pb2
from benchmarks.instances import WORKLOADS, Order, OrderError, make_instance
from benchmarks.instances.agents import make_staff
from benchmarks.instances.cases import make_arrivals
from benchmarks.instances.customers import make_customers
from benchmarks.instances.enterprise import QUEUE_COUNT
from benchmarks.instances.latent import make_factors
from benchmarks.instances.moments import NOW
from benchmarks.instances.rooms import assigned_in_window
from benchmarks.instances.rosters import ENTERPRISE_ROSTERS, TEAM_ROSTERS, WIDE_ROSTERS
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES
from solver.compile import compile_problem
from tests.snapshots import assert_usable

NAMES = [workload.name for workload in WORKLOADS]
WEIGHTED = ["weighted", "weighted-sparse"]
COUNTED = [name for name in NAMES if name not in WEIGHTED]
SMALL = Order(cases=120, agents=30, seed=4)

DIGESTS = [
    ("team", "d68f20bc88bb8047"),
    ("dense", "615af9d2ff865a48"),
    ("matrix", "7c741ab03848d530"),
    ("sparse", "e21743e64e416ee5"),
    ("enterprise", "e722d574114aa0cb"),
    ("enterprise-queues", "4fe8164e3e012312"),
    ("weighted", "ef6caf7f48ced560"),
    ("weighted-sparse", "ded16dae54991617"),
]

Request = assignment_service_pb2.AssignRequest


def content(request: Request) -> bytes:
    """The bytes of a snapshot."""
    return request.SerializeToString(deterministic=True)


def on_duty(request: Request) -> set[str]:
    """Agents in the assignment hours of a shift at NOW, and not away."""
    rosters = {
        roster.name: roster for roster in (*TEAM_ROSTERS, *WIDE_ROSTERS, *ENTERPRISE_ROSTERS)
    }
    shifts = [shift for shift in request.policy.shifts if rosters[shift.shift_id].on_duty]
    now = int(NOW.timestamp())
    away = {
        agent.agent_id
        for agent in request.agents
        for absence in agent.absences
        if absence.start_time.seconds <= now < absence.end_time.seconds
    }
    return {agent for shift in shifts for agent in shift.agent_ids} - away


def rooms(request: Request) -> dict[str, int]:
    """How many more cases each agent may take, from his limits alone."""
    found = {}
    for agent in request.agents:
        left = [
            agent.limits.backlog - len(agent.active_cases),
            agent.limits.hourly.count - assigned_in_window(agent),
        ]
        if agent.limits.HasField("per_cycle"):
            left.append(agent.limits.per_cycle)
        found[agent.agent_id] = min(left)
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [(1, 1), (1, 30), (200, 1), (120, 30)])
def test_every_workload_is_valid_at_every_size(name: str, size: tuple[int, int]) -> None:
    request = make_instance(name, Order(*size))

    assert (len(request.cases), len(request.agents)) == size
    assert_usable(request)


@pytest.mark.parametrize("name", NAMES)
def test_equal_orders_give_equal_bytes_and_other_seeds_others(name: str) -> None:
    again = Order(cases=120, agents=30, seed=4)
    other = Order(cases=120, agents=30, seed=5)

    assert content(make_instance(name, SMALL)) == content(make_instance(name, again))
    assert content(make_instance(name, SMALL)) != content(make_instance(name, other))


@pytest.mark.parametrize(("name", "digest"), DIGESTS)
def test_the_bytes_are_known(name: str, digest: str) -> None:
    """If this fails on purpose, benchmark tables from before no longer compare."""
    found = hashlib.sha256(content(make_instance(name, SMALL))).hexdigest()

    assert found[:16] == digest


@pytest.mark.parametrize("name", COUNTED)
@pytest.mark.parametrize("tightness", [0.0, 0.7, 1.3])
def test_the_rooms_on_duty_are_as_tight_as_ordered(name: str, tightness: float) -> None:
    request = make_instance(name, Order(cases=500, agents=100, tightness=tightness))

    left = rooms(request)
    assert sum(left[agent] for agent in on_duty(request)) == round(tightness * 500)
    assert min(left.values()) >= 0


@pytest.mark.parametrize("name", WEIGHTED)
@pytest.mark.parametrize("tightness", [0.0, 0.7, 1.3])
def test_weighted_rooms_are_as_tight_as_ordered_and_nothing_else_limits(
    name: str, tightness: float
) -> None:
    request = make_instance(name, Order(cases=500, agents=100, tightness=tightness))

    weights = {"P1": 8, "P2": 4, "P3": 2, "P4": 1}
    left = [
        agent.limits.hard_capacity - sum(weights[case.priority] for case in agent.active_cases)
        for agent in request.agents
    ]
    assert sum(left) == round(tightness * sum(weights[case.priority] for case in request.cases))
    assert min(left) >= 0
    assert all(len(agent.limits.ListFields()) == 1 for agent in request.agents)


@pytest.mark.parametrize("name", WEIGHTED)
def test_the_weights_of_the_compiled_problem_are_one_two_four_and_eight(name: str) -> None:
    request = make_instance(name, Order(cases=400, agents=60))

    problem = compile_problem(snapshot_from_proto(request, NOW).snapshot, RULES).problem

    assert problem.weighted is not None
    assert problem.is_weighted
    assert np.unique(problem.weighted.weight).tolist() == [100, 200, 400, 800]


def test_each_kind_of_limit_decides_for_somebody() -> None:
    request = make_instance("team", SMALL)

    kinds = Counter(
        (
            agent.limits.hourly.count - assigned_in_window(agent) == room,
            agent.limits.backlog - len(agent.active_cases) == room,
        )
        for agent, room in zip(request.agents, rooms(request).values(), strict=True)
    )
    assert set(kinds) == {(True, False), (False, True), (False, False)}


def test_in_a_team_some_are_off_duty_and_some_are_away() -> None:
    request = make_instance("team", Order(cases=300, agents=60))

    assert 30 < len(on_duty(request)) < 58
    assert any(agent.absences for agent in request.agents)


@pytest.mark.parametrize(
    "name", ["dense", "enterprise", "matrix", "sparse", "weighted", "weighted-sparse"]
)
def test_in_a_wide_workload_everybody_is_on_duty_and_serves_every_queue(name: str) -> None:
    request = make_instance(name, SMALL)

    (team,) = request.policy.teams
    assert on_duty(request) == set(team.agent_ids) == {one.agent_id for one in request.agents}
    for queue in request.policy.queues:
        assert [list(bucket.team_ids) for bucket in queue.buckets] == [[team.team_id]]
    recent = [one for agent in request.agents for one in agent.recent_assignments]
    assert not any(one.came_back for one in recent)


def test_a_team_has_returned_cases_of_the_batch_to_cool_down() -> None:
    request = make_instance("team", SMALL)

    cases = {case.case_id for case in request.cases}
    returned = [
        one.case_id for agent in request.agents for one in agent.recent_assignments if one.came_back
    ]
    assert returned
    assert set(returned) <= cases


@pytest.mark.parametrize("name", [name for name in NAMES if name != "enterprise-queues"])
def test_cases_per_queue_follow_zipf(name: str) -> None:
    request = make_instance(name, Order(cases=20_000, agents=5))

    counts = Counter(case.queue_id for case in request.cases)
    shares = [counts[queue.queue_id] / 20_000 for queue in request.policy.queues]
    weights = np.arange(1, len(shares) + 1) ** -1.1
    assert np.abs(np.array(shares) - weights / weights.sum()).max() < 0.01


def sparse_values(request: Request) -> scores_pb2.SparseScores:
    """The sparse scores of a snapshot."""
    return request.scores[0].sparse


def test_sparse_scores_are_the_best_fifty_of_each_case() -> None:
    order = Order(cases=60, agents=300, seed=2)
    sparse = sparse_values(make_instance("sparse", order))
    whole = make_instance("matrix", order).scores[0].dense

    fit = np.frombuffer(whole.cells, dtype="<u2").reshape(60, 300) / 65535
    listed = np.array(sparse.agent_indexes).reshape(60, 50)
    values = np.array(sparse.values).reshape(60, 50)
    assert np.array_equal(np.array(sparse.case_indexes), np.repeat(np.arange(60), 50))
    assert np.all(np.diff(listed, axis=1) > 0)
    assert np.abs(values - np.take_along_axis(fit, listed, axis=1)).max() < 1e-5
    assert np.abs(np.sort(values, axis=1)[:, 0] - np.sort(fit, axis=1)[:, -50]).max() < 1e-5


def test_about_one_score_in_ten_is_an_exact_tie() -> None:
    sparse = sparse_values(make_instance("sparse", Order(cases=500, agents=1000)))

    values = np.sort(np.array(sparse.values).reshape(500, 50), axis=1)
    assert 0.08 < (np.diff(values, axis=1) == 0).mean() < 0.2


@pytest.mark.parametrize(
    ("name", "cases", "agents"),
    [
        pytest.param("dense", 500, 100, id="team"),
        pytest.param("enterprise", 1_000, 200, id="enterprise"),
        pytest.param("enterprise-queues", 1_000, 600, id="enterprise-queues"),
        pytest.param("weighted-sparse", 1_000, 500, id="weighted-2k"),
    ],
)
def test_about_one_computed_score_in_ten_ties_within_its_case(
    name: str, cases: int, agents: int
) -> None:
    request = make_instance(name, Order(cases=cases, agents=agents))

    compiled = compile_problem(snapshot_from_proto(request, NOW).snapshot, RULES).held()

    triples = compiled.problem.triples
    order = np.lexsort((triples.score, triples.case))
    case, score = triples.case[order], triples.score[order]
    same = case[1:] == case[:-1]
    assert 0.08 < (np.diff(score)[same] == 0).mean() < 0.2


def test_scores_come_from_few_factors_and_not_from_noise() -> None:
    order = Order(cases=200, agents=150)
    customers = make_customers(order)
    staff = make_staff(order, WIDE_ROSTERS, absent_percent=0)
    scores = make_factors(order, staff, make_arrivals(order, 20, customers), customers).scores(
        0, 200
    )

    strengths = np.linalg.svd(scores - scores.mean(), compute_uv=False) ** 2
    assert strengths[:20].sum() / strengths.sum() > 0.999
    assert scores.min() >= 0
    assert scores.max() <= 1_000_000


def test_an_unknown_workload_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        OrderError,
        match="Maybe one of: team, dense, matrix, sparse, enterprise, enterprise-queues, weighted",
    ):
        make_instance("teem", SMALL)


def test_enterprise_queues_has_sixty_filters_three_buckets_four_groups_and_nine_shifts() -> None:
    policy = make_instance("enterprise-queues", Order(cases=600, agents=400)).policy

    assert [bool(queue.filter) for queue in policy.queues] == [True] * 60
    assert {len(queue.buckets) for queue in policy.queues} == {3}
    assert len(policy.drain_groups) == 3
    listed = {queue for group in policy.drain_groups for queue in group.queue_ids}
    assert len({queue.queue_id for queue in policy.queues} - listed) > 0
    assert len(policy.shifts) == 9
    assert len({shift.time_zone for shift in policy.shifts}) == 6


def test_cases_of_virtual_queues_follow_zipf() -> None:
    order = Order(cases=20_000, agents=50)

    drawn = make_arrivals(order, QUEUE_COUNT, make_customers(order)).queue

    weights = np.arange(1, QUEUE_COUNT + 1) ** -1.1
    shares = np.bincount(drawn, minlength=QUEUE_COUNT) / 20_000
    assert np.abs(shares - weights / weights.sum()).max() < 0.01


def test_every_enterprise_case_is_taken_by_the_filter_of_its_queue() -> None:
    order = Order(cases=3_000, agents=50)
    request = make_instance("enterprise-queues", order)
    drawn = make_arrivals(order, QUEUE_COUNT, make_customers(order)).queue.tolist()

    own = RULES.own_queues(snapshot_from_proto(request, NOW).snapshot)

    assert all(queue in taken for queue, taken in zip(drawn, own, strict=True))
    assert 5 < sum(len(taken) > 1 for taken in own) < 300


def test_one_enterprise_case_in_twenty_was_declined_by_an_agent_of_its_queue() -> None:
    request = make_instance("enterprise-queues", Order(cases=2_000, agents=400))

    teams = {team.team_id: set(team.agent_ids) for team in request.policy.teams}
    queues = {queue.queue_id: queue for queue in request.policy.queues}
    returned = [
        (agent.agent_id, one)
        for agent in request.agents
        for one in agent.recent_assignments
        if one.came_back
    ]
    members = [
        {
            agent
            for bucket in queues[one.queue_id].buckets
            for team in bucket.team_ids
            for agent in teams[team]
        }
        for _, one in returned
    ]
    inside = sum(agent in mine for (agent, _), mine in zip(returned, members, strict=True))
    assert len({one.case_id for _, one in returned}) == len(returned)
    assert 0.04 < len(returned) / 2_000 < 0.06
    assert inside / len(returned) > 0.9


def test_every_tenth_enterprise_agent_ties_with_the_one_before_him() -> None:
    request = make_instance("enterprise-queues", Order(cases=300, agents=200))

    compiled = compile_problem(snapshot_from_proto(request, NOW).snapshot, RULES)
    fit = dict(
        zip(
            zip(compiled.problem.triples.case.tolist(), compiled.agent.tolist(), strict=True),
            compiled.fit.tolist(),
            strict=True,
        )
    )

    pairs = [
        (fit[case, agent - 1], mine)
        for (case, agent), mine in fit.items()
        if agent % 10 == 9 and (case, agent - 1) in fit
    ]
    assert len(pairs) > 100
    assert all(before == mine for before, mine in pairs)
