"""What is committed works everywhere: it names no registry host and no work machine."""

import re
import shutil

import pytest

from tests.architecture.house import ROOT, kept_files

# Written in pieces, so that this file does not name what it looks for.
REGISTRY_HOSTS = re.compile(rb"pypi" + rb"\.org|python" + rb"hosted", re.IGNORECASE)
MACHINE_PATHS = re.compile(
    rb"(?<![\w.:/<>-])/(?:work|root|opt/pypi|home/\w|Users/\w|tmp/\w)" + rb"[\w.-]*/",
)

needs_git = pytest.mark.skipif(
    shutil.which("git") is None or not (ROOT / ".git").exists(),
    reason="lists the committed files with git",
)


def mentions(pattern: re.Pattern[bytes]) -> list[str]:
    """Places of the pattern in the kept files, as path:line: text."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match.group().decode()}"
        for path in kept_files()
        for number, line in enumerate(path.read_bytes().splitlines(), start=1)
        if (match := pattern.search(line))
    ]


@needs_git
def test_no_committed_file_names_a_registry_host() -> None:
    assert mentions(REGISTRY_HOSTS) == []


@needs_git
def test_no_committed_file_names_a_path_of_a_work_machine() -> None:
    assert mentions(MACHINE_PATHS) == []


@pytest.mark.parametrize(
    "line",
    [b"see /wor" + b"k/main/x", b"'/hom" + b"e/ada/allotment'", b"file /roo" + b"t/.venv/bin"],
)
def test_the_search_finds_paths_of_machines(line: bytes) -> None:
    assert MACHINE_PATHS.search(line)


INSIDE = (
    (b"proto", b"work", b"x"),
    (b"https://example.com", b"home", b"ada"),
    (b".", b"root", b"x"),
)
"""Folders of these names further down are nobody's machine."""


@pytest.mark.parametrize("line", [b"/".join(parts) for parts in INSIDE])
def test_the_search_leaves_other_paths_alone(line: bytes) -> None:
    assert not MACHINE_PATHS.search(line)
