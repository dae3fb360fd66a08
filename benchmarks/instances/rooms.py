"""Rooms: how many more cases each agent may take, and limits that say so."""

import numpy as np

from allotment.v1 import agent_pb2
from benchmarks.instances.dice import Dice, Ints, Truths
from benchmarks.instances.moments import minutes_ago
from benchmarks.instances.order import Order
from benchmarks.instances.shares import apportion

ROOM_DICE = 2
FULL_PERCENT = 10
WINDOW_MINUTES = 480
SLACK = 2


def rooms_for(order: Order, on_duty: Truths) -> Ints:
    """Rooms per agent: those on duty share the order's room, one in ten has none."""
    dice = Dice(order.seed, ROOM_DICE)
    weights = dice.whole(4, 12, order.agents) * on_duty
    open_weights = weights * ~dice.chances(FULL_PERCENT, order.agents)
    for shares in (open_weights, weights):
        if shares.any():
            return apportion(order.room, shares)
    return np.full(order.agents, 1, dtype=np.int64)


def limits_for(agent: agent_pb2.Agent, room: int, place: int) -> agent_pb2.Limits:
    """Limits that leave an agent exactly this room (L1, L3, S4).

    The hourly limit decides for half of the agents, the backlog for three in ten, the
    limit per cycle for the others, who never have a room of 0 from it alone.
    """
    held, got = len(agent.active_cases), assigned_in_window(agent)
    kind = place % 10
    hourly_slack = 0 if kind < 5 else SLACK
    backlog_slack = 0 if 5 <= kind < 8 else SLACK
    limits = agent_pb2.Limits(
        backlog=held + room + backlog_slack,
        hourly=agent_pb2.HourlyLimit(count=got + room + hourly_slack),
    )
    if kind >= 8:
        limits.per_cycle = room
    return limits


def assigned_in_window(agent: agent_pb2.Agent) -> int:
    """Assignments that the hourly limit counts: younger than 8 hours and not come back."""
    edge = minutes_ago(WINDOW_MINUTES).seconds
    return sum(
        not recent.came_back and recent.time.seconds > edge for recent in agent.recent_assignments
    )
