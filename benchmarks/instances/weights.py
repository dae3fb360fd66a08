"""Weighted capacity of generated agents: what a case weighs, and who has room for how much."""

from allotment.v1 import agent_pb2, assignment_service_pb2
from benchmarks.instances.agents import PRIORITIES, Staff
from benchmarks.instances.order import Order
from benchmarks.instances.rooms import rooms_for

WEIGHTS = dict(zip(PRIORITIES, (8, 4, 2, 1), strict=True))
"""The usual weights of the priorities; a policy that names no levels has these."""


def weigh(request: assignment_service_pb2.AssignRequest, order: Order, staff: Staff) -> None:
    """Limits by weight in place of all others (L2): the rooms sum to tightness x weights."""
    for case in request.cases:
        case.effort = 1.0
    total = sum(WEIGHTS[case.priority] for case in request.cases)
    shares = rooms_for(Order(total, order.agents, order.seed, order.tightness), staff.on_duty)
    for agent, room in zip(request.agents, shares.tolist(), strict=True):
        held = sum(WEIGHTS[case.priority] for case in agent.active_cases)
        agent.limits.CopyFrom(agent_pb2.Limits(hard_capacity=float(held + room)))
