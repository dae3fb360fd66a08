"""The reference policy uses all that is honoured, and is right in every respect."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from allotment.v1.policy_pb2 import Policy
from server.answer import respond
from server.lint import Severity, lint
from server.processes.messages import WorkerSettings
from server.translate.policy import check_policy
from server.unimplemented import TABLE, Field
from tests.server.lint.linted import MONDAY
from tests.server.policy_file.reference import (
    TEXT,
    monday_morning,
    reference_fields,
    reference_policy,
)
from tests.server.policy_file.test_json_schema import VALIDATOR

REFUSED = {f"allotment.v1.{each.message}.{each.name}" for each in TABLE if isinstance(each, Field)}


def test_K1_it_is_taken_into_force() -> None:
    check_policy(reference_policy())


def test_K1_lint_has_infos_for_it_and_nothing_worse() -> None:
    """Without a snapshot, and with one."""
    for snapshot in (None, monday_morning()):
        findings = lint(reference_policy(), snapshot, MONDAY)

        assert {reported.finding.severity for reported in findings} == {Severity.INFO}


def test_K1_editors_take_it() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(reference_fields())] == []


def test_K1_it_decides() -> None:
    """Each case goes where the comments say."""
    request = monday_morning()
    request.policy.CopyFrom(reference_policy())

    batch = respond(request, WorkerSettings(MONDAY, timedelta(seconds=20), timedelta(minutes=1)))

    queues = {row.case_id: row.queue_id for row in batch.batch.assignments}
    assert queues == {
        "key": "key_accounts",
        "sql": "database",
        "lan": "network",
        "new": "",
        "odd": "everything_else",
    }


def inside(field: FieldDescriptor) -> Descriptor | None:
    """The message of ours that the field holds."""
    kind = field.message_type
    return kind if kind is not None and kind.file.package == "allotment.v1" else None


def honoured(message: Descriptor | None) -> Iterator[str]:
    """Full names of all fields below a message that are not refused."""
    for field in message.fields if message else ():
        if field.full_name not in REFUSED:
            yield field.full_name
            yield from honoured(inside(field))


def refused(message: Descriptor | None) -> Iterator[str]:
    """Names of all fields below a message that are refused."""
    for field in message.fields if message else ():
        if field.full_name in REFUSED:
            yield field.name
        yield from refused(inside(field))


def written(fields: dict[str, Any], message: Descriptor) -> Iterator[str]:
    """Full names of all fields that are written out, be it with the default."""
    for key, value in fields.items():
        field = message.fields_by_name[key]
        yield field.full_name
        if kind := inside(field):
            for row in value if field.is_repeated else [value]:
                yield from written(row, kind)


WRITTEN = set(written(reference_fields(), Policy.DESCRIPTOR))


@pytest.mark.parametrize("name", sorted(set(honoured(Policy.DESCRIPTOR))))
def test_K1_every_field_that_is_honoured_is_used(name: str) -> None:
    """A new one belongs into examples/reference_policy.yaml, with a comment."""
    assert name in WRITTEN


@pytest.mark.parametrize("name", sorted(set(refused(Policy.DESCRIPTOR))))
def test_K1_every_field_that_is_refused_is_mentioned(name: str) -> None:
    """In a comment, until it is honoured."""
    assert re.search(rf"^\s*#.*\b{name}\b", TEXT, re.MULTILINE)
