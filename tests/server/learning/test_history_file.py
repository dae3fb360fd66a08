"""The history file: CSV or JSON lines, zipped or not (S9)."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from objectives.learning.history import Resolved
from server.learning.errors import HistoryError
from server.learning.history_file import Columns, read_history

TABLE = (
    "time,agent,subject,description,skills\n"
    '2026-03-01T10:00:00Z,ann,VPN,"drops, often",vpn; dns\n'
    "2026-03-02 11:00,bob,Hello,,\n"
    ",,,,\n"
)
CASES = (
    Resolved("VPN\ndrops, often", "ann", datetime(2026, 3, 1, 10, tzinfo=UTC), ("vpn", "dns")),
    Resolved("Hello", "bob", datetime(2026, 3, 2, 11, tzinfo=UTC), ()),
)


def written(folder: Path, content: str, name: str = "h.csv") -> Path:
    path = folder / name
    raw = content.encode()
    path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    return path


@pytest.mark.parametrize("name", ["h.csv", "h.csv.gz", "whatever"])
def test_S9_a_table_is_read_and_rows_without_text_are_counted(tmp_path: Path, name: str) -> None:
    file = read_history(written(tmp_path, TABLE, name))

    assert file.cases == CASES
    assert file.without_text == 1


def test_S9_lines_of_json_are_read(tmp_path: Path) -> None:
    rows = [
        {"time": "2026-03-01T10:00:00Z", "agent": "ann", "subject": "VPN",
         "description": "drops, often", "skills": ["vpn", "dns"]},
        {"time": "2026-03-02T11:00:00", "agent": "bob", "subject": "Hello", "skills": None},
    ]  # fmt: skip
    content = "\n\n".join(map(json.dumps, rows))

    assert read_history(written(tmp_path, content, "h.jsonl")).cases == CASES


def test_S9_without_a_column_of_skills_nobody_said_anything(tmp_path: Path) -> None:
    file = read_history(written(tmp_path, "agent,subject\nann,VPN\n"))

    assert file.cases == (Resolved("VPN", "ann", None, None),)


def test_S9_columns_have_the_names_that_are_given(tmp_path: Path) -> None:
    path = written(tmp_path, "who,category,symptom,team\nann,Category 3,Symptom 9,net\n")
    columns = Columns(text=("category", "symptom"), agent="who", group="team")

    (case,) = read_history(path, columns).cases

    assert (case.text, case.agent_id, case.group) == ("Category 3\nSymptom 9", "ann", "net")


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        ("a,b\n1,2\n", "h.csv", "no column subject or description. Its columns are: a, b."),
        ("subject,agent\nx\n", "h.csv", "h.csv:2: not as many fields"),
        ("subject,time\nx,today\n", "h.csv", "h.csv:2: 'today' is no time."),
        ("subject\n", "h.csv", "holds no case with a text"),
        ("{\n", "h.jsonl", "h.jsonl:1: "),
        ("[1]\n", "h.jsonl", "h.jsonl:1: no object."),
    ],
)
def test_S9_a_malformed_history_is_told_with_its_line(
    tmp_path: Path, content: str, name: str, expected: str
) -> None:
    with pytest.raises(HistoryError) as told:
        read_history(written(tmp_path, content, name))

    assert expected in str(told.value)


def test_S9_a_zip_that_was_cut_short_is_told(tmp_path: Path) -> None:
    path = tmp_path / "h.csv.gz"
    path.write_bytes(gzip.compress(TABLE.encode())[:-20])

    with pytest.raises(HistoryError, match="cannot be read"):
        read_history(path)
