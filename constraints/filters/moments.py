"""Days and moments as filters write them (Q2)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from constraints.filters.values import Day

DAY = re.compile(r"([0-9]{4})-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(
    r"([0-9]{4})-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
YEARS = range(1900, 3000)
"""Years that may be written."""


def moment_or_day(text: str, zone: ZoneInfo) -> datetime | Day | None:
    """A moment in UTC or a whole day; in the zone where no offset is written.

    None where the text is neither, or no such day or moment exists.
    """
    try:
        if (found := DAY.fullmatch(text)) and int(found[1]) in YEARS:
            return _day(date.fromisoformat(text), zone)
        if (found := MOMENT.fullmatch(text)) and int(found[1]) in YEARS:
            return _moment(datetime.fromisoformat(text), zone)
    except ValueError:
        return None
    return None


def _day(day: date, zone: ZoneInfo) -> Day:
    return Day(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _moment(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
