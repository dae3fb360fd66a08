"""Logs and mappings that make no sense: each mistake is named, with the way out."""

import gzip
import io
from pathlib import Path

import pytest
import yaml

from server.importing.errors import LogError, MappingError, MomentError
from server.importing.event_log import as_text, read_rows
from server.importing.mapping import load_mapping
from tests.server.importing.logs import SERVICENOW, Row, event, imported, written

HELD = event("INC1", "9/3/2016 09:00", assigned_to="Resolver 1")
WAITING = event("INC2", "9/3/2016 09:00")


def without(column: str) -> list[Row]:
    """The plain log without one column."""
    return [{name: row[name] for name in row if name != column} for row in (HELD, WAITING)]


def renamed(column: str, name: str) -> str:
    """The plain log with one column of another name."""
    return written([HELD, WAITING]).replace(column, name, 1)


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(MappingError, match=r"no column 'assigned_to'.*for assignee") as caught:
        imported(written(without("assigned_to")))

    assert "Its columns are: number, incident_state" in str(caught.value)


def test_a_column_of_nearly_that_name_is_proposed() -> None:
    with pytest.raises(MappingError, match="Maybe you meant 'assigned_too'"):
        imported(renamed("assigned_to", "assigned_too"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(
            event("INC3", "9/3/2016 09:00", sys_updated_at="2016"),
            "Line 4: sys_updated_at is '2016', which is no date",
            id="event time",
        ),
        pytest.param(
            event("INC3", "9/3/2016 09:00", opened_at="31/2/2016 09:00"),
            "Line 4: opened_at is '31/2/2016 09:00', which is no date",
            id="opened",
        ),
        pytest.param(
            event("INC3", "9/3/2016 09:00", sys_updated_at="?"),
            r"Line 4: the event time \(column 'sys_updated_at'\) is missing",
            id="no event time",
        ),
        pytest.param(
            event("", "9/3/2016 09:00"),
            r"Line 4: the incident \(column 'number'\) is missing",
            id="no id",
        ),
        pytest.param(
            event("INC3", "9/3/2016 09:00", incident_state="Paused"),
            "Line 4: the state 'Paused' is not in the mapping",
            id="unknown state",
        ),
        pytest.param(
            event("INC3", "9/3/2016 09:00", sys_mod_count="two"),
            "Line 4: sys_mod_count is 'two', but a sequence is a whole number",
            id="sequence",
        ),
    ],
)
def test_a_wrong_row_is_named_by_its_line(row: Row, message: str) -> None:
    with pytest.raises(LogError, match=message):
        imported([HELD, WAITING, row])


def test_a_short_row_is_named_by_its_line() -> None:
    with pytest.raises(LogError, match="Line 4 has 2 fields, but the first line names 15 columns"):
        imported(written([HELD, WAITING]) + "INC3,New\n")


@pytest.mark.parametrize(
    ("log", "message"),
    [
        pytest.param("", "The log is empty", id="nothing"),
        pytest.param(written([HELD]).splitlines()[0], "column names but no events", id="header"),
    ],
)
def test_an_empty_log_is_refused(log: str, message: str) -> None:
    with pytest.raises(LogError, match=message):
        imported(log)


def test_a_moment_before_the_first_event_is_refused() -> None:
    with pytest.raises(MomentError, match="first event of the log is at 2016-03-09 09:00"):
        imported([HELD, WAITING], "2016-03-09 08:59")


def test_a_log_in_which_nobody_was_assigned_is_refused() -> None:
    with pytest.raises(MomentError, match="no agents"):
        imported([WAITING])


def test_a_log_in_which_nothing_waits_is_refused() -> None:
    with pytest.raises(MomentError, match="no cases"):
        imported([HELD])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(gzip.compress(written([HELD]).encode())[:-12], id="gzip cut short"),
        pytest.param(b"\x1f\x8b nonsense", id="no gzip"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b'number,"inci\x00', id="quotes left open"),
    ],
)
def test_a_damaged_file_is_refused(content: bytes) -> None:
    with pytest.raises((LogError, MappingError)):
        list(read_rows(as_text(io.BytesIO(content)), SERVICENOW))


def test_blank_lines_and_a_byte_order_mark_do_no_harm() -> None:
    plain = written([HELD, WAITING])

    assert imported("\ufeff" + plain.replace("\n", "\r\n\r\n")).content == imported(plain).content


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"columns": {}}, "columns.incident: Field required", id="no columns"),
        pytest.param({"colums": {}}, "colums: Extra inputs are not permitted", id="unknown key"),
        pytest.param({"date_formats": []}, "date_formats: ", id="no date format"),
        pytest.param(
            {"states": {"open": ["A"], "closed": ["A"]}}, "'A' is listed twice", id="state"
        ),
        pytest.param(
            {"tells_the_future": ["assigned_to"]},
            "columns.assignee names 'assigned_to'",
            id="future",
        ),
        pytest.param(
            {"urgency_points": {"urgency": {"High": 101}}},
            "urgency_points.urgency.High",
            id="points",
        ),
        pytest.param(
            {"sources": {"allotment": ["bot"]}}, "told by columns.changed_by", id="no source"
        ),
        pytest.param(
            {"sources": {"allotment": ["bot"], "other": ["bot"]}},
            "'bot' is listed twice",
            id="two sources",
        ),
    ],
)
def test_a_wrong_mapping_names_the_place(
    change: dict[str, object], message: str, tmp_path: Path
) -> None:
    facts = SERVICENOW.model_dump(mode="json") | change
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(facts), encoding="utf-8")

    with pytest.raises(MappingError, match=message) as caught:
        load_mapping(str(path))

    assert "mine.yaml" in str(caught.value)


def test_a_mapping_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("columns: [", encoding="utf-8")

    with pytest.raises(MappingError, match="is not YAML"):
        load_mapping(str(path))


def test_a_mapping_that_is_not_there_is_refused() -> None:
    with pytest.raises(MappingError, match="Maybe you meant a ready one: servicenow"):
        load_mapping("service-now")


def test_columns_that_a_log_does_not_have_may_be_left_out_of_the_mapping() -> None:
    kept = SERVICENOW.columns.named()
    for fact in ("opened_time", "sequence", "caller", "priority", "urgency", "impact"):
        del kept[fact]
    mapping = type(SERVICENOW).model_validate(SERVICENOW.model_dump() | {"columns": kept})

    found = imported([HELD, WAITING], mapping=mapping)

    assert found.case_ids == ["INC2"]
    assert not found.request.accounts
