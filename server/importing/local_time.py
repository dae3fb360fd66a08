"""Local times of a log, turned into moments, never too early."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from server.importing.errors import LogError, MomentError


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of a name. Raises MomentError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise MomentError(
            f"The zone {name!r} is not known.\nMaybe an IANA name such as Europe/Vienna."
        ) from error


def parse_moment(text: str, zone: ZoneInfo) -> datetime:
    """An ISO moment such as `2016-03-15 10:00`; without an offset it is local in the zone.

    A local time that happens twice means the first time. Raises MomentError.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise MomentError(
            f"The moment {text!r} is not a date and time.\nMaybe like `2016-03-15 10:00`."
        ) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


class LocalTimes:
    """Reads the naive times of a log, each text once.

    A local time that happens twice (clocks going back), or never (clocks going
    forward), becomes the later of the two moments that it may mean: so no event is
    read before it happened.
    """

    def __init__(self, zone: ZoneInfo, formats: tuple[str, ...]) -> None:
        self._zone = zone
        self._formats = formats
        self._read: dict[str, tuple[datetime, datetime]] = {}

    def moment(self, text: str, line: int, column: str) -> tuple[datetime, datetime]:
        """(moment in UTC, naive local time) of a text. Raises LogError."""
        known = self._read.get(text)
        if known is None:
            local = self._parse(text, line, column)
            known = self._read[text] = (self._later(local), local)
        return known

    def exists(self, local: datetime) -> bool:
        """False where the clocks of the zone skip a local time."""
        back = local.replace(tzinfo=self._zone).astimezone(UTC).astimezone(self._zone)
        return back.replace(tzinfo=None) == local

    def _later(self, local: datetime) -> datetime:
        readings = (local.replace(tzinfo=self._zone, fold=fold) for fold in (0, 1))
        return max(reading.astimezone(UTC) for reading in readings)

    def _parse(self, text: str, line: int, column: str) -> datetime:
        for date_format in self._formats:
            try:
                return datetime.strptime(text, date_format)  # noqa: DTZ007 - the log is naive
            except ValueError:
                continue
        raise LogError(
            f"Line {line}: {column} is {text!r}, which is no date of the form "
            f"{' or '.join(self._formats)}.\n"
            "Maybe the mapping needs another entry in `date_formats`."
        )
