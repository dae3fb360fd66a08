"""The moment of every generated snapshot, and moments before it."""

from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
"""A Tuesday, 15:00 in Vienna; New York already has summer time."""


def minutes_ago(minutes: int) -> Timestamp:
    """So many minutes before NOW; negative: after it."""
    return Timestamp(seconds=int((NOW - timedelta(minutes=minutes)).timestamp()))
