"""The `allotment` program."""

import subprocess
import sys
from pathlib import Path

from tests.packaging.project_files import MAIN


def test_the_installed_program_tells_its_version() -> None:
    program = Path(sys.executable).with_name("allotment")

    answer = subprocess.run([program, "version"], check=True, capture_output=True, text=True)

    assert answer.stdout == f"allotment {MAIN['project']['version']}\n"
