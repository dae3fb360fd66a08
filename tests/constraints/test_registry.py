"""The tuples list every rule once, in the order of the reasons (03)."""

from constraints import FILTERS, LIMITS
from solver.reasons import Reason


def test_filters_stand_in_the_order_of_their_reasons() -> None:
    reasons = [rule.reason for rule in FILTERS]

    assert reasons == sorted(set(reasons))


def test_limits_stand_in_the_order_of_their_reasons() -> None:
    assert [limit.reason for limit in LIMITS] == [
        Reason.BACKLOG_LIMIT,
        Reason.HOURLY_LIMIT,
        Reason.QUEUE_DAILY_LIMIT,
        Reason.CYCLE_LIMIT,
    ]
