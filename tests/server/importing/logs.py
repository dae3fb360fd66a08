"""Small incident logs for tests, and what is imported from them."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from allotment.v1 import assignment_service_pb2
from server.importing.event_log import as_text, read_rows
from server.importing.limits import AssumedLimits
from server.importing.local_time import parse_moment
from server.importing.mapping import Mapping, load_mapping
from server.importing.snapshot import ImportOrder, import_incidents
from server.importing.summary import Summary

USUAL_LIMITS = AssumedLimits()
UTC_ZONE = ZoneInfo("UTC")
SERVICENOW = load_mapping("servicenow")

Row = dict[str, str]


def event(number: str, time: str, **columns: str) -> Row:
    """A row of a log in the shape of the ready mapping; unsaid columns have plain values."""
    return {
        "number": number,
        "incident_state": "New",
        "made_sla": "True",
        "caller_id": "Caller 1",
        "opened_at": time,
        "sys_updated_at": time,
        "sys_mod_count": "0",
        "impact": "2 - Medium",
        "urgency": "2 - Medium",
        "priority": "3 - Moderate",
        "assignment_group": "Group 1",
        "assigned_to": "?",
        "resolved_by": "?",
        "closed_at": "?",
        "resolved_at": "?",
        **columns,
    }


def written(rows: Iterable[Row]) -> str:
    """The rows as CSV."""
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


@dataclass(frozen=True)
class Imported:
    """An imported log."""

    request: assignment_service_pb2.AssignRequest
    summary: Summary

    @property
    def content(self) -> bytes:
        """The bytes of the snapshot."""
        return self.request.SerializeToString(deterministic=True)

    @property
    def case_ids(self) -> list[str]:
        """Ids of the cases."""
        return [case.case_id for case in self.request.cases]


def imported(
    log: str | Iterable[Row],
    at: str = "2016-03-10 12:00",
    zone: ZoneInfo = UTC_ZONE,
    mapping: Mapping = SERVICENOW,
    limits: AssumedLimits = USUAL_LIMITS,
) -> Imported:
    """The snapshot of a log at a moment."""
    text = log if isinstance(log, str) else written(log)
    order = ImportOrder(mapping, zone, parse_moment(at, zone), limits)
    rows = read_rows(as_text(io.BytesIO(text.encode())), mapping)
    return Imported(*import_incidents(rows, order))


def moment(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
