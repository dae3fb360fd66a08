"""Recorded cycles of small requests."""

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from server.reports.found import Found
from server.reports.ranking import Report, Row
from server.reports.record import Record, check_record
from tests.answering import answer


def recorded(asked: AssignRequest, name: str = "cycle") -> Record:
    """The request with its answer."""
    record = Record(name, asked, answer(asked))
    check_record(record)
    return record


def with_plan(asked: AssignRequest, *rows: dict[str, object]) -> Record:
    """The request with an answer of these assignments, as another version might have given."""
    batch = {"snapshotTime": asked.snapshot_time.ToJsonString(), "assignments": rows}
    return Record("cycle", asked, json_format.ParseDict({"batch": batch}, AssignResponse()))


def told(found: list[Found]) -> dict[str, str]:
    """Why, by case."""
    return {row.case.case_id: row.why for row in found}


def rows(report: Report, facet: str) -> list[Row]:
    """The ranking of one facet; empty where the report leaves it out."""
    return [row for name, listed, _ in report.facets if name == facet for row in listed]
