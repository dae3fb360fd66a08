"""The two wheels: what they hold, and that they live side by side."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from server.page.environment import FOLDER
from tests.architecture.house import PACKAGES, ROOT
from tests.packaging.project_files import CLIENT, MAIN, requirements

# Imports every module below allotment_client and allotment, from the installed
# wheel, with the main wheel's top-level names out of reach.
IMPORT_ALL = """
import importlib, pkgutil, sys
site = sys.argv[1]
sys.path.insert(0, site)
sys.modules.update(dict.fromkeys(sys.argv[2:]))
names = []
for package in ("allotment_client", "allotment"):
    module = importlib.import_module(package)
    paths = [path for path in module.__path__ if path.startswith(site)]
    assert paths, f"{package} does not come from the wheel"
    names += [found.name for found in pkgutil.walk_packages(paths, package + ".")]
for name in names:
    module = importlib.import_module(name)
    assert (module.__file__ or site).startswith(site), module
"""


def build(folder: Path, out: Path) -> zipfile.ZipFile:
    """Builds the wheel of the project in a folder, without any network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    return zipfile.ZipFile(wheel)


@pytest.fixture(scope="module")
def main_wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return build(ROOT, tmp_path_factory.mktemp("main"))


@pytest.fixture(scope="module")
def client_wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    return build(ROOT / "packaging/client", tmp_path_factory.mktemp("client"))


def top_level(wheel: zipfile.ZipFile) -> set[str]:
    """Names the wheel puts into site-packages, its metadata aside."""
    names = {name.split("/")[0] for name in wheel.namelist()}
    return {name for name in names if not name.endswith(".dist-info")}


def stubs(wheel: zipfile.ZipFile) -> dict[str, bytes]:
    """Files below allotment/, with their content."""
    names = [name for name in wheel.namelist() if name.startswith("allotment/")]
    return {name: wheel.read(name) for name in names}


def test_the_light_wheel_installs_the_client_and_its_messages_only(
    client_wheel: zipfile.ZipFile,
) -> None:
    assert top_level(client_wheel) == {"allotment_client", "allotment"}


def test_the_main_wheel_installs_the_house(main_wheel: zipfile.ZipFile) -> None:
    assert top_level(main_wheel) == {"allotment", *PACKAGES}


def test_the_main_wheel_holds_the_templates_of_the_page(main_wheel: zipfile.ZipFile) -> None:
    templates = {f"server/page/templates/{path.name}" for path in FOLDER.iterdir()}

    assert templates <= set(main_wheel.namelist())


def test_both_wheels_hold_the_same_messages(
    main_wheel: zipfile.ZipFile, client_wheel: zipfile.ZipFile
) -> None:
    assert stubs(main_wheel) == stubs(client_wheel)


def test_no_wheel_closes_the_allotment_namespace(client_wheel: zipfile.ZipFile) -> None:
    assert "allotment/__init__.py" not in client_wheel.namelist()


def test_the_light_wheel_works_without_the_rest_of_the_house(
    client_wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    client_wheel.extractall(tmp_path)

    command = [sys.executable, "-c", IMPORT_ALL, str(tmp_path), *PACKAGES]
    subprocess.run(command, check=True, cwd=tmp_path)


def test_the_light_wheel_asks_for_nothing_the_house_does_not_ask_for() -> None:
    house = requirements(MAIN["project"]["dependencies"])
    light = requirements(CLIENT["project"]["dependencies"])

    assert {name: str(line) for name, line in light.items()} == {
        name: str(house[name]) for name in light
    }
    assert CLIENT["project"]["requires-python"] == MAIN["project"]["requires-python"]


def test_the_wheels_share_one_version(
    main_wheel: zipfile.ZipFile, client_wheel: zipfile.ZipFile
) -> None:
    version = MAIN["project"]["version"]

    assert f"allotment-{version}.dist-info/METADATA" in main_wheel.namelist()
    assert f"allotment_client-{version}.dist-info/METADATA" in client_wheel.namelist()
