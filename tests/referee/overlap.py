"""Time overlap of agent and customer, slot by slot (S5). Slots are bits of an integer."""

from collections.abc import Iterable
from functools import cached_property

from allotment.v1.case_pb2 import Case
from allotment.v1.queue_pb2 import Queue
from allotment.v1.schedule_pb2 import WeeklyWindow
from tests.referee.availability import in_prediction, on_break
from tests.referee.hours import in_windows, is_away, on_shift
from tests.referee.moments import HOUR, MINUTE, wall_clock
from tests.referee.snapshot import Snapshot

SLOT = 5 * MINUTE
SLOTS_OF_A_DAY = 24 * HOUR // SLOT
SATURDAY = 6


class Overlap:
    """Overlaps of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._agents: dict[str, int] = {}
        self._customers: dict[tuple[str, bool, bytes], int] = {}

    @cached_property
    def midpoints(self) -> list[int]:
        """Midpoints from now on, enough for a day with a weekend in it."""
        middle = self.snapshot.now // SLOT * SLOT + SLOT // 2
        if middle < self.snapshot.now:
            middle += SLOT
        return [middle + at * SLOT for at in range(4 * SLOTS_OF_A_DAY)]

    def value(self, case: Case, agent: str) -> float | None:
        """Share of the customer's hours that the agent works; None: nothing is known."""
        customer = self.customer(case)
        if not customer:
            return None
        return (self.agent(agent) & customer).bit_count() / customer.bit_count()

    def minutes(self, case: Case, agent: str) -> tuple[int, int]:
        """Minutes of the overlap and of the customer's window."""
        customer = self.customer(case)
        both = self.agent(agent) & customer
        return both.bit_count() * SLOT // MINUTE, customer.bit_count() * SLOT // MINUTE

    def agent(self, agent: str) -> int:
        """Slots in which the agent works and is neither on a break nor away."""
        if agent not in self._agents:
            self._agents[agent] = bits(
                self._works(agent, at)
                and not on_break(self.snapshot, agent, at)
                and not is_away(self.snapshot, agent, at)
                for at in self.midpoints
            )
        return self._agents[agent]

    def _works(self, agent: str, at: int) -> bool:
        """Agents without a shift: predicted hours."""
        if self.snapshot.shifts_of[agent]:
            return on_shift(self.snapshot, agent, Queue.HOURS_WORKING, at)
        return in_prediction(self.snapshot, agent, at)

    def customer(self, case: Case) -> int:
        """Slots of the next 24 business hours in which the customer is active."""
        windows, zone, skip = self._activity(case)
        if not windows:
            return 0
        key = (zone, skip, b"|".join(row.SerializeToString() for row in windows))
        if key not in self._customers:
            ahead = [
                not skip or wall_clock(at, zone).isoweekday() < SATURDAY for at in self.midpoints
            ]
            self._customers[key] = bits(
                is_open and sum(ahead[:slot]) < SLOTS_OF_A_DAY and in_windows(windows, at, zone)
                for slot, (at, is_open) in enumerate(zip(self.midpoints, ahead, strict=True))
            )
        return self._customers[key]

    def _activity(self, case: Case) -> tuple[list[WeeklyWindow], str, bool]:
        account = self.snapshot.accounts.get(case.account_id)
        fit = self.snapshot.policy.fit
        windows = list(case.activity_windows or (account.activity_windows if account else ()))
        zone = case.time_zone or (account.time_zone if account else "")
        skip = fit.skip_weekends if fit.HasField("skip_weekends") else True
        if account and account.HasField("skip_weekends"):
            skip = account.skip_weekends
        return windows, zone or self.snapshot.policy.time_zone or "UTC", skip


def bits(truths: Iterable[bool]) -> int:
    return sum(1 << at for at, truth in enumerate(truths) if truth)
