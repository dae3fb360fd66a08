"""Snapshots as files: proto-JSON, or binary where the name ends in `.binpb`."""

from pathlib import Path

from google.protobuf import json_format

from allotment.v1 import assignment_service_pb2
from solver.errors import AllotmentError

BINARY = ".binpb"
JSON = ".json"


class SnapshotFileError(AllotmentError):
    """A snapshot cannot be written to a file of this name."""


def check_name(path: Path) -> None:
    """Raises SnapshotFileError unless the name tells the form."""
    if path.suffix not in (BINARY, JSON):
        raise SnapshotFileError(
            f"{path} is neither {JSON} nor {BINARY}, so its form is not known.\n"
            f"Maybe {path.with_suffix(JSON)}."
        )
    if not path.parent.is_dir():
        raise SnapshotFileError(f"{path} cannot be written: there is no folder {path.parent}.")


def write_snapshot(request: assignment_service_pb2.AssignRequest, path: Path) -> None:
    """Writes a snapshot; equal snapshots give equal bytes. Raises SnapshotFileError."""
    check_name(path)
    content = _content(request, path)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SnapshotFileError(f"{path} cannot be written: {error.strerror}.") from error


def _content(request: assignment_service_pb2.AssignRequest, path: Path) -> bytes:
    if path.suffix == BINARY:
        return request.SerializeToString(deterministic=True)
    text = json_format.MessageToJson(request, indent=1, ensure_ascii=False)
    return text.encode() + b"\n"
