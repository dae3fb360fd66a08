"""Nothing is ever silently ignored: every field of a request is used, or listed as not honoured."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest
from google.protobuf.descriptor import Descriptor, EnumValueDescriptor, FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.case_pb2 import Requirement
from allotment.v1.queue_pb2 import RoundRobin
from allotment.v1.scores_pb2 import DenseScores, ScoreMatrix
from server.errors import InvalidRequest, NotHonoured
from server.translate import Translated
from server.unimplemented import TABLE, Field, Value, find_unhonoured
from tests.server.translate.requests import facts_of, full_request, translate

Change = Callable[[AssignRequest], None]


def stamp(text: str) -> Timestamp:
    """The moment of an RFC 3339 text."""
    result = Timestamp()
    result.FromJsonString(text)
    return result


@dataclass(frozen=True)
class Position:
    """A field at one place of a request; `steps` lead there, rows by their index."""

    steps: tuple[str | int, ...]
    field: FieldDescriptor

    @property
    def path(self) -> str:
        """As violations name it."""
        text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.steps)
        return f"{text}.{self.field.name}".removeprefix(".")

    @property
    def key(self) -> str:
        """Message and field, such as `Case.priority`."""
        return self.field.full_name.removeprefix("allotment.v1.")


ROWS = {
    "policy.queues.filter": 2,
    "scores.sparse": 1,
    "agents.active_count": 1,
    "agents.active_load": 1,
}
"""Rows other than the first one in which a field has its place in the full request."""


def positions(descriptor: Descriptor, steps: tuple[str | int, ...] = ()) -> Iterator[Position]:
    """Every field below the message, at every place where it can stand."""
    for field in descriptor.fields:
        here = _in_row(steps, field)
        if field.message_type is None or field.message_type.file.package == "google.protobuf":
            yield Position(here, field)
        else:
            row: tuple[int, ...] = (0,) if field.is_repeated else ()
            yield from positions(field.message_type, (*here, field.name, *row))


def _in_row(steps: tuple[str | int, ...], field: FieldDescriptor) -> tuple[str | int, ...]:
    row = ROWS.get(".".join(step for step in (*steps, field.name) if isinstance(step, str)))
    return steps if row is None else (*steps[:-1], row)


def message_at(request: AssignRequest, position: Position) -> Any:
    """The message that holds the field; rows that are missing are added."""
    message: Any = request
    for step in position.steps:
        if isinstance(step, str):
            message = getattr(message, step)
        else:
            message = message[step] if step < len(message) else message.add()
    return message


def put(request: AssignRequest, *, position: Position, value: object) -> None:
    """Sets the field, unhonoured ones too."""
    message, name = message_at(request, position), position.field.name
    if position.field.is_repeated:
        message.ClearField(name)
        values = value if isinstance(value, list) else [value]
        getattr(message, name).extend(values)
    elif position.field.message_type is not None:
        getattr(message, name).CopyFrom(value)
    else:
        setattr(message, name, value)


def swapped(rows: str, name: str) -> Change:
    """Exchanges the keys of two rows: what names them now means the other one."""

    def change(request: AssignRequest) -> None:
        owner = request if rows == "accounts" else request.policy
        first, second = getattr(owner, rows)[:2]
        one, other = getattr(first, name), getattr(second, name)
        setattr(first, name, other)
        setattr(second, name, one)

    return change


def only_fit(request: AssignRequest) -> None:
    """Makes the pillar's matrix the final fit."""
    del request.scores[1]
    request.scores[0].kind = ScoreMatrix.KIND_FIT
    request.scores[0].pillar = ""


def only_pillar(request: AssignRequest) -> None:
    """Makes the final fit a pillar's matrix."""
    del request.scores[0]
    request.scores[0].kind = ScoreMatrix.KIND_PILLAR
    request.scores[0].pillar = "sentiment"


def only_effort(request: AssignRequest) -> None:
    """Makes the final fit a matrix of efforts."""
    del request.scores[0]
    request.scores[0].kind = ScoreMatrix.KIND_EFFORT
    request.scores[0].pillar = ""


def as_float32(request: AssignRequest) -> None:
    """Writes the cells in the other encoding."""
    request.scores[0].dense.encoding = DenseScores.ENCODING_FLOAT32
    request.scores[0].dense.cells = np.linspace(0, 1, 6, dtype="<f4").tobytes()


