"""Policy and snapshot files: proto-JSON as JSON or YAML, or protobuf's own bytes (K1)."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar, cast

import yaml
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor
from google.protobuf.message import DecodeError, Message

from allotment.v1.assignment_service_pb2 import (
    AssignRequest,
    AssignResponse,
    CheckRequest,
    SimulateRequest,
)
from allotment.v1.plan_pb2 import Batch
from allotment.v1.policy_pb2 import Policy
from server.errors import FileError
from server.translate.plain_text import (
    lines_of,
    read_json,
    read_yaml,
    write_json,
    write_yaml,
)
from server.translate.proto_json import Mistake, mistakes, path_of, place_of

JSON = (".json",)
YAML = (".yaml", ".yml")
BINARY = (".binpb",)
SUFFIXES = JSON + YAML + BINARY
MOST_SHOWN = 20

Kind = TypeVar("Kind", bound=Message)


def read_policy(path: Path) -> Policy:
    """The policy in a file; raises FileError with every mistake and its line."""
    return _read(path, Policy())


def read_request(path: Path) -> AssignRequest:
    """The snapshot in a file; raises FileError with every mistake and its line."""
    return _read(path, AssignRequest())


def read_response(path: Path) -> AssignResponse:
    """The answer in a file; raises FileError with every mistake and its line."""
    return _read(path, AssignResponse())


def read_changes(path: Path) -> SimulateRequest:
    """Changes of a snapshot, as `changes`; raises FileError with every mistake and its line."""
    return _read(path, SimulateRequest())


def read_plan(path: Path) -> CheckRequest | Batch:
    """A plan: `assignments` of cases and agents, an answer's batch, or a batch itself.

    Raises FileError; bytes are taken for an answer.
    """
    fields = () if _suffix(path) in BINARY else _names_in(path)
    if _suffix(path) in BINARY or "batch" in fields:
        return read_response(path).batch
    is_batch = {"batch_id", "batchId", "levels", "termination"} & set(fields)
    return _read(path, Batch()) if is_batch else _read(path, CheckRequest())


def _names_in(path: Path) -> tuple[str, ...]:
    """The outermost names of a text; none where it cannot be read, which reading it tells."""
    try:
        text = path.read_text("utf-8-sig")
        value = read_json(text) if _suffix(path) in JSON else read_yaml(text)
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return ()
    return tuple(map(str, value)) if isinstance(value, dict) else ()


def check_writable(path: Path) -> None:
    """Raises FileError where `write_message` would: before long work, not after it."""
    _suffix(path)
    if not path.parent.is_dir():
        raise FileError(f"{path} cannot be written: there is no folder {path.parent}.")


def write_message(message: Message, path: Path) -> None:
    """Writes the message in the form that the file's suffix names; raises FileError."""
    content = written(message, _suffix(path))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}.") from error


def written(message: Message, suffix: str) -> bytes:
    """The message in the form of a suffix of SUFFIXES; equal messages give equal bytes."""
    if suffix in BINARY:
        return message.SerializeToString(deterministic=True)
    fields = json_format.MessageToDict(message, preserving_proto_field_name=True)
    return (write_json(fields) if suffix in JSON else write_yaml(fields)).encode()


def lines_in(path: Path, fields: Sequence[str]) -> list[int | None]:
    """The line of each field path in a policy or snapshot file; None where it cannot be told."""
    if _suffix(path) in BINARY:
        return [None] * len(fields)
    return lines_of(path.read_text("utf-8-sig"), [place_of(field) for field in fields])


def _read(path: Path, message: Kind) -> Kind:
    suffix = _suffix(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    if suffix in BINARY:
        return _read_binary(path, content, message)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{path} is no UTF-8 text at byte {error.start}.") from error
    return _read_text(path, text, message)


def _read_binary(path: Path, content: bytes, message: Kind) -> Kind:
    try:
        message.ParseFromString(content)
    except DecodeError as error:
        name = message.DESCRIPTOR.name
        raise FileError(f"{path} holds no {name}. Maybe it was cut short.") from error
    return message


def _read_text(path: Path, text: str, message: Kind) -> Kind:
    try:
        value = read_json(text) if _suffix(path) in JSON else read_yaml(text)
        if value is None:
            raise FileError(f"{path} is empty. Maybe the export failed.")
        found = list(mistakes(cast(Descriptor, message.DESCRIPTOR), value))
        if isinstance(value, dict) and not found:
            json_format.ParseDict(value, message)
    except (ValueError, yaml.YAMLError) as error:
        raise FileError(f"{path}: {error}") from error
    except RecursionError as error:
        raise FileError(f"{path} nests too deeply. Maybe an alias holds itself.") from error
    except json_format.ParseError as error:
        raise FileError(f"{path}: {error}") from error
    if found:
        raise FileError(_report(path, text, found))
    return message


def _report(path: Path, text: str, found: list[Mistake]) -> str:
    shown = found[:MOST_SHOWN]
    lines = []
    for mistake, line in zip(shown, lines_of(text, [m.place for m in shown]), strict=True):
        file = f"{path}:{line}" if line else str(path)
        where = f"{path_of(mistake.place)}: " if mistake.place else ""
        lines.append(f"{file}: {where}{mistake.message}")
    if len(found) > MOST_SHOWN:
        lines.append(f"... and {len(found) - MOST_SHOWN} more")
    return "\n".join(lines)


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FileError(
            f"{path} ends in none of {', '.join(SUFFIXES)}. Maybe {path.with_suffix(JSON[0]).name}."
        )
    return suffix
