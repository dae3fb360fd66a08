"""Refusals of pairs into the contract's, and from there into words."""

from zoneinfo import ZoneInfo

from allotment.v1 import explanation_pb2 as pb
from server.translate.times import is_moment, moment, to_timestamp
from solver.explanation import sentences
from solver.explanation.refused import Refusal
from solver.reasons import CaseReason, Reason

UTC = ZoneInfo("UTC")
_REASONS = frozenset(map(int, Reason))
_CASE_REASONS = frozenset(map(int, CaseReason))


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


def refusal_in_words(one: pb.Refusal) -> str:
    """A reason with its numbers, moments in UTC; one of a newer version by its number."""
    if one.reason not in _REASONS:
        return str(one.reason)
    return sentences.refusal(
        Refusal(
            reason=Reason(one.reason),
            used=one.used if one.HasField("used") else None,
            limit=one.limit if one.HasField("limit") else None,
            unblock=moment(one.unblock_time) if _ends(one) else None,
        ),
        UTC,
    )


def _ends(one: pb.Refusal) -> bool:
    return one.HasField("unblock_time") and is_moment(one.unblock_time)


def reason_in_words(value: int) -> str:
    """A reason alone; the number where a newer version sent it."""
    return sentences.REFUSED[Reason(value)] if value in _REASONS else str(value)


def case_reason_in_words(value: int) -> str:
    """Why a case waits; the number where a newer version sent it."""
    return sentences.WHY_WAITING[CaseReason(value)] if value in _CASE_REASONS else str(value)
