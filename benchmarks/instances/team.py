"""The workload `team`: a support organisation of five queues, specialists and a pool."""

from collections.abc import Sequence
from dataclasses import dataclass

from allotment.v1 import assignment_service_pb2, policy_pb2, queue_pb2, schedule_pb2
from benchmarks.instances.agents import Past, agent_ids, make_agents, make_staff
from benchmarks.instances.cases import case_ids, make_arrivals, make_cases
from benchmarks.instances.customers import make_accounts, make_customers
from benchmarks.instances.dice import Dice, Ints
from benchmarks.instances.fit import fit_policy
from benchmarks.instances.moments import minutes_ago
from benchmarks.instances.order import Order
from benchmarks.instances.rosters import TEAM_ROSTERS, shifts
from benchmarks.instances.shares import zipf_weights

MEMBER_DICE = 5
POOL = "pool"
POOL_PERCENT = 40
ABSENT_PERCENT = 8
RETURNED_PERCENT = 15
HOLIDAYS = schedule_pb2.HolidayCalendar(
    holiday_calendar_id="austria", dates=["2026-01-01", "2026-04-06", "2026-05-01", "2026-12-25"]
)


@dataclass(frozen=True, slots=True)
class TeamQueue:
    """One queue of the team; `daily`: most cases per agent and day."""

    queue_id: str
    working_hours: bool = False
    daily: int | None = None
    weights: tuple[tuple[str, float], ...] = ()


QUEUES = (
    TeamQueue("general", weights=(("time_overlap", 0.3), ("bandwidth", 0.7))),
    TeamQueue("access"),
    TeamQueue("network", daily=6),
    TeamQueue("billing", daily=4),
    TeamQueue("outage", working_hours=True),
)
"""Queues, the busiest first: cases per queue follow Zipf(1.1)."""

DRAIN_ORDER = (("outage",), ("access", "network"))


def make_team(order: Order) -> assignment_service_pb2.AssignRequest:
    """A realistic team at 15:00 in Vienna."""
    customers = make_customers(order)
    arrivals = make_arrivals(order, len(QUEUES), customers)
    staff = make_staff(order, TEAM_ROSTERS, ABSENT_PERCENT)
    queue_ids = [queue.queue_id for queue in QUEUES]
    past = Past(queue_ids, case_ids(order.cases), RETURNED_PERCENT)
    return assignment_service_pb2.AssignRequest(
        snapshot_time=minutes_ago(0),
        cases=make_cases(arrivals, queue_ids, customers),
        agents=make_agents(order, staff, past),
        accounts=make_accounts(customers),
        policy=_policy(order, staff.roster),
    )


def _policy(order: Order, roster: Ints) -> policy_pb2.Policy:
    ids = agent_ids(order.agents)
    policy = policy_pb2.Policy(
        policy_id="team",
        version="1",
        time_zone="Europe/Vienna",
        teams=_teams(order, ids),
        holiday_calendars=[HOLIDAYS],
        shifts=shifts(TEAM_ROSTERS, roster, ids),
        queues=[_queue(queue) for queue in QUEUES],
        drain_groups=[queue_pb2.DrainGroup(queue_ids=group) for group in DRAIN_ORDER],
        fit=fit_policy(),
    )
    for shift in policy.shifts:
        if shift.time_zone == "Europe/Vienna":
            shift.holiday_calendar_id = HOLIDAYS.holiday_calendar_id
    return policy


def _teams(order: Order, ids: Sequence[str]) -> list[policy_pb2.Team]:
    """A team of specialists per queue, but `general`, and the pool."""
    dice = Dice(order.seed, MEMBER_DICE)
    in_pool = dice.chances(POOL_PERCENT, order.agents)
    topic = 1 + dice.places(zipf_weights(len(QUEUES) - 1), order.agents)
    teams = {POOL: policy_pb2.Team(team_id=POOL)}
    for queue in QUEUES[1:]:
        teams[queue.queue_id] = policy_pb2.Team(team_id=_specialists(queue.queue_id))
    for place, agent_id in enumerate(ids):
        team = POOL if in_pool[place] else QUEUES[topic[place]].queue_id
        teams[team].agent_ids.append(agent_id)
    return list(teams.values())


def _queue(queue: TeamQueue) -> queue_pb2.Queue:
    """Specialists first, the pool second; in `general` the pool first."""
    made = queue_pb2.Queue(
        queue_id=queue.queue_id,
        buckets=_buckets(queue.queue_id),
        pillar_weights=[
            queue_pb2.PillarWeight(pillar=pillar, weight=weight) for pillar, weight in queue.weights
        ],
    )
    if queue.working_hours:
        made.hours = queue_pb2.Queue.HOURS_WORKING
    if queue.daily is not None:
        made.daily_limit.count = queue.daily
    return made


def _buckets(queue_id: str) -> list[queue_pb2.Bucket]:
    pool = queue_pb2.Bucket(team_ids=[POOL])
    if queue_id == QUEUES[0].queue_id:
        others = [_specialists(queue.queue_id) for queue in QUEUES[1:]]
        return [pool, queue_pb2.Bucket(team_ids=others)]
    return [queue_pb2.Bucket(team_ids=[_specialists(queue_id)]), pool]


def _specialists(queue_id: str) -> str:
    return f"{queue_id}-specialists"
