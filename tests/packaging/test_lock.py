"""requirements.lock pins what pyproject.toml asks for."""

import re

from packaging.requirements import Requirement
from packaging.version import Version

from tests.architecture.house import ROOT
from tests.packaging.project_files import MAIN, requirements


def asked() -> dict[str, Requirement]:
    """All requirements: of the package, its extras and its groups."""
    lines = list(MAIN["project"]["dependencies"])
    for extra in MAIN["project"]["optional-dependencies"].values():
        lines += extra
    for group in MAIN["dependency-groups"].values():
        lines += group
    return requirements(lines)


def pinned() -> dict[str, list[Version]]:
    """Pinned versions by name; several where Python versions differ."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE):
        pins.setdefault(name, []).append(Version(version))
    return pins


def test_every_requirement_has_a_pin_that_satisfies_it() -> None:
    pins = pinned()

    unsatisfied = [
        str(requirement)
        for name, requirement in asked().items()
        if name not in pins or not all(version in requirement.specifier for version in pins[name])
    ]

    assert unsatisfied == [], "maybe run `make lock`"


def test_every_pin_carries_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.findall(r"^\S+==.*(?:\n    .*)*", lock, re.MULTILINE)

    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
