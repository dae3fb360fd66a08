"""Generated customers: accounts with a zone and hours of activity."""

from dataclasses import dataclass

from allotment.v1 import case_pb2, schedule_pb2
from benchmarks.instances.dice import Dice, Ints
from benchmarks.instances.order import Order
from benchmarks.instances.zones import ZONES, round_the_clock, weekdays

CUSTOMER_DICE = 3
CASES_PER_ACCOUNT = 3
ZONE_WEIGHTS = (25, 30, 15, 15, 10, 5)
UNKNOWN, OFFICE, LONG, ALWAYS = range(4)
HABIT_WEIGHTS = (10, 60, 20, 10)


@dataclass(frozen=True, slots=True)
class Customers:
    """Accounts as numbers; every array has one entry per account."""

    zone: Ints
    habit: Ints
    start: Ints

    @property
    def count(self) -> int:
        """Number of accounts."""
        return len(self.zone)


def make_customers(order: Order) -> Customers:
    """One account for every three cases."""
    dice = Dice(order.seed, CUSTOMER_DICE)
    count = max(1, order.cases // CASES_PER_ACCOUNT)
    return Customers(
        zone=dice.places(ZONE_WEIGHTS, count),
        habit=dice.places(HABIT_WEIGHTS, count),
        start=dice.whole(7, 10, count),
    )


def account_ids(count: int) -> list[str]:
    """Ids of so many accounts."""
    width = len(str(count))
    return [f"account-{place:0{width}d}" for place in range(1, count + 1)]


def make_accounts(customers: Customers) -> list[case_pb2.Account]:
    """The accounts of the contract; one in ten has no known hours, one in ten has all."""
    ids = account_ids(customers.count)
    return [_account(customers, place, ids[place]) for place in range(customers.count)]


def _account(customers: Customers, place: int, account_id: str) -> case_pb2.Account:
    habit = int(customers.habit[place])
    account = case_pb2.Account(
        account_id=account_id,
        time_zone=ZONES[customers.zone[place]],
        activity_windows=_windows(habit, int(customers.start[place])),
    )
    if habit == ALWAYS:
        account.skip_weekends = False
    return account


def _windows(habit: int, start: int) -> list[schedule_pb2.WeeklyWindow]:
    if habit == UNKNOWN:
        return []
    if habit == ALWAYS:
        return [round_the_clock()]
    hours = 8 if habit == OFFICE else 12
    return [weekdays(f"{start:02d}:00", f"{start + hours:02d}:30")]
