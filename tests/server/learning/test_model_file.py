"""Model files: read back as they were, and never when they are damaged."""

import json
from pathlib import Path

import pytest

from server.learning.errors import ModelFileError
from server.learning.model_file import check_folder, read_model, write_model

CONTENT = {"people": ["Zoë"], "share": 0.1}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model of the kind `hours`, version 2."""
    path = tmp_path / "model.json"
    write_model(path, "hours", 2, CONTENT)
    return path


def test_a_model_comes_back_as_it_was(model: Path) -> None:
    assert read_model(model, "hours", 2) == CONTENT


def test_equal_content_gives_equal_bytes(model: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    write_model(other, "hours", 2, dict(reversed(CONTENT.items())))

    assert other.read_bytes() == model.read_bytes()


def test_an_edited_model_is_damaged(model: Path) -> None:
    found = json.loads(model.read_text("utf-8"))
    found["content"]["share"] = 0.2
    model.write_text(json.dumps(found), "utf-8")

    with pytest.raises(ModelFileError, match="is damaged"):
        read_model(model, "hours", 2)


def test_half_a_model_is_no_model(model: Path) -> None:
    content = model.read_bytes()
    model.write_bytes(content[: len(content) // 2])

    with pytest.raises(ModelFileError, match="copied in part"):
        read_model(model, "hours", 2)


@pytest.mark.parametrize(
    ("kind", "version", "message"),
    [
        pytest.param("skills", 2, "'skills' is needed", id="kind"),
        pytest.param("hours", 1, "reads up to 1", id="newer"),
    ],
)
def test_a_model_of_another_kind_or_a_newer_version_is_refused(
    model: Path, kind: str, version: int, message: str
) -> None:
    with pytest.raises(ModelFileError, match=message):
        read_model(model, kind, version)


def test_a_model_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="Maybe learn it first"):
        read_model(tmp_path / "none.json", "hours", 1)


def test_a_missing_folder_is_found_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="there is no folder"):
        check_folder(tmp_path / "none" / "model.json")
