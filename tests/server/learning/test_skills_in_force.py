"""The skills model in force: another file is taken, a bad one never (S9)."""

import os
from pathlib import Path

import pytest

from server.errors import FileError
from server.learning.errors import ModelFileError
from server.learning.skills_in_force import SkillsInForce, read_skills, skills_in

FIRST = "version: 1\nskills: [{name: vpn, keywords: [vpn]}]\n"
SECOND = "version: 1\nskills: [{name: dns, keywords: [dns]}]\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "ontology.yaml"
    file.write_text(FIRST, "utf-8")
    return file


def names(skills: SkillsInForce) -> tuple[str, ...]:
    model = skills_in(skills.file)
    assert model is not None
    return model.ontology.names


def put(path: Path, content: str, second: int) -> None:
    """Another content, changed at another second."""
    path.write_text(content, "utf-8")
    os.utime(path, (second, second))


def test_S9_without_a_file_nothing_is_known() -> None:
    skills = SkillsInForce()

    assert skills.file is None
    assert skills_in(skills.file) is None
    skills.look()
    skills.close()


def test_S9_a_changed_file_is_taken_after_two_looks(path: Path) -> None:
    skills = SkillsInForce(path)
    put(path, SECOND, 1)
    skills.look()
    assert names(skills) == ("vpn",)
    skills.look()

    assert names(skills) == ("dns",)
    skills.close()


def test_S9_a_bad_file_never_replaces_a_good_one(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    skills = SkillsInForce(path)
    put(path, "version: 7\n", 1)
    skills.look()
    skills.look()

    assert names(skills) == ("vpn",)
    assert f"{path}:1: version" in caplog.text
    skills.close()


def test_S9_what_is_in_force_does_not_change_under_a_call(path: Path) -> None:
    """Calls read a copy: the file may be gone by then."""
    skills = SkillsInForce(path)
    path.unlink()

    assert names(skills) == ("vpn",)
    assert skills.file is not None
    copy = Path(skills.file.path)
    skills.close()
    assert not copy.exists()


def test_S9_a_bad_file_at_the_start_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "m.skills").write_bytes(b"nonsense")

    with pytest.raises(ModelFileError, match=r"m\.skills is no skills model"):
        SkillsInForce(tmp_path / "m.skills")
    with pytest.raises(FileError, match="cannot be read"):
        SkillsInForce(tmp_path / "none.yaml")


def test_S9_an_ontology_alone_has_an_id_too(path: Path) -> None:
    assert len(read_skills(path).model_id) == 16
