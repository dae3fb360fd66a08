"""Fingerprints: equal facts give equal text, whatever the order of rows (R7)."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache

import numpy as np
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.case_pb2 import Account as AccountMessage
from allotment.v1.policy_pb2 import Policy
from server.translate.times import EPOCH
from solver.facts import (
    Account,
    DenseEfforts,
    DenseScores,
    Efforts,
    History,
    Snapshot,
    SparseScores,
)
from solver.units import Indexes

_UNORDERED = (
    "activity_windows",
    "active_cases",
    "recent_assignments",
    "absences",
    "predicted_windows",
    "skills",
    "attributes",
    "requirements",
    "histories",
)
"""Rows inside a row whose order means nothing."""


class _Hash:
    """SHA-256 over parts that each begin with their length: no two lists of parts agree."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256(b"allotment snapshot 1")

    def add(self, part: bytes) -> None:
        self._hash.update(len(part).to_bytes(8, "little"))
        self._hash.update(part)

    def add_array(self, array: Indexes) -> None:
        cells = np.ascontiguousarray(array, dtype="<i4")
        self._hash.update(cells.nbytes.to_bytes(8, "little"))
        self._hash.update(cells.data)

    def text(self) -> str:
        return self._hash.hexdigest()


def policy_hash(policy: Policy) -> str:
    """SHA-256 of the policy, hexadecimal."""
    return hashlib.sha256(policy.SerializeToString(deterministic=True)).hexdigest()


def fingerprint(request: AssignRequest, snapshot: Snapshot) -> str:
    """SHA-256 of the facts without the policy, hexadecimal; the moment and sent matrices as
    the snapshot has them."""
    result = _Hash()
    result.add(b"%d" % ((snapshot.now - EPOCH) // timedelta(microseconds=1)))
    for rows in (request.cases, request.agents):
        names = _unordered(rows[0].DESCRIPTOR) if rows else ()
        _add_rows(result, [_row(row, names) for row in rows])
    _add_rows(result, _accounts(request.accounts, snapshot.accounts))
    for matrix in snapshot.scores:
        result.add(matrix.pillar.encode())
        _add_values(result, matrix.values)
    if snapshot.efforts is not None:
        result.add(b"efforts")
        _add_efforts(result, snapshot.efforts)
    return result.text()


def _add_rows(result: _Hash, parts: list[bytes]) -> None:
    """Serialized rows; their order means nothing."""
    result.add(b"%d" % len(parts))
    for part in sorted(parts):
        result.add(part)


def _accounts(rows: Sequence[AccountMessage], accounts: Iterable[Account]) -> list[bytes]:
    """The serialized accounts; most histories stand in order, as their facts tell cheaply."""
    by_agent = {one.account_id for one in accounts if _are_by_agent(one.histories)}
    names = _unordered(AccountMessage.DESCRIPTOR)
    others = tuple(name for name in names if name != "histories")
    return [_row(row, others if row.account_id in by_agent else names) for row in rows]


def _are_by_agent(histories: Iterable[History]) -> bool:
    """True only where the rows of these facts stand in canonical order.

    Each begins with the length of its agent's id and the id, which comes once: among ids of
    one length nothing else counts.
    """
    ids = [history.agent_id for history in histories]
    return len({*map(len, ids)}) == 1 and "".join(ids).isascii() and ids == sorted(ids)


def _row(row: Message, names: Sequence[str]) -> bytes:
    """The row with its own rows of these names in canonical order."""
    for name in names:
        rows = getattr(row, name)
        if len(rows) > 1 and not _in_order(rows):
            return _serialized(_ordered(row, names))
    return row.SerializeToString(deterministic=True)


def _ordered(row: Message, names: Sequence[str]) -> Message:
    """A copy with its own rows in canonical order."""
    copy = type(row)()
    copy.CopyFrom(row)
    for name in names:
        getattr(copy, name).sort(key=_serialized)
    return copy


@cache
def _unordered(descriptor: Descriptor) -> tuple[str, ...]:
    """The fields of a message whose rows have no order of their own."""
    return tuple(field.name for field in descriptor.fields if field.name in _UNORDERED)


def _in_order(rows: Iterable[Message]) -> bool:
    """True for rows that stand in canonical order already."""
    parts = [row.SerializeToString(deterministic=True) for row in rows]
    return parts == sorted(parts)


def _serialized(row: Message) -> bytes:
    return row.SerializeToString(deterministic=True)


def _add_efforts(result: _Hash, efforts: Efforts) -> None:
    """The bits of floats are taken as they are."""
    bits = efforts.effort.view(np.int32)
    if isinstance(efforts, DenseEfforts):
        result.add(b"dense %d %d" % efforts.effort.shape)
        result.add_array(bits)
        return
    result.add(b"sparse %d" % efforts.unlisted)
    for array in (efforts.case, efforts.agent, bits):
        result.add_array(array)


def _add_values(result: _Hash, values: DenseScores | SparseScores) -> None:
    if isinstance(values, DenseScores):
        result.add(b"dense %d %d" % values.ppm.shape)
        result.add_array(values.ppm)
        return
    result.add(b"sparse %d" % values.unlisted)
    for array in (values.case, values.agent, values.ppm):
        result.add_array(array)
