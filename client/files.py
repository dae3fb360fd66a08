"""Snapshot files: one message as proto-JSON (.json) or as bytes (.binpb)."""

from pathlib import Path
from typing import TypeVar

from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse

from .errors import FileError

M = TypeVar("M", bound=Message)

JSON = ".json"
BINARY = ".binpb"


def read_request(path: Path) -> AssignRequest:
    """The snapshot in a file. Raises FileError."""
    return read_message(path, AssignRequest)


def read_response(path: Path) -> AssignResponse:
    """The answer in a file. Raises FileError."""
    return read_message(path, AssignResponse)


def read_message(path: Path, kind: type[M]) -> M:
    """The message in a file, by the file's ending. Raises FileError."""
    form = _form(path)
    try:
        content = path.read_bytes()
        if form == BINARY:
            return kind.FromString(content)
        return json_format.Parse(content.decode("utf-8"), kind())
    except OSError as error:
        raise FileError(f"Cannot read {path}: {error.strerror}.") from error
    except (DecodeError, UnicodeDecodeError, json_format.ParseError) as error:
        raise FileError(f"{path} holds no {kind.DESCRIPTOR.name}: {error}") from error


def write_message(message: Message, path: Path) -> None:
    """Writes a message in the form of the file's ending; equal messages give equal files.

    Raises FileError.
    """
    if _form(path) == BINARY:
        content = message.SerializeToString(deterministic=True)
    else:
        text = json_format.MessageToJson(message, preserving_proto_field_name=True)
        content = (text + "\n").encode()
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileError(f"Cannot write {path}: {error.strerror}.") from error


def _form(path: Path) -> str:
    if path.suffix not in (JSON, BINARY):
        raise FileError(f"{path} ends neither in {JSON} nor in {BINARY}.")
    return path.suffix
