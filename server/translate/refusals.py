"""Refusals of pairs into the contract's."""

from allotment.v1 import explanation_pb2 as pb
from server.translate.times import to_timestamp
from solver.explanation.refused import Refusal


def refusal_to_proto(one: Refusal) -> pb.Refusal:
    """A reason as the contract has it."""
    return pb.Refusal(
        reason=pb.PairReason.ValueType(int(one.reason)),
        used=one.used,
        limit=one.limit,
        unblock_time=None if one.unblock is None else to_timestamp(one.unblock),
        may_change=one.may_change,
        capacity=one.is_capacity,
    )
