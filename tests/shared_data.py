"""Facts from public sources that live beside the project, not in it."""

import os
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

FOLDER = Path(os.environ.get("ALLOTMENT_SHARED_DATA", ROOT.parent / "shared" / "data"))


def shared_file(name: str) -> Path:
    """The path of a shared file; skips the test where it is missing."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"{name} is not in {FOLDER}; maybe set ALLOTMENT_SHARED_DATA")
    return path
