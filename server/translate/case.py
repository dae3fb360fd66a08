"""Cases."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allotment.v1 import case_pb2 as wire
from server.translate.checks import (
    COUNT,
    POSITIVE_WEIGHT,
    URGENCY,
    Once,
    check_known,
    check_number,
    require,
)
from server.translate.reading import Reading
from server.translate.requirements import read_attributes, read_requirements
from server.translate.schedule import read_windows, read_zone
from server.translate.standing import read_standing
from server.translate.times import read_optional_moment, require_moment
from server.violations import Fault
from solver.facts import Case, Requirement


def cases_from_proto(
    reading: Reading, rows: Iterable[wire.Case], zoned_accounts: frozenset[str]
) -> tuple[Case, ...]:
    """The cases in the order of the request.

    zoned_accounts: ids of accounts whose time zone a case may use.
    """
    seen = Once(reading.violations)
    cases = []
    for index, row in enumerate(rows):
        at = f"cases[{index}]"
        seen.identify(row.case_id, f"{at}.case_id")
        case = _case(reading, row, at)
        if case.activity_windows and not row.time_zone and row.account_id not in zoned_accounts:
            require(
                reading.violations,
                f"{at}.time_zone",
                "give the account one: the activity windows are local hours",
            )
        cases.append(case)
    return tuple(cases)


def _case(reading: Reading, row: wire.Case, at: str) -> Case:
    violations = reading.violations
    account_id, priority = row.account_id, row.priority
    if account_id and account_id not in reading.account_ids:
        path = f"{at}.account_id"
        check_known(violations, path, account_id, reading.account_ids, "`accounts`")
    created = _created(reading, row, at)
    if priority and priority not in reading.priorities:
        path, where = f"{at}.priority", "the policy's priority levels"
        check_known(violations, path, priority, reading.priorities, where)
    urgency = row.urgency if row.HasField("urgency") else None
    if urgency is not None and not URGENCY.holds(urgency):
        check_number(violations, f"{at}.urgency", urgency, URGENCY)
    effort = row.effort if row.HasField("effort") else 1.0
    if not POSITIVE_WEIGHT.holds(effort):
        check_number(violations, f"{at}.effort", effort, POSITIVE_WEIGHT)
    zone_name, windows = row.time_zone, row.activity_windows
    return Case(
        case_id=row.case_id,
        created=created,
        queue_id=row.queue_id,
        account_id=account_id,
        priority=priority,
        urgency=urgency,
        effort=effort,
        zone=read_zone(violations, f"{at}.time_zone", zone_name) if zone_name else None,
        activity_windows=(
            read_windows(violations, f"{at}.activity_windows", windows) if windows else ()
        ),
        designated_agent_id=row.designated_agent_id,
        requirements=_requirements(reading, row, at),
        owner_id=_owner(reading, row, at),
        locked=row.lock,
        **_descriptions(reading, row, at),
        **read_standing(reading.violations, row, at),
        **_escalation(reading, row, at),
    )


def _escalation(reading: Reading, row: wire.Case, at: str) -> dict[str, Any]:
    """What routes a case beside its queues (U2, U5, U7), by field of `Case`."""
    violations = reading.violations
    if not URGENCY.holds(row.escalation_bonus):
        check_number(violations, f"{at}.escalation_bonus", row.escalation_bonus, URGENCY)
    return {
        "category": row.category,
        "override_routing": row.override_routing,
        "escalated": read_optional_moment(violations, at, row, "escalated_time"),
        "warned": read_optional_moment(violations, at, row, "warned_time"),
        "escalation_bonus": row.escalation_bonus,
    }


def _descriptions(reading: Reading, row: wire.Case, at: str) -> dict[str, Any]:
    """Facts that only filters look at (Q2), by field of `Case`."""
    violations = reading.violations
    if row.reassignment_count < 0:
        check_number(violations, f"{at}.reassignment_count", row.reassignment_count, COUNT)
    return {
        "attributes": read_attributes(violations, f"{at}.attributes", row.attributes),
        "reporter_id": row.reporter_id,
        "status": row.status,
        "subject": row.subject,
        "description": row.description,
        "stage": row.stage,
        "stage_since": read_optional_moment(violations, at, row, "stage_time"),
        "owned_since": read_optional_moment(violations, at, row, "owned_time"),
        "reassignments": row.reassignment_count,
    }


def _requirements(reading: Reading, row: wire.Case, at: str) -> tuple[Requirement, ...]:
    rows = row.requirements
    return read_requirements(reading.violations, f"{at}.requirements", rows) if rows else ()


def _owner(reading: Reading, row: wire.Case, at: str) -> str:
    """The owner, who must be in the snapshot; a lock needs one (O3)."""
    owner, violations = row.owner_agent_id, reading.violations
    if owner and owner not in reading.agent_ids:
        check_known(violations, f"{at}.owner_agent_id", owner, reading.agent_ids, "`agents`")
    if row.lock and not owner:
        text = "The case is locked, but to nobody. Maybe owner_agent_id was left out."
        violations.add(f"{at}.lock", Fault.CONTRADICTION, text, "true")
    return owner


def _created(reading: Reading, row: wire.Case, at: str) -> datetime:
    """The creation time; the snapshot's where it is wrong."""
    created = require_moment(reading.violations, at, row, "created_time")
    if created is None:
        return reading.now
    if created > reading.now:
        value = created.isoformat()
        text = (
            f"The case was created at {value}, after the snapshot at {reading.now.isoformat()}. "
            "Maybe a local time was sent as UTC."
        )
        reading.violations.add(f"{at}.created_time", Fault.CONTRADICTION, text, value)
    return created
