"""Cases of a report, ranked by how many share a queue, category, account, skill or owner."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from server.reports.found import FACETS, Found
from server.reports.record import Record
from server.reports.suggestions import Suggestion, Suggestions


@dataclass(frozen=True, slots=True)
class Row:
    """Cases with one value of a facet. share: of all that the report counts, from 0 to 1."""

    value: str
    count: int
    share: float
    why: tuple[tuple[str, int], ...]
    refusals: tuple[tuple[str, int], ...]
    suggestion: Suggestion | None


@dataclass(frozen=True, slots=True)
class Report:
    """case_count: cases in all records; count: those that the report counts, each once.

    facets: of each facet the first rows and how many there are.
    """

    name: str
    record_count: int
    case_count: int
    count: int
    why: tuple[tuple[str, int], ...]
    refusals: tuple[tuple[str, int], ...]
    facets: tuple[tuple[str, tuple[Row, ...], int], ...]


def ranked(name: str, records: Sequence[Record], found: Sequence[Found], most: int) -> Report:
    """The report, at most so many rows a facet; facets without any value are left out."""
    suggestions = Suggestions(records)
    facets = []
    for facet in FACETS:
        groups = _groups(facet, found)
        if any(groups):
            first = sorted(groups, key=lambda value: (-len(groups[value]), value))[:most]
            rows = tuple(
                _row(value, groups[value], len(found), suggestions.of(groups[value], facet, value))
                for value in first
            )
            facets.append((facet, rows, len(groups)))
    cases = {case_id for record in records for case_id in record.cases}
    return Report(
        name, len(records), len(cases), len(found), _why(found), _refusals(found), tuple(facets)
    )


def _groups(facet: str, found: Iterable[Found]) -> dict[str, list[Found]]:
    """The cases by the values of a facet; one of two skills counts for both."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for row in found:
        for value in FACETS[facet](row):
            groups[value].append(row)
    return groups


def _row(value: str, rows: Sequence[Found], total: int, filter_: Suggestion | None) -> Row:
    return Row(
        value=value,
        count=len(rows),
        share=len(rows) / total,
        why=_why(rows),
        refusals=_refusals(rows),
        suggestion=filter_,
    )


def _why(rows: Iterable[Found]) -> tuple[tuple[str, int], ...]:
    return _most_common(Counter(row.why for row in rows))


def _refusals(rows: Iterable[Found]) -> tuple[tuple[str, int], ...]:
    return _most_common(sum((row.refusals for row in rows), start=Counter[str]()))


def _most_common(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """By falling count, then by name."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