def solved_by(solver: wire.MipSolver.ValueType) -> Change:
    """Names a solver and the engine that it stands behind."""

    def change(request: AssignRequest) -> None:
        request.options.engine = wire.ENGINE_MIP
        request.options.mip_solver = solver

    return change


def another_kind(request: AssignRequest) -> None:
    """Asks for skills of those names instead of attributes."""
    for rows in (request.cases[0].requirements, request.policy.queues[0].requirements):
        rows[0].kind, rows[0].value = Requirement.KIND_SKILL, ""


def by_turns(mode: RoundRobin.Mode.ValueType) -> Change:
    """Takes turns at all times, or never."""

    def change(request: AssignRequest) -> None:
        turns = request.policy.queues[0].round_robin
        turns.mode = mode
        del turns.windows[:]

    return change


def another_agent(request: AssignRequest) -> None:
    """Renames an agent and what must know him."""
    request.agents[0].agent_id = request.cases[0].owner_agent_id = "other"
    request.accounts[0].histories[0].agent_id = "other"


def without_filter(change: Change) -> Change:
    """Makes a change that the filter would not survive."""

    def changed(request: AssignRequest) -> None:
        request.policy.queues[2].filter = "queue = 'q1'"
        change(request)

    return changed


def declared(name: str, value: object) -> Change:
    """Declares the field otherwise."""

    def change(request: AssignRequest) -> None:
        setattr(request.policy.field_declarations[0], name, value)

    return without_filter(change)


def renamed_virtual_account(request: AssignRequest) -> None:
    """The virtual account has another name."""
    request.policy.virtual_accounts[0].virtual_account_id = "other"


CHANGES: dict[str, Change] = {
    "FieldDeclaration.name": declared("name", "other"),
    "FieldDeclaration.type": declared("type", 2),
    "FieldDeclaration.owner": declared("owner", 2),
    "VirtualAccount.virtual_account_id": without_filter(renamed_virtual_account),
    "Account.account_id": swapped("accounts", "account_id"),
    "Team.team_id": swapped("teams", "team_id"),
    "HolidayCalendar.holiday_calendar_id": swapped("holiday_calendars", "holiday_calendar_id"),
    "Queue.queue_id": swapped("queues", "queue_id"),
    "Requirement.kind": another_kind,
    "RoundRobin.mode": by_turns(RoundRobin.MODE_ALWAYS),
    "Agent.agent_id": another_agent,
    "PriorityLevel.name": swapped("priority_levels", "name"),
    "DenseScores.encoding": as_float32,
    "ScoreMatrix.kind": only_fit,
    "AssignOptions.mip_solver": solved_by(wire.MIP_SOLVER_SCIP),
}
"""Fields that cannot change alone."""

VALUES: dict[tuple[str, int], Change] = {
    ("FieldDeclaration.type", 2): declared("type", 2),
    ("FieldDeclaration.type", 3): declared("type", 3),
    ("FieldDeclaration.type", 4): declared("type", 4),
    ("FieldDeclaration.owner", 2): declared("owner", 2),
    ("FieldDeclaration.owner", 3): declared("owner", 3),
    ("DenseScores.encoding", 1): as_float32,
    ("Requirement.kind", 1): another_kind,
    ("RoundRobin.mode", 1): by_turns(RoundRobin.MODE_NEVER),
    ("RoundRobin.mode", 2): by_turns(RoundRobin.MODE_ALWAYS),
    ("ScoreMatrix.kind", 1): only_fit,
    ("ScoreMatrix.kind", 2): only_pillar,
    ("ScoreMatrix.kind", 3): only_effort,
    **{
        ("AssignOptions.mip_solver", solver): solved_by(solver)
        for solver in wire.MipSolver.values()
        if solver
    },
}
"""Enum values that cannot be set alone."""

