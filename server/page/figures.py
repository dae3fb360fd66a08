"""Numbers and moments as the page shows them."""

from datetime import UTC, datetime

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from server.translate.times import is_moment, moment
from solver.units import PPM, SCORE

HUNDREDTHS = 100
SECONDS_A_MINUTE = 60
MINUTES_AN_HOUR = 60


def count(number: int) -> str:
    """An integer in groups of three: `10,000`."""
    return f"{number:,}"


def score(units: int) -> str:
    """Units of 1e-4, exact: `0.7464`, `222`."""
    sign, rest = "-" if units < 0 else "", abs(units)
    whole, part = divmod(rest, SCORE)
    return f"{sign}{whole:,}.{part:04}" if part else f"{sign}{whole:,}"


def fit(units: int) -> str:
    """A fit as a percentage with one digit: `74.6 %`."""
    return f"{units / HUNDREDTHS:.1f} %"


def share(ppm: int) -> str:
    """Parts per million as a percentage: `33.1 %`."""
    return f"{100 * ppm / PPM:.1f} %"


def hundredths(weight: int) -> str:
    """A weight of hundredths: `12`, `0.25`."""
    return f"{weight / HUNDREDTHS:,.2f}".rstrip("0").rstrip(".")


def time(stamp: Timestamp) -> str:
    """A moment to the minute: `Tue 10 Mar 2026, 14:00 UTC`."""
    return written(moment(stamp)) if is_moment(stamp) else "an unreadable moment"


def written(when: datetime) -> str:
    """A moment to the minute, in UTC."""
    return f"{when.astimezone(UTC):%a %d %b %Y, %H:%M} UTC"


def duration(length: Duration) -> str:
    """A stretch of wall-clock time: `184 ms`, `27.1 s`."""
    seconds = length.seconds + length.nanos / 1e9
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def left(length: Duration) -> str:
    """What is left of a deadline, without a sign: `2 h 05 min`."""
    minutes = abs(length.seconds) // SECONDS_A_MINUTE
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return f"{hours:,} h {rest:02} min" if hours else f"{rest} min"
