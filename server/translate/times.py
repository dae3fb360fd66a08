"""Moments and durations: protobuf's range, and the narrower one in which sums stay dates."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from server.translate.checks import Range, require
from server.violations import Fault, Violations

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_SECOND = -62_135_596_800
"""0001-01-01T00:00:00Z, the first moment of a Timestamp."""
LAST_SECOND = 253_402_300_799
"""9999-12-31T23:59:59Z, the last one."""
CENTURY = timedelta(days=36_525)
LATEST_SNAPSHOT = datetime(9000, 1, 1, tzinfo=UTC)
"""Far enough from the last date for every window to fit behind."""


@dataclass(frozen=True, slots=True)
class Span:
    """Durations from `least` to `most`; with `above` the least one itself is refused."""

    least: timedelta = timedelta(0)
    above: bool = False
    most: timedelta = CENTURY

    def holds(self, duration: timedelta) -> bool:
        """True for durations of the span."""
        return (self.least < duration if self.above else self.least <= duration) and (
            duration <= self.most
        )

    def __str__(self) -> str:
        most = "100 years" if self.most == CENTURY else f"{self.most.days} days"
        return f"{'above' if self.above else 'at least'} 0 s, at most {most}"


ANY = Span()
POSITIVE = Span(above=True)


def is_moment(stamp: Timestamp) -> bool:
    """True inside the range of a Timestamp."""
    return FIRST_SECOND <= stamp.seconds <= LAST_SECOND and 0 <= stamp.nanos <= 999_999_999


def moment(stamp: Timestamp) -> datetime:
    """The moment, cut to microseconds; the stamp must be in range."""
    return EPOCH + timedelta(0, stamp.seconds, stamp.nanos // 1_000)


def to_timestamp(time: datetime) -> Timestamp:
    """The moment as a Timestamp."""
    stamp = Timestamp()
    stamp.FromDatetime(time)
    return stamp


def read_moment(violations: Violations, path: str, stamp: Timestamp) -> datetime | None:
    """The moment; a violation and None outside the range of a Timestamp."""
    if is_moment(stamp):
        return moment(stamp)
    value = f"{stamp.seconds} s, {stamp.nanos} ns"
    text = (
        f"{path.rpartition('.')[2]} is {value} since 1970, beyond the years 1 to 9999. "
        "Maybe milliseconds were written into `seconds`."
    )
    violations.add(path, Fault.OUT_OF_RANGE, text, value)
    return None


def read_optional_moment(
    violations: Violations, at: str, row: Message, name: str
) -> datetime | None:
    """The moment in a field; None where it is unset, or with a violation out of range."""
    if not row.HasField(name):
        return None
    return read_moment(violations, f"{at}.{name}", getattr(row, name))


def require_moment(violations: Violations, at: str, row: Message, name: str) -> datetime | None:
    """The moment in a required field; a violation and None where it is unset or out of range."""
    if row.HasField(name):
        return read_moment(violations, f"{at}.{name}", getattr(row, name))
    require(violations, f"{at}.{name}", "the column has another name")
    return None


def read_snapshot_time(violations: Violations, path: str, stamp: Timestamp) -> datetime | None:
    """The moment to decide for; a violation and None outside the years 1970 to 8999."""
    time = read_moment(violations, path, stamp)
    if time is None or EPOCH <= time < LATEST_SNAPSHOT:
        return time
    text = f"The snapshot is of {time.isoformat()}. Maybe its clock was never set."
    violations.add(path, Fault.OUT_OF_RANGE, text, time.isoformat())
    return None


_SECONDS = Range(-315_576_000_000, 315_576_000_000)


def read_duration(
    violations: Violations, path: str, message: Duration, allowed: Span
) -> timedelta | None:
    """The duration, cut to microseconds; a violation and None outside the span."""
    signs_agree = message.seconds * message.nanos >= 0 and abs(message.nanos) <= 999_999_999
    if signs_agree and _SECONDS.holds(message.seconds):
        micros = int(message.nanos / 1_000)
        duration = timedelta(seconds=message.seconds, microseconds=micros)
        if allowed.holds(duration):
            return duration
    value = f"{message.seconds + message.nanos / 1e9:g}s"
    text = (
        f"{path.rpartition('.')[2]} is {value}, but must be {allowed}. Maybe the unit is another."
    )
    violations.add(path, Fault.OUT_OF_RANGE, text, value)
    return None
