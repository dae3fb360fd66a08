"""Predicted hours on the real log of March 2016: learned until the 21st, met in the week after."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from server.importing.event_log import as_text, read_rows
from server.importing.events import EventReader
from server.importing.hours import activity_of
from server.importing.incidents import incidents_of
from server.importing.local_time import parse_moment
from server.importing.mapping import load_mapping
from server.learning.activity import Kind, Moment
from server.learning.hours import Learning, PersonHours, learn_hours
from tests.builders import minute
from tests.shared_data import shared_file

pytestmark = pytest.mark.shared_data

ZONE = ZoneInfo("America/Sao_Paulo")
CUT, END = parse_moment("2016-03-22", ZONE), parse_moment("2016-03-29", ZONE)


@pytest.fixture(scope="module")
def moments() -> list[Moment]:
    """Activity until the 28th."""
    log = load_mapping("servicenow")
    with shared_file("incidents/events_2016_03.csv.gz").open("rb") as file:
        events = EventReader(log, ZONE, END).read(read_rows(as_text(file), log)).events
    return list(activity_of(events, incidents_of(events), ZONE))


def expected_at(person: PersonHours, time: datetime) -> bool:
    """Inside one of the windows, read off the wall clock."""
    local = time.astimezone(ZONE)
    day, now = local.isoweekday(), 60 * local.hour + local.minute
    for window in person.windows:
        start, end = minute(window.start), minute(window.end)
        today, yesterday = day in window.days, (day - 2) % 7 + 1 in window.days
        if (today and start <= now and (now < end or end <= start)) or (
            yesterday and end <= start and now < end
        ):
            return True
    return False


def hours_a_week(person: PersonHours) -> int:
    spans = ((minute(w.end) - minute(w.start)) % 1440 or 1440 for w in person.windows)
    return sum(len(w.days) * span for w, span in zip(person.windows, spans, strict=True)) // 60


def mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers)


@pytest.mark.parametrize(
    ("kind", "hit", "share"), [(Kind.AGENT, 0.87, 0.31), (Kind.ACCOUNT, 0.79, 0.22)]
)
def test_S6_the_hours_of_three_weeks_meet_the_activity_of_the_fourth(
    moments: list[Moment], kind: Kind, hit: float, share: float
) -> None:
    """As docs/fit.md tells: far more of it than the share of the week that they take."""
    model = learn_hours([one for one in moments if one.time <= CUT], Learning(CUT))
    later = [one for one in moments if one.time > CUT and one.person.kind is kind]
    found = [(model.hours_of(kind, one.person.id), one.time) for one in later]
    known = [(person, time) for person, time in found if person is not None]

    assert round(mean(expected_at(person, time) for person, time in known), 2) == hit
    assert round(mean(hours_a_week(person) / 168 for person, _ in known), 2) == share
