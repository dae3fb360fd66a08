"""Local days end at midnight, or at what stands in for it (V2)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.calendars import next_date
from solver.moments import moment_at
from tests.solver.calendars.drawing import CHANGES


@settings(deadline=None)
@given(st.sampled_from(CHANGES), st.integers(-2000, 2000))
def test_V2_the_next_date_is_the_first_minute_at_which_the_calendar_shows_another(
    change: tuple[ZoneInfo, datetime], start: int
) -> None:
    """Read off the wall clock of the zone, minute by minute."""
    zone, now = change[0], change[1] + timedelta(minutes=start)
    minutes = (now + timedelta(minutes=minute) for minute in range(1, 1600))
    today = now.astimezone(zone).date()

    told = moment_at(next_date(zone, now))

    assert told == next(each for each in minutes if each.astimezone(zone).date() != today)


def test_V2_a_second_before_midnight_the_next_date_is_near() -> None:
    late = datetime(2026, 3, 4, 23, 59, 59, 999_999, tzinfo=UTC)

    assert moment_at(next_date(ZoneInfo("UTC"), late)) == datetime(2026, 3, 5, tzinfo=UTC)


def test_V2_a_clock_that_goes_back_over_midnight_changes_the_date_twice() -> None:
    """St John's in 2010: at 00:01 on 7 November it was 23:01 again on the 6th."""
    zone = ZoneInfo("America/St_Johns")
    midnight = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)

    assert moment_at(next_date(zone, midnight - timedelta(hours=2))) == midnight
    assert moment_at(next_date(zone, midnight)) == midnight + timedelta(minutes=1)
    assert moment_at(next_date(zone, midnight + timedelta(minutes=1))) == midnight + timedelta(
        hours=1
    )
