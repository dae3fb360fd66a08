"""Filters in the policy language that a rule can be made of, tried on the recorded cases."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from constraints.filters import FilterError, parse_filter
from constraints.matching import fields_of
from server.reports.found import FACETS, Found
from server.reports.record import Record
from server.wiring import RULES

FIELDS = {"category": "category", "account": "account", "old_owner": "owner"}
"""Facets that are fields of filters; a queue has a filter of its own, or is the field `queue`."""

COMMON = ("category", "queue", "account")
"""Facets that stand in where a row's own cannot be asked for."""
TRIED = 3
"""Most common values of each that are tried."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A filter. taken: cases of the row that it takes; others: further recorded cases."""

    filter: str
    taken: int
    others: int


class Suggestions:
    """Filters for the rows of a report, tried on all cases of its records."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = tuple(records)
        self._taken = lru_cache(maxsize=None)(self._taken_by)

    def of(self, rows: Sequence[Found], facet: str, value: str) -> Suggestion | None:
        """The filter that takes most cases of a row, and few others; None where there is none."""
        wanted = {row.case.case_id for row in rows}
        tried = [
            Suggestion(text, len(taken & wanted), len(taken - wanted))
            for text in dict.fromkeys(_texts(rows, facet, value))
            if (taken := self._taken(text)) is not None
        ]
        return max(tried, key=lambda made: (made.taken, -made.others), default=None)

    def _taken_by(self, text: str) -> frozenset[str] | None:
        """Recorded cases that the filter takes; None where a policy cannot read it."""
        try:
            return frozenset(name for record in self._records for name in _taken(record, text))
        except FilterError:
            return None


def _texts(rows: Sequence[Found], facet: str, value: str) -> Iterator[str]:
    """The row's own condition; where it has none, what many of its cases have in common."""
    record = rows[0].record
    if facet in FIELDS or facet == "queue":
        yield _condition(record, facet, value)
        return
    for other in COMMON:
        counts = Counter(each for row in rows for each in FACETS[other](row) if each)
        for each, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:TRIED]:
            yield _condition(record, other, each)


def _condition(record: Record, facet: str, value: str) -> str:
    """What asks for one value of a facet."""
    if facet != "queue":
        return _equals(FIELDS[facet], value)
    filters = {queue.queue_id: queue.filter for queue in record.snapshot.policy.queues}
    return filters.get(value) or _equals("queue", value)


def _equals(field: str, value: str) -> str:
    """The field has the value, or none at all."""
    quoted = value.replace("'", "''")
    return f"{field} = '{quoted}'" if value else f"{field} IS NULL"


def _taken(record: Record, text: str) -> Iterator[str]:
    """Cases of a record that the filter takes; raises FilterError."""
    filters = (parse_filter(text, fields_of(record.snapshot.policy)),)
    mask = RULES.taken_by(record.snapshot, filters)[0]
    for place in np.flatnonzero(mask).tolist():
        yield record.snapshot.cases[place].case_id
