"""Who is really there: how sources are joined, and what must be left of a shift (V1, V3)."""

from collections.abc import Mapping
from datetime import timedelta

from allotment.v1 import policy_pb2 as wire
from server.translate.checks import Once, fact_of
from server.translate.times import Span, read_duration
from server.violations import Violations
from solver.facts import AvailabilityPolicy, SourceMode

MODES: Mapping[int, SourceMode] = {
    wire.AvailabilityPolicy.MODE_UNSPECIFIED: SourceMode.FIRST,
    wire.AvailabilityPolicy.MODE_FIRST: SourceMode.FIRST,
    wire.AvailabilityPolicy.MODE_ALL_OF: SourceMode.ALL_OF,
}
UP_TO_A_WEEK = Span(most=timedelta(days=7))
"""Weekly hours without a gap of this length never end but for a holiday."""
DEFAULT = AvailabilityPolicy()


def availability_from_proto(
    violations: Violations, at: str, row: wire.AvailabilityPolicy
) -> AvailabilityPolicy:
    """The policy of availability; unset parts are the defaults."""
    kinds = wire.AvailabilityPolicy.Mode.DESCRIPTOR
    mode = fact_of(violations, f"{at}.mode", row.mode, MODES, kinds)
    seen = Once(violations)
    for index, status in enumerate(row.available_statuses):
        seen.identify(status, f"{at}.available_statuses[{index}]")
    statuses = frozenset(row.available_statuses) or DEFAULT.available_statuses
    return AvailabilityPolicy(mode, statuses, _min_time_left(violations, at, row))


def _min_time_left(violations: Violations, at: str, row: wire.AvailabilityPolicy) -> timedelta:
    if not row.HasField("min_time_left_in_shift"):
        return DEFAULT.min_time_left
    path = f"{at}.min_time_left_in_shift"
    left = read_duration(violations, path, row.min_time_left_in_shift, UP_TO_A_WEEK)
    return left or DEFAULT.min_time_left
