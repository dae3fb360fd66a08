"""Generated cases: queue, customer, age, priority, urgency, effort."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allotment.v1 import case_pb2
from benchmarks.instances.customers import Customers, account_ids
from benchmarks.instances.dice import Dice, Ints
from benchmarks.instances.moments import minutes_ago
from benchmarks.instances.order import Order
from benchmarks.instances.shares import zipf_weights
from benchmarks.instances.zones import ZONES, weekdays

CASE_DICE = 4
PRIORITIES = ("P1", "P2", "P3", "P4")
PRIORITY_WEIGHTS = (5, 15, 50, 30)
LEAST_URGENCY = (70, 45, 20, 0)
URGENCY_SPREAD = 30
MINUTES_OLD = 5 * 24 * 60
UNKNOWN_URGENCY = 5
OWN_HOURS = 5


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Cases as numbers; every array has one entry per case, `effort` is in tenths."""

    queue: Ints
    account: Ints
    minutes: Ints
    priority: Ints
    urgency: Ints
    effort: Ints
    oddity: Ints


def make_arrivals(order: Order, queue_count: int, customers: Customers) -> Arrivals:
    """Draws the cases: Zipf(1.1) over queues and over accounts."""
    dice = Dice(order.seed, CASE_DICE)
    count = order.cases
    priority = dice.places(PRIORITY_WEIGHTS, count)
    age = dice.units(count)
    effort = dice.places([70, 10, 15, 5], count)
    return Arrivals(
        queue=dice.places(zipf_weights(queue_count), count),
        account=dice.places(zipf_weights(customers.count), count),
        minutes=1 + np.floor(age * age * MINUTES_OLD).astype(np.int64),
        priority=priority,
        urgency=np.array(LEAST_URGENCY)[priority] + dice.whole(0, URGENCY_SPREAD, count),
        effort=np.array([10, 5, 20, 40])[effort],
        oddity=dice.whole(0, 99, count),
    )


def case_ids(count: int) -> list[str]:
    """Ids of so many cases."""
    width = len(str(count))
    return [f"case-{place:0{width}d}" for place in range(1, count + 1)]


def make_cases(
    arrivals: Arrivals, queue_ids: Sequence[str], customers: Customers
) -> list[case_pb2.Case]:
    """The cases of the contract; of a few the urgency is unknown, a few have own hours."""
    ids = case_ids(len(arrivals.queue))
    accounts = account_ids(customers.count)
    cases = []
    for place, case_id in enumerate(ids):
        case = case_pb2.Case(
            case_id=case_id,
            queue_id=queue_ids[arrivals.queue[place]],
            account_id=accounts[arrivals.account[place]],
            created_time=minutes_ago(int(arrivals.minutes[place])),
            priority=PRIORITIES[arrivals.priority[place]],
            effort=int(arrivals.effort[place]) / 10,
        )
        _add_oddities(case, int(arrivals.oddity[place]), int(arrivals.urgency[place]))
        cases.append(case)
    return cases


def _add_oddities(case: case_pb2.Case, oddity: int, urgency: int) -> None:
    """Urgency, unless unknown; hours of the case's own for a few."""
    if oddity >= UNKNOWN_URGENCY:
        case.urgency = float(urgency)
    if oddity >= 100 - OWN_HOURS:
        case.time_zone = ZONES[oddity % len(ZONES)]
        case.activity_windows.append(weekdays("09:00", "17:00"))
