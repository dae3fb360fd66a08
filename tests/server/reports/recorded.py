"""Recorded cycles of small requests."""

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.reports.found import Found
from server.reports.ranking import Report, Row
from server.reports.record import Record, check_record
from tests.answering import answer


def recorded(asked: AssignRequest, name: str = "cycle") -> Record:
    """The request with its answer."""
    record = Record(name, asked, answer(asked))
    check_record(record)
    return record


def told(found: list[Found]) -> dict[str, str]:
    """Why, by case."""
    return {row.case.case_id: row.why for row in found}


def rows(report: Report, facet: str) -> list[Row]:
    """The ranking of one facet; empty where the report leaves it out."""
    return [row for name, listed, _ in report.facets if name == facet for row in listed]
