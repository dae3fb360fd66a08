"""Moments as whole nanoseconds since 1970, so that edges are exact."""

from datetime import datetime
from zoneinfo import ZoneInfo

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


def moment(stamp: Timestamp) -> int:
    """Nanoseconds since 1970."""
    return stamp.seconds * SECOND + stamp.nanos


def length(duration: Duration) -> int:
    """Nanoseconds."""
    return duration.seconds * SECOND + duration.nanos


def wall_clock(at: int, zone: str) -> datetime:
    """What the clock on the wall shows then, to the second."""
    return datetime.fromtimestamp(at // SECOND, ZoneInfo(zone))
