"""Modules import on their own and have names of their own."""

import importlib
import sys

import pytest

from tests.architecture.house import PACKAGES, ROOT, imported, is_public, modules

ALL_MODULES = [module for package in PACKAGES for module in modules(package)]
PUBLIC_MODULES = [module for module in ALL_MODULES if is_public(module)]


@pytest.mark.parametrize("module", PUBLIC_MODULES)
def test_every_public_module_imports(module: str) -> None:
    importlib.import_module(module)


@pytest.mark.parametrize("module", ALL_MODULES)
def test_no_module_is_named_like_the_standard_library(module: str) -> None:
    name = module.rpartition(".")[2]

    assert name.startswith("__") or name not in sys.stdlib_module_names


def test_the_checker_imports_facts_and_numpy_alone() -> None:
    """What else there may be one day is not to be used either (02 section 4)."""
    known = {"solver.check", "solver.facts", "solver.reasons", "solver.units", "numpy"}
    for path in sorted((ROOT / "solver/check").rglob("*.py")):
        for name in imported(path):
            parts = name.split(".")
            standard = parts[0] in sys.stdlib_module_names
            assert standard or {parts[0], ".".join(parts[:2])} & known, f"{path.name}: {name}"


def test_every_stub_imports_as_allotment() -> None:
    for path in sorted((ROOT / "proto/allotment").rglob("*_pb2*.py")):
        module = ".".join(path.relative_to(ROOT / "proto").with_suffix("").parts)

        importlib.import_module(module)


@pytest.mark.parametrize(
    ("folder", "owner"),
    [
        pytest.param("proto", "proto-plus", id="proto"),
        pytest.param("packaging", "packaging", id="packaging"),
    ],
)
def test_a_folder_does_not_take_the_import_name_of_a_library(folder: str, owner: str) -> None:
    assert not (ROOT / folder / "__init__.py").exists(), f"{owner} owns the name {folder}"
