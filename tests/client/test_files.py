"""Snapshot files come back as they were written."""

from pathlib import Path

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from client import FileError, read_request, read_response, write_message


@pytest.fixture
def request_() -> AssignRequest:
    request = AssignRequest(request_id="night")
    request.cases.add(case_id="Ä", priority="P1").created_time.FromSeconds(1_700_000_000)
    return request


@pytest.mark.parametrize("ending", [".json", ".binpb"])
def test_a_request_comes_back(tmp_path: Path, request_: AssignRequest, ending: str) -> None:
    path = tmp_path / f"snapshot{ending}"
    write_message(request_, path)

    assert read_request(path) == request_


def test_json_uses_the_names_of_the_proto(tmp_path: Path, request_: AssignRequest) -> None:
    path = tmp_path / "snapshot.json"
    write_message(request_, path)

    assert '"created_time": "2023-11-14T22:13:20Z"' in path.read_text(encoding="utf-8")


def test_a_response_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    response = AssignResponse()
    response.batch.batch_id = "b"
    write_message(response, path)

    assert read_response(path) == response


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("snapshot.txt", b"", "ends neither in .json nor in .binpb"),
        ("snapshot.json", b'{"cases": [{"colour": "red"}]}', "colour"),
        ("snapshot.json", b'{"cases": ', "holds no AssignRequest"),
        ("snapshot.json", b"\xff", "holds no AssignRequest"),
        ("snapshot.binpb", b"\xff", "holds no AssignRequest"),
    ],
)
def test_what_cannot_be_read_names_file_and_place(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(FileError, match=problem) as error:
        read_request(path)
    assert str(path) in str(error.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="No such file"):
        read_request(tmp_path / "missing.json")
    with pytest.raises(FileError, match="No such file"):
        write_message(AssignRequest(), tmp_path / "nowhere" / "snapshot.json")
