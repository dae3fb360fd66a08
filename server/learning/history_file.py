"""The history file: resolved cases as CSV or JSON lines, zipped or not (S9)."""

import csv
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from objectives.learning.history import Resolved
from server.importing.event_log import as_text
from server.learning.errors import HistoryError

JSON_LINES = (".jsonl", ".ndjson")
BETWEEN_SKILLS = ";"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold what; those of `text` that a file has are joined, one at least.

    skills: a file with this column is believed: an empty cell means none of them.
    """

    text: tuple[str, ...] = ("subject", "description")
    agent: str = "agent"
    time: str = "time"
    skills: str = "skills"
    group: str = "group"


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """What a file holds. without_text: rows that were left out because they say nothing."""

    cases: tuple[Resolved, ...]
    without_text: int


def read_history(path: Path, columns: Columns = Columns()) -> HistoryFile:
    """The resolved cases of a file, in its order; raises HistoryError with the line."""
    cases: list[Resolved] = []
    empty = 0
    try:
        with path.open("rb") as file, as_text(file) as text:
            name = path.name.removesuffix(".gz")
            rows = _json_rows if name.endswith(JSON_LINES) else _csv_rows
            for line, row in rows(path, text):
                case = _case(path, line, row, columns)
                if case.text.strip():
                    cases.append(case)
                else:
                    empty += 1
    except (OSError, EOFError, zlib.error) as error:
        raise HistoryError(f"{path} cannot be read: {error}.") from error
    except UnicodeDecodeError as error:
        raise HistoryError(f"{path} is no UTF-8 text. Maybe save it as UTF-8.") from error
    if not cases:
        raise HistoryError(f"{path} holds no case with a text. Maybe the export failed.")
    return HistoryFile(tuple(cases), empty)


def _csv_rows(path: Path, text: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(text, strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                raise HistoryError(
                    f"{path}:{reader.line_num}: not as many fields as the first line names "
                    "columns. Maybe a comma inside a value is not in quotes."
                )
            yield reader.line_num, row
    except csv.Error as error:
        raise HistoryError(f"{path}:{reader.line_num}: {error}.") from error


def _json_rows(path: Path, text: TextIO) -> Iterator[tuple[int, dict[str, str]]]:
    for line, content in enumerate(text, start=1):
        if not content.strip():
            continue
        try:
            row = json.loads(content)
        except ValueError as error:
            raise HistoryError(f"{path}:{line}: {error}. Maybe one object per line.") from error
        if not isinstance(row, dict):
            raise HistoryError(f"{path}:{line}: no object. Maybe one object per line.")
        yield line, {name: _as_text(value) for name, value in row.items()}


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return BETWEEN_SKILLS.join(map(str, value))
    return "" if value is None else str(value)


def _case(path: Path, line: int, row: dict[str, str], columns: Columns) -> Resolved:
    """One case of the file."""
    told = [name for name in columns.text if name in row]
    if not told:
        raise HistoryError(
            f"{path}:{line}: no column {' or '.join(columns.text)}. Its columns are: "
            f"{', '.join(row)}.\nMaybe name the columns of the text with --text."
        )
    labels = row.get(columns.skills)
    return Resolved(
        text="\n".join(row[name] for name in told if row[name]),
        agent_id=row.get(columns.agent, "").strip(),
        time=_moment(path, line, row.get(columns.time, "").strip()),
        skills=None if labels is None else _skills(labels),
        group=row.get(columns.group, "").strip(),
    )


def _skills(labels: str) -> tuple[str, ...]:
    names = (name.strip() for name in labels.split(BETWEEN_SKILLS))
    return tuple(dict.fromkeys(name for name in names if name))


def _moment(path: Path, line: int, text: str) -> datetime | None:
    """ISO 8601; without an offset it is UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise HistoryError(
            f"{path}:{line}: {text!r} is no time. Maybe 2026-03-01T09:30:00Z."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
