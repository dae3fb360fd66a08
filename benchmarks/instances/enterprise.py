"""The workload `enterprise-queues`: a large support organisation by virtual queues.

Sixty virtual queues with filters, three buckets each, four drain groups; nine shifts in
six zones; one case in twenty was declined once, by an agent of its own queue.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allotment.v1 import agent_pb2, assignment_service_pb2, case_pb2, policy_pb2, queue_pb2
from benchmarks.instances.agents import Past, Staff, agent_ids, make_agents, make_staff
from benchmarks.instances.cases import Arrivals, case_ids, make_arrivals, make_cases
from benchmarks.instances.customers import make_accounts, make_customers
from benchmarks.instances.dice import Dice, Ints
from benchmarks.instances.fit import fit_policy
from benchmarks.instances.moments import minutes_ago
from benchmarks.instances.order import Order
from benchmarks.instances.rosters import ENTERPRISE_ROSTERS, shifts
from benchmarks.instances.shares import zipf_weights

HOME_DICE, DECLINE_DICE, FACT_DICE = 7, 8, 9
PRODUCTS = (
    "identity", "mail", "storage", "billing", "network", "database", "desktop", "mobile",
    "search", "reports", "payments", "calendar", "video", "backup", "gateway",
)  # fmt: skip
SERVICES = ("requests", "standard", "enterprise", "incidents")
"""Kinds of queues of each product, the busiest first, the last one drained first."""
DRAINED_FIRST = ("incidents", "enterprise", "standard")
"""Three groups; the queues of requests are listed in none, so they are the fourth."""
QUEUE_COUNT = len(PRODUCTS) * len(SERVICES)
POOL_PERCENT = 10
ABSENT_PERCENT = 6
DECLINED_PERCENT = 5
DECLINED_MINUTES = 460
DAILY_LIMIT = 8
WORDS = ("slow", "question about export", "cannot log in", "invoice", "sync fails", "new setup")


@dataclass(frozen=True, slots=True)
class _Homes:
    """Where agents belong: queue of each, and True for those of the pools; shape: agents."""

    queue: Ints
    pooled: Ints


def make_enterprise(order: Order) -> assignment_service_pb2.AssignRequest:
    """A large organisation at 15:00 in Vienna."""
    customers = make_customers(order)
    arrivals = make_arrivals(order, QUEUE_COUNT, customers)
    staff = make_staff(order, ENTERPRISE_ROSTERS, ABSENT_PERCENT)
    homes = _homes(order, staff)
    queue_ids = [_queue_id(place) for place in range(QUEUE_COUNT)]
    agents = make_agents(order, staff, Past(queue_ids, case_ids(order.cases), returned_percent=0))
    _add_declines(order, agents, arrivals, homes)
    cases = make_cases(arrivals, queue_ids, customers)
    _describe(order, cases, arrivals)
    return assignment_service_pb2.AssignRequest(
        snapshot_time=minutes_ago(0),
        cases=cases,
        agents=agents,
        accounts=make_accounts(customers),
        policy=_policy(order, staff, homes),
    )


def _queue_id(place: int) -> str:
    return f"{_product(place)}-{_service(place)}"


def _product(place: int) -> str:
    return PRODUCTS[place % len(PRODUCTS)]


def _service(place: int) -> str:
    return SERVICES[place // len(PRODUCTS)]


def _homes(order: Order, staff: Staff) -> _Homes:
    """Staff follows the work half of the way: half is spread as the cases are, half evenly."""
    dice = Dice(order.seed, HOME_DICE)
    busy = zipf_weights(QUEUE_COUNT)
    weights = busy + int(busy.sum()) // QUEUE_COUNT
    pooled = dice.chances(POOL_PERCENT, order.agents).astype(np.int64)
    return _Homes(dice.places(weights, order.agents)[staff.twin], pooled[staff.twin])


def _describe(order: Order, cases: Sequence[case_pb2.Case], arrivals: Arrivals) -> None:
    """What filters ask for, in place of the name of a queue."""
    dice = Dice(order.seed, FACT_DICE)
    word = dice.whole(0, len(WORDS) - 1, len(cases)).tolist()
    for place, case in enumerate(cases):
        queue = int(arrivals.queue[place])
        kind = "outage" if _service(queue) == "incidents" else WORDS[word[place]]
        case.queue_id = ""
        case.subject = f"{kind}: {_product(queue)} {place}"
        case.attributes.add(name="product", text=_product(queue))
        case.attributes.add(name="service", text=_service(queue))


def _add_declines(
    order: Order, agents: Sequence[agent_pb2.Agent], arrivals: Arrivals, homes: _Homes
) -> None:
    """One case in twenty comes back from an agent of its queue: both cool down."""
    dice = Dice(order.seed, DECLINE_DICE)
    declined = dice.chances(DECLINED_PERCENT, order.cases)
    minutes = dice.whole(2, DECLINED_MINUTES, order.cases).tolist()
    turn = dice.whole(0, max(order.agents - 1, 0), order.cases).tolist()
    members = [np.flatnonzero(homes.queue == queue) for queue in range(QUEUE_COUNT)]
    ids = case_ids(order.cases)
    for place in np.flatnonzero(declined).tolist():
        queue = int(arrivals.queue[place])
        mine = members[queue]
        agent = agents[int(mine[turn[place] % len(mine)]) if len(mine) else turn[place]]
        agent.recent_assignments.add(
            case_id=ids[place],
            queue_id=_queue_id(queue),
            time=minutes_ago(minutes[place] + 1),
            source=agent_pb2.ASSIGNMENT_SOURCE_ALLOTMENT,
            came_back=agent_pb2.CAME_BACK_DECLINED,
            came_back_time=minutes_ago(minutes[place]),
        )


def _policy(order: Order, staff: Staff, homes: _Homes) -> policy_pb2.Policy:
    ids = agent_ids(order.agents)
    return policy_pb2.Policy(
        policy_id="enterprise-queues",
        version="1",
        time_zone="Europe/Vienna",
        teams=_teams(ids, homes),
        shifts=shifts(ENTERPRISE_ROSTERS, staff.roster, ids),
        queues=[_queue(place) for place in range(QUEUE_COUNT)],
        drain_groups=[
            queue_pb2.DrainGroup(queue_ids=[f"{product}-{service}" for product in PRODUCTS])
            for service in DRAINED_FIRST
        ],
        fit=fit_policy(),
        field_declarations=[
            policy_pb2.FieldDeclaration(
                name=name,
                type=policy_pb2.FieldDeclaration.TYPE_TEXT,
                owner=policy_pb2.FieldDeclaration.OWNER_CASE,
            )
            for name in ("product", "service")
        ],
    )


def _teams(ids: Sequence[str], homes: _Homes) -> list[policy_pb2.Team]:
    """The specialists of each queue, and a pool for every five products."""
    teams = {
        name: policy_pb2.Team(team_id=name)
        for name in (
            *(_queue_id(place) for place in range(QUEUE_COUNT)),
            *dict.fromkeys(map(_pool, range(QUEUE_COUNT))),
        )
    }
    for agent_id, queue, pooled in zip(
        ids, homes.queue.tolist(), homes.pooled.tolist(), strict=True
    ):
        team = _pool(queue) if pooled else _queue_id(queue)
        teams[team].agent_ids.append(agent_id)
    return list(teams.values())


def _pool(place: int) -> str:
    return f"pool-{place % len(PRODUCTS) % 3 + 1}"


def _queue(place: int) -> queue_pb2.Queue:
    """Specialists first, then those of the product's other queues, then the pool."""
    others = [f"{_product(place)}-{service}" for service in SERVICES if service != _service(place)]
    queue = queue_pb2.Queue(
        queue_id=_queue_id(place),
        filter=_filter(place),
        buckets=[
            queue_pb2.Bucket(team_ids=[_queue_id(place)]),
            queue_pb2.Bucket(team_ids=others),
            queue_pb2.Bucket(team_ids=[_pool(place)]),
        ],
    )
    if place % 5 == 0:
        queue.daily_limit.count = DAILY_LIMIT
    if _service(place) == "incidents":
        queue.hours = queue_pb2.Queue.HOURS_WORKING
    return queue


def _filter(place: int) -> str:
    """Incidents by their subject, as people find them; a P1 on enterprise service is in both."""
    product = f"product = '{_product(place)}'"
    match _service(place):
        case "incidents":
            serious = "service = 'enterprise' AND priority = 'P1'"
            return f"{product} AND (subject CONTAINS 'outage' OR ({serious}))"
        case "enterprise":
            return f"{product} AND service = 'enterprise' AND NOT subject CONTAINS 'outage'"
        case "standard":
            return f"{product} AND service IN ('standard', 'basic') AND age < 30d"
    return f"{product} AND (service = 'requests' OR service IS NULL)"