DEFAULTS = {
    "ASSIGN_MODE_SOLVE",
    "ROW_ERRORS_REJECT",
    "ENGINE_AUTO",
    "EXPLANATION_DEPTH_SUMMARY",
    "ASSIGNMENT_SOURCE_OTHER",
    "COUNTED_SOURCES_ALL",
    "COUNTED_SOURCES_ALLOTMENT",
    "WHEN_ALWAYS",
    "HOURS_ASSIGNMENT",
    "OWNER_CASE",
    "PERIOD_ROLLING",
    "MODE_NEVER",
    "MODE_FIRST",
    "CLOCK_CALENDAR",
    "MEMORY_LAST",
    "ON_PILLAR_FAILURE_DROP",
    "MANUAL_SKILL_MATCH_FULL",
    "UNLISTED_INELIGIBLE",
}
"""What the contract says of an unset field."""

SAMPLES: dict[str, object] = {
    "AssignRequest.request_id": "00000000-0000-4000-8000-000000000002",
    "AssignRequest.snapshot_time": stamp("2026-03-16T11:00:00Z"),
    "Case.queue_id": "q2",
    "Case.owner_agent_id": "g2",
    "Policy.catch_all_queue_id": "q2",
    "Queue.fallback_queue_ids": ["q2"],
    "Queue.filter": "product = 'Desk'",
    "VirtualAccount.account_ids": ["a2"],
    "RoundRobinFallback.priorities": ["P2"],
    "Requirement.value": "en",
    "Case.account_id": "a2",
    "Case.priority": "P2",
    "ActiveCase.priority": "P1",
    "Bucket.team_ids": ["t1"],
    "Bucket.agent_ids": ["g3"],
    "Shift.team_ids": ["t2"],
    "Shift.agent_ids": ["g3"],
    "Team.agent_ids": ["g3"],
    "Shift.holiday_calendar_id": "h2",
    "BusinessHours.holiday_calendar_id": "h2",
    "HolidayCalendar.dates": ["2026-05-01"],
    "DrainGroup.queue_ids": ["q2"],
    "PillarWeight.pillar": "bandwidth",
    "ScoreMatrix.pillar": "time_overlap",
    "WeeklyWindow.days": [2],
    "WeeklyWindow.start": "07:00",
    "WeeklyWindow.end": "19:00",
    "Band.min_score": 60.0,
    "CustomerHistory.agent_id": "g2",
    "RecentAssignment.came_back_time": stamp("2026-03-16T09:45:00Z"),
    "Attribute.moment": stamp("2026-03-16T08:45:00Z"),
    "SparseScores.case_indexes": [1],
    "SparseScores.agent_indexes": [2],
    "SparseScores.values": [0.25],
    "DenseScores.cells": np.arange(1, 7, dtype="<u2").tobytes(),
}
"""Legal values where any value of the type will not do."""

CHECKED_ONLY = {
    "DenseScores.case_count",
    "DenseScores.agent_count",
    "FitPolicy.strict_weights",
    "FitPolicy.skills_model_id",
}
"""Fields that only say what the others must be: a wrong value is refused."""


WELL_KNOWN: dict[str, object] = {
    "Timestamp": stamp("2026-03-16T08:45:00Z"),
    "Duration": Duration(seconds=4711),
}


def samples(position: Position) -> list[object]:
    """Values that ask for something else than the full request."""
    field = position.field
    if position.key in SAMPLES:
        return [SAMPLES[position.key]]
    if field.name == "time_zone":
        return ["Asia/Tokyo"]
    if field.enum_type is not None:
        return [value.number for value in field.enum_type.values if value.number]
    if field.message_type is not None:
        return [WELL_KNOWN[field.message_type.name]]
    by_type: dict[int, list[object]] = {
        FieldDescriptor.CPPTYPE_STRING: ["other"],
        FieldDescriptor.CPPTYPE_BOOL: [True, False],
        FieldDescriptor.CPPTYPE_INT32: [6],
        FieldDescriptor.CPPTYPE_DOUBLE: [0.625],
        FieldDescriptor.CPPTYPE_FLOAT: [0.625],
    }
    return by_type[field.cpp_type]


def changes(position: Position) -> list[Change]:
    """Ways to set the field to something else than in the full request."""
    if position.key in CHANGES:
        return [CHANGES[position.key]]
    return [partial(put, position=position, value=value) for value in samples(position)]


def outcome(change: Change, path: str) -> str:
    """What becomes of the full request after a change."""
    request = full_request()
    base = translate(request)
    change(request)
    try:
        translated = translate(request)
    except NotHonoured as error:
        named = any(path.startswith(found.path) for found in error.paths)
        return "listed" if named else f"refused: {error}"
    except InvalidRequest as error:
        return "refused: " + "; ".join(v.path + " " + v.message for v in error.violations)
    return "used" if differ(base, translated) else "ignored"


