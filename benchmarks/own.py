"""Workloads of the caller's own: a snapshot file, or a folder of OR-Library instances."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.or_library import Instance, read_folder
from benchmarks.workloads import (
    FILE,
    LIBRARY,
    WEIGHTED_LIBRARY,
    WORKLOADS,
    Workload,
    workloads_named,
)
from server.translate.files import SUFFIXES, read_request
from server.translate.snapshot import snapshot_from_proto


def workloads_of(words: Sequence[str]) -> tuple[Workload, ...]:
    """Names of workloads, files and folders; the usual workloads for nothing.

    Raises WorkloadError for an unknown name, and whatever is wrong with a file or a folder.
    """
    paths = [word for word in words if is_path(word)]
    names = [word for word in words if word not in paths]
    known = workloads_named(names) if names or not paths else ()
    return (*known, *(own for path in paths for own in _own(Path(path))))


def is_path(word: str) -> bool:
    """Whether a word means a file or a folder: by a slash, by its suffix, or as it is there."""
    if word in (workload.name for workload in WORKLOADS):
        return False
    return "/" in word or word.endswith(SUFFIXES) or Path(word).is_dir()


def read_snapshot(path: Path) -> AssignRequest:
    """The snapshot of a file; of this moment if it does not tell. Raises FileError."""
    request = read_request(path)
    if not request.HasField("snapshot_time"):
        request.snapshot_time.FromDatetime(datetime.now(UTC))
    return request


def _own(path: Path) -> tuple[Workload, ...]:
    if path.is_dir():
        return tuple(_of_instance(path, each) for each in read_folder(path))
    request = read_snapshot(path)
    snapshot_from_proto(request, datetime.now(UTC))  # raises where it is not valid
    shape = len(request.cases), len(request.agents)
    return (Workload(path.name, FILE, *shape, path=str(path)),)


def _of_instance(folder: Path, instance: Instance) -> Workload:
    problem = instance.problem
    kind = LIBRARY if problem.weighted is None else WEIGHTED_LIBRARY
    shape = problem.case_count, problem.agent_count
    return Workload(instance.name, kind, *shape, path=str(folder))
