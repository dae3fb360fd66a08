"""Moments as integers, to be kept in arrays: UTC microseconds since 1970."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECOND_MICROS = 1_000_000
"""Microseconds of a second."""


def micros(moment: datetime) -> int:
    """Microseconds since 1970 at a moment."""
    return (moment - EPOCH) // MICROSECOND


def moment_at(microseconds: int) -> datetime:
    """The moment so many microseconds after 1970 began."""
    return EPOCH + microseconds * MICROSECOND