def differ(left: Translated, right: Translated) -> bool:
    """True if anything differs that the rest of the program sees."""
    facts = facts_of(left) != facts_of(right)
    hashes = (left.fingerprint, left.policy_hash) != (right.fingerprint, right.policy_hash)
    assert hashes or not facts, "different facts share fingerprint and policy hash"
    return facts or (left.request_id, left.options) != (right.request_id, right.options)


def enum_values(position: Position) -> Sequence[EnumValueDescriptor]:
    """Values of the field's enum, none for other fields."""
    enum = position.field.enum_type
    return () if enum is None else enum.values


ALL = list(positions(AssignRequest.DESCRIPTOR))
ENUM_VALUES = [
    pytest.param(position, value.number, id=f"{position.path}={value.name}")
    for position in ALL
    for value in enum_values(position)
    if value.number
]


@pytest.mark.parametrize("position", ALL, ids=[position.path for position in ALL])
def test_every_field_is_used_or_listed(position: Position) -> None:
    """A field that is set makes a difference, or is refused as not honoured; never neither."""
    outcomes = {outcome(change, position.path) for change in changes(position)}

    if position.key in CHECKED_ONLY:
        owner = position.path.rpartition(".")[0]
        assert any(each.startswith(f"refused: {owner}") for each in outcomes), outcomes
        return
    assert not [each for each in outcomes if each.startswith("refused")], outcomes
    assert outcomes & {"listed", "used"}, f"{position.path} is silently ignored"


@pytest.mark.parametrize(("position", "value"), ENUM_VALUES)
def test_every_enum_value_is_accepted_or_listed(position: Position, value: int) -> None:
    """A value of an enum is understood, or refused as not honoured."""
    change = VALUES.get((position.key, value)) or partial(put, position=position, value=value)

    assert outcome(change, position.path) in ("listed", "used", "ignored")


@pytest.mark.parametrize(("position", "value"), ENUM_VALUES)
def test_an_accepted_enum_value_changes_something_unless_it_is_the_default(
    position: Position, value: int
) -> None:
    """Two values of an enum that are both accepted mean different things, or one is unset."""
    change = VALUES.get((position.key, value)) or partial(put, position=position, value=value)
    unset = partial(put, position=position, value=0)
    request, without = full_request(), full_request()
    change(request)
    unset(without)
    try:
        set_, unset_ = translate(request), translate(without)
    except (NotHonoured, InvalidRequest):
        return
    same = facts_of(set_) == facts_of(unset_) and set_.options == unset_.options

    names = {each.number: each.name for each in enum_values(position)}
    assert not same or names[value] in DEFAULTS


def test_the_walk_meets_every_line_of_the_table() -> None:
    """A line of the table that no request can reach is stale, and so is a misspelt one."""
    met = {position.key for position in ALL} | {
        key for position in ALL for key in _owners(position)
    }
    values = {
        f"{value.type.full_name}.{value.name}".removeprefix("allotment.v1.")
        for position in ALL
        for value in enum_values(position)
    }

    service = wire.DESCRIPTOR.services_by_name["AssignmentService"]
    questions = [rpc.input_type for rpc in service.methods]
    met |= {f"{asked.name}.{field.name}" for asked in questions for field in asked.fields}

    assert {f"{each.message}.{each.name}" for each in TABLE if isinstance(each, Field)} <= met
    assert {f"{each.enum}.{each.name}" for each in TABLE if isinstance(each, Value)} <= values


def _owners(position: Position) -> Iterator[str]:
    """The message fields on the way to a position."""
    descriptor: Descriptor | None = AssignRequest.DESCRIPTOR
    for step in position.steps:
        if isinstance(step, str) and descriptor is not None:
            field = descriptor.fields_by_name[step]
            yield field.full_name.removeprefix("allotment.v1.")
            descriptor = field.message_type


def test_the_full_request_sets_nothing_that_is_not_honoured() -> None:
    """The request that the tests change is right, and every row of it is read."""
    assert not find_unhonoured(full_request())
    assert len(ALL) > 200
