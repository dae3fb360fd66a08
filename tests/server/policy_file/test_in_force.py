"""A policy file is taken as a whole or not at all, and a bad one never replaces a good one."""

import os
from pathlib import Path

import pytest

from allotment.v1.policy_pb2 import Policy
from server.errors import FileError, InvalidRequest
from server.policy_file.in_force import PolicyInForce

START = 1_800_000_000


class File:
    """A policy file whose every change has a time of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._time = START

    def holds(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")
        self._time += 1
        os.utime(self.path, (self._time, self._time))


@pytest.fixture
def file(tmp_path: Path) -> File:
    """A file with version 1."""
    file = File(tmp_path / "policy.yaml")
    file.holds("version: one")
    return file


def version(policy: PolicyInForce) -> str:
    return Policy.FromString(policy.raw).version


def looked(policy: PolicyInForce, times: int = 2) -> str:
    """The version in force after some looks."""
    for _ in range(times):
        policy.look()
    return version(policy)


def test_K1_without_a_file_the_default_is_in_force() -> None:
    assert looked(PolicyInForce()) == ""


def test_K1_a_change_comes_into_force_once_it_has_settled(file: File) -> None:
    """Who writes in several steps is not caught half way."""
    policy = PolicyInForce(file.path)
    file.holds("version: tw")

    assert looked(policy, 1) == "one"
    file.holds("version: two")
    assert looked(policy, 1) == "one"
    assert looked(policy, 1) == "two"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("version: two\nqueues: [", id="cut short"),
        pytest.param("", id="empty"),
        pytest.param("version: two\ntime_zone: Wien", id="a wrong zone"),
        pytest.param("version: two\nvershion: x", id="an unknown field"),
    ],
)
def test_K1_a_bad_file_never_replaces_a_good_one(
    file: File, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of it is taken, and the log says why, once."""
    policy = PolicyInForce(file.path)
    file.holds(text)

    assert looked(policy, 5) == "one"
    assert [record.levelname for record in caplog.records] == ["ERROR"]

    file.holds("version: three")
    assert looked(policy) == "three"


def test_K1_a_file_that_goes_away_leaves_its_policy(file: File) -> None:
    """Until another one is there."""
    policy = PolicyInForce(file.path)
    file.path.unlink()

    assert looked(policy) == "one"
    file.holds("version: two")
    assert looked(policy) == "two"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("[", FileError, id="cut short"),
        pytest.param("time_zone: Wien", InvalidRequest, id="a wrong zone"),
    ],
)
def test_K1_there_is_no_start_with_a_bad_file(
    file: File, text: str, error: type[Exception]
) -> None:
    file.holds(text)

    with pytest.raises(error):
        PolicyInForce(file.path)
