"""Generated agents: who they are, what they hold, what they got, when they are away."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allotment.v1 import agent_pb2, schedule_pb2
from benchmarks.instances.dice import Dice, Ints, Truths
from benchmarks.instances.moments import minutes_ago
from benchmarks.instances.order import Order
from benchmarks.instances.rooms import limits_for, rooms_for
from benchmarks.instances.rosters import Roster

AGENT_DICE = 1
PRIORITIES = ("P1", "P2", "P3", "P4")
STATUSES = ("In progress", "New", "Waiting on customer")
SOURCES = (
    agent_pb2.ASSIGNMENT_SOURCE_ALLOTMENT,
    agent_pb2.ASSIGNMENT_SOURCE_MANUAL,
    agent_pb2.ASSIGNMENT_SOURCE_OTHER,
)
RETURNS = (
    agent_pb2.CAME_BACK_DECLINED,
    agent_pb2.CAME_BACK_EXPIRED,
    agent_pb2.CAME_BACK_WITHDRAWN,
)
MAX_HELD = 8
MAX_RECENT = 3
WINDOW_MINUTES = 480
TWIN_EVERY = 10


@dataclass(frozen=True, slots=True)
class Staff:
    """Agents as numbers; every array has one entry per agent.

    Every tenth agent is a twin of the one before him: same roster, same work, so that
    one in ten scores of a case is an exact tie.
    """

    rosters: tuple[Roster, ...]
    roster: Ints
    held: Ints
    recent: Ints
    capacity: Ints
    absent: Truths
    twin: Ints

    @property
    def on_duty(self) -> Truths:
        """In hours at NOW, and not away."""
        in_hours = np.array([roster.on_duty for roster in self.rosters])
        return in_hours[self.roster] & ~self.absent


def make_staff(order: Order, rosters: tuple[Roster, ...], absent_percent: int) -> Staff:
    """Draws the staff of an order."""
    dice = Dice(order.seed, AGENT_DICE)
    count = order.agents
    place = np.arange(count)
    twin = np.where(place % TWIN_EVERY == TWIN_EVERY - 1, place - 1, place)
    return Staff(
        rosters=rosters,
        roster=dice.places([roster.weight for roster in rosters], count)[twin],
        held=dice.whole(0, MAX_HELD, count)[twin],
        recent=dice.whole(0, MAX_RECENT, count)[twin],
        capacity=dice.whole(25, 60, count)[twin],
        absent=dice.chances(absent_percent, count)[twin],
        twin=twin,
    )


def agent_ids(count: int) -> list[str]:
    """Ids of so many agents."""
    width = len(str(count))
    return [f"agent-{place:0{width}d}" for place in range(1, count + 1)]


@dataclass(frozen=True, slots=True)
class Past:
    """Where the recent assignments of agents come from.

    `returned_percent` of them came back; those are of cases in the batch.
    """

    queue_ids: Sequence[str]
    case_ids: Sequence[str]
    returned_percent: int


def make_agents(order: Order, staff: Staff, past: Past) -> list[agent_pb2.Agent]:
    """The agents of the contract; the rooms of those on duty sum to the order's."""
    ids = agent_ids(order.agents)
    work = _Work(order, staff, ids, past)
    agents = [work.agent(place) for place in range(order.agents)]
    rooms = rooms_for(order, staff.on_duty)
    for place, agent in enumerate(agents):
        agent.limits.CopyFrom(limits_for(agent, int(rooms[place]), place))
    return agents


class _Work:
    """Draws what each agent holds and got; twins hold and get alike."""

    def __init__(self, order: Order, staff: Staff, ids: list[str], past: Past) -> None:
        dice = Dice(order.seed, AGENT_DICE + 100)
        held, recent = (order.agents, MAX_HELD), (order.agents, MAX_RECENT)
        twin = staff.twin
        self._staff = staff
        self._ids = ids
        self._past = past
        self._priority = dice.places([5, 15, 50, 30], held[0] * held[1]).reshape(held)[twin]
        self._status = dice.places([60, 15, 25], held[0] * held[1]).reshape(held)[twin]
        self._source = dice.places([70, 10, 20], recent[0] * recent[1]).reshape(recent)[twin]
        self._minutes = dice.whole(1, 720, recent[0] * recent[1]).reshape(recent)[twin]
        self._returned = dice.chances(past.returned_percent, recent[0] * recent[1]).reshape(recent)
        self._returned = self._returned[twin]
        self._return = dice.whole(0, 2, recent[0] * recent[1]).reshape(recent)[twin]
        self._queue = dice.whole(0, len(past.queue_ids) - 1, recent[0] * recent[1])
        self._queue = self._queue.reshape(recent)[twin]
        self._case = dice.whole(0, len(past.case_ids) - 1, recent[0] * recent[1])
        self._case = self._case.reshape(recent)
        self._away = dice.whole(60, 2880, order.agents)

    def agent(self, place: int) -> agent_pb2.Agent:
        """One agent, without limits."""
        return agent_pb2.Agent(
            agent_id=self._ids[place],
            capacity=float(self._staff.capacity[place]),
            active_cases=[
                self._active(place, number) for number in range(int(self._staff.held[place]))
            ],
            recent_assignments=[
                self._recent(place, number) for number in range(int(self._staff.recent[place]))
            ],
            absences=self._absences(place),
        )

    def _active(self, place: int, number: int) -> agent_pb2.ActiveCase:
        return agent_pb2.ActiveCase(
            case_id=f"held-{self._ids[place]}-{number + 1}",
            priority=PRIORITIES[self._priority[place, number]],
            status=STATUSES[self._status[place, number]],
            source=agent_pb2.ASSIGNMENT_SOURCE_OTHER,
        )

    def _recent(self, place: int, number: int) -> agent_pb2.RecentAssignment:
        minutes = int(self._minutes[place, number])
        recent = agent_pb2.RecentAssignment(
            case_id=f"past-{self._ids[place]}-{number + 1}",
            queue_id=self._past.queue_ids[self._queue[place, number]],
            time=minutes_ago(minutes),
            source=SOURCES[self._source[place, number]],
        )
        if self._returned[place, number]:
            recent.case_id = self._past.case_ids[self._case[place, number]]
            recent.came_back = RETURNS[self._return[place, number]]
            recent.came_back_time.CopyFrom(minutes_ago(minutes // 2))
        return recent

    def _absences(self, place: int) -> list[schedule_pb2.Absence]:
        """Away now, or one in seven for a day from tomorrow on."""
        minutes = int(self._away[place])
        if self._staff.absent[place]:
            away = schedule_pb2.Absence(
                start_time=minutes_ago(minutes), end_time=minutes_ago(-minutes)
            )
            return [away]
        if minutes % 7 == 0:
            away = schedule_pb2.Absence(
                start_time=minutes_ago(-1440 - minutes), end_time=minutes_ago(-2880 - minutes)
            )
            return [away]
        return []
