"""The real log of March 2016 (UCI 498), as it stood on a Tuesday morning."""

from zoneinfo import ZoneInfo

import pytest

from server.importing.event_log import as_text
from tests.server.importing.logs import Imported, imported
from tests.shared_data import shared_file
from tests.snapshots import assert_usable

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def log() -> str:
    """The text of the log."""
    with shared_file("incidents/events_2016_03.csv.gz").open("rb") as file:
        return as_text(file).read()


def at(log: str, moment: str) -> Imported:
    """The log at a moment, its times taken as local in the country of its authors."""
    return imported(log, moment, ZoneInfo("America/Sao_Paulo"))


def test_on_tuesday_the_fifteenth_at_ten_511_incidents_wait_for_156_agents(log: str) -> None:
    found = at(log, "2016-03-15 10:00")

    counts = found.summary.counts
    assert (counts.log_rows, counts.events_read, counts.incidents) == (58_012, 19_993, 4_304)
    assert (counts.cases, counts.cases_counted_as_unassigned) == (511, 0)
    assert (counts.agents, counts.queues, counts.active_cases) == (156, 67, 1_199)
    assert (counts.recent_assignments, counts.recent_withdrawn) == (528, 61)
    assert_usable(found.request)


def test_in_the_first_night_few_wait_and_the_open_ones_of_the_last_day_count_too(log: str) -> None:
    found = at(log, "2016-03-01 09:00")

    counts = found.summary.counts
    assert counts.cases - counts.cases_counted_as_unassigned < 50
    assert counts.cases_counted_as_unassigned > 0
    assert_usable(found.request)


def test_cutting_the_log_off_at_the_moment_changes_nothing(log: str) -> None:
    header, *lines = log.splitlines(keepends=True)
    place = header.split(",").index("sys_updated_at")
    early = [line for line in lines if line.split(",")[place].startswith(("1/3/", "2/3/"))]

    whole = at(log, "2016-03-02 23:59")

    assert at("".join([header, *reversed(early)]), "2016-03-02 23:59").content == whole.content
