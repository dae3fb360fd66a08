"""The log as a file: rows of text, read column by column as the mapping says."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import IO, TextIO

from server.importing.errors import LogError, MappingError
from server.importing.mapping import Mapping

GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Row:
    """One event of the log as text; a missing value is None."""

    line: int
    values: dict[str, str | None]

    def needed(self, fact: str, column: str) -> str:
        """The text of a fact that every row must have. Raises LogError."""
        value = self.values[fact]
        if value is None:
            raise LogError(
                f"Line {self.line}: the {fact.replace('_', ' ')} (column {column!r}) is missing."
            )
        return value


def as_text(file: IO[bytes]) -> TextIO:
    """The text of a log, unzipped where it is zipped; the file must be seekable."""
    zipped = file.read(2) == GZIP_MAGIC
    file.seek(0)
    plain = gzip.GzipFile(fileobj=file) if zipped else file
    return io.TextIOWrapper(plain, encoding="utf-8-sig", newline="")


def read_rows(text: TextIO, mapping: Mapping) -> Iterator[Row]:
    """The rows of a log, in the order of the file.

    Raises MappingError where a column is missing, LogError where the file is malformed.
    """
    reader = csv.reader(text)
    try:
        header = next(reader, None)
        if header is None:
            raise LogError("The log is empty: it does not even have a line of column names.")
        places = _places(header, mapping)
        for fields in reader:
            if fields:
                yield _row(reader.line_num, fields, len(header), places, mapping.missing)
    except (csv.Error, UnicodeDecodeError, OSError, EOFError, zlib.error) as error:
        raise LogError(f"Line {reader.line_num + 1}: the log cannot be read: {error}.") from error


def _row(
    line: int, fields: list[str], width: int, places: dict[str, int], missing: frozenset[str]
) -> Row:
    if len(fields) != width:
        raise LogError(
            f"Line {line} has {len(fields)} fields, but the first line names {width} columns.\n"
            "Maybe a comma inside a value is not in quotes."
        )
    values: dict[str, str | None] = {}
    for fact, place in places.items():
        value = fields[place].strip()
        values[fact] = None if value in missing else value
    return Row(line, values)


def _places(header: list[str], mapping: Mapping) -> dict[str, int]:
    """Position of each fact's column."""
    names = [name.strip() for name in header]
    places = {}
    for fact, column in mapping.columns.named().items():
        if column not in names:
            raise MappingError(_missing_column(column, fact, names))
        places[fact] = names.index(column)
    return places


def _missing_column(column: str, fact: str, names: list[str]) -> str:
    near = get_close_matches(column, names, n=1, cutoff=0.5)
    maybe = f"you meant {near[0]!r}" if near else "the mapping is made for another log"
    return (
        f"The log has no column {column!r}, which the mapping names for {fact}.\n"
        f"Its columns are: {', '.join(names)}.\nMaybe {maybe}."
    )
