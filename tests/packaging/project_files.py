"""The two project files, read."""

import tomllib
from typing import Any

from packaging.requirements import Requirement

from tests.architecture.house import ROOT


def project(path: str) -> dict[str, Any]:
    """The project file at a path below the root."""
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


def requirements(lines: list[str]) -> dict[str, Requirement]:
    """Requirements by their name in lower case."""
    parsed = [Requirement(line) for line in lines]
    return {requirement.name.lower(): requirement for requirement in parsed}


MAIN = project("pyproject.toml")
CLIENT = project("packaging/client/pyproject.toml")
