"""What goes to manual review in place of an agent (U5, Q10)."""

from collections.abc import Iterable, Iterator

from allotment.v1.plan_pb2 import OUTCOME_MANUAL_REVIEW
from server.reports.found import Found
from server.reports.record import Record


def reviewed(records: Iterable[Record]) -> Iterator[Found]:
    """Cases that a person must decide, each once, where it was so first."""
    seen: set[str] = set()
    for record in records:
        for case_id, row in record.decisions.items():
            if row.outcome == OUTCOME_MANUAL_REVIEW and case_id not in seen:
                seen.add(case_id)
                case = record.cases[case_id]
                why = "OVERRIDE_ROUTING" if case.override_routing else "MANUAL_REVIEW"
                yield Found(record, case, why, old_owner=case.owner_agent_id)
