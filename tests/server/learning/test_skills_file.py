"""The skills model as a file: versioned, checksummed, never pickled (S9)."""

import hashlib
import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from objectives.learning.agent_skills import Profiles
from objectives.learning.features import Vocabulary
from objectives.learning.ontology import OntologySkill, ontology_of
from objectives.learning.skills_model import SkillsModel, untrained
from objectives.learning.text_model import TextModel
from server.learning.errors import ModelFileError
from server.learning.skills_file import packed, read_model, unpacked, write_model

ONTOLOGY = ontology_of([OntologySkill("vpn", ("vpn",), (), 2.0), OntologySkill("dns", ("dns",))])
TEXT = TextModel(
    Vocabulary(("#_ga", "gateway"), np.array([1.5, 2.0])),
    weights=np.array([[0.0, 1.0], [-1.0, 3.0]]),
    bias=np.array([-np.inf, -1.0]),
    slope=1.25,
    offset=-0.5,
    threshold=0.4,
)
MODEL = SkillsModel(ONTOLOGY, TEXT, Profiles(9, (2, 5), {"ann": ((0, 2), (1, 4))}))


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], *, is_signed: bool = True) -> bytes:
    """A zip of parts, with a checksum that fits."""
    inside = {name: part for name, part in parts.items() if name != "sha256"}
    if is_signed:
        total = hashlib.sha256(b"allotment skills model")
        for name in sorted(inside):
            for part in (name.encode(), inside[name]):
                total.update(len(part).to_bytes(8, "little") + part)
        inside["sha256"] = total.hexdigest().encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in inside.items():
            archive.writestr(name, part)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(ModelFileError) as told:
        unpacked(content, "m.skills")
    return str(told.value)


def test_S9_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.skills"
    model_id = write_model(MODEL, path)
    model = read_model(path)

    assert model.model_id == model_id
    assert (model.ontology, model.profiles) == (MODEL.ontology, MODEL.profiles)
    assert model.expertise.skills == ("dns", "vpn")
    texts = ["the gateway", "vpn", "", "dns gateway"]
    assert model.detector.topics(texts) == MODEL.detector.topics(texts)
    assert any(model.detector.topics(texts))


def test_S9_equal_models_are_equal_files() -> None:
    assert packed(MODEL) == packed(unpacked(packed(MODEL)[0], "m"))
    assert packed(MODEL)[1] != packed(untrained(ONTOLOGY))[1]


def test_S9_a_model_may_be_an_ontology_alone() -> None:
    assert unpacked(packed(untrained(ONTOLOGY))[0], "m").text is None


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_S9_a_flipped_byte_never_passes(place: float) -> None:
    content = bytearray(packed(MODEL)[0])
    content[int(len(content) * place)] ^= 0x55

    try:
        model = unpacked(bytes(content), "m")
    except ModelFileError:
        return
    assert model.model_id == packed(MODEL)[1], "only padding of the zip may differ"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", "is no skills model", id="empty"),
        pytest.param(pickle.dumps(MODEL.profiles.resolved), "is no skills model", id="a pickle"),
        pytest.param(packed(MODEL)[0][:-30], "is no skills model", id="cut short"),
        pytest.param(zipped({"a.txt": b"x"}), "is a zip, but no skills model", id="another zip"),
        pytest.param(
            zipped(members(packed(MODEL)[0]) | {"idf.npy": b"x"}, is_signed=False),
            "is damaged: its checksum is wrong",
            id="a changed part",
        ),
    ],
)
def test_S9_another_file_is_a_clear_error(content: bytes, expected: str) -> None:
    assert f"m.skills {expected}" in refusal(content)


def with_header(**changes: object) -> bytes:
    parts = members(packed(MODEL)[0])
    header = json.loads(parts["header.json"]) | changes
    return zipped(parts | {"header.json": json.dumps(header).encode()})


def test_S9_another_version_is_told_by_its_number() -> None:
    assert "of version 2, but this program reads version 1" in refusal(with_header(version=2))
    assert "no skills model" in refusal(with_header(format="other"))


@pytest.mark.parametrize(
    "changes",
    [
        {"with_skill": [1]},
        {"resolved": {"ann": [[7, 1]]}},
        {"resolved": [1]},
        {"case_count": "many"},
        {"ontology": "version: 9"},
        {"text": {"terms": ["one"], "slope": 1, "offset": 0, "threshold": 0.5}},
    ],
)
def test_S9_parts_that_do_not_fit_are_refused(changes: dict[str, object]) -> None:
    assert "its parts do not fit" in refusal(with_header(**changes))


def test_S9_arrays_of_objects_are_never_unpickled() -> None:
    """A pickle inside an array would run code: it is refused unread."""
    file = io.BytesIO()
    np.save(file, np.array([[Bomb()]], dtype=object), allow_pickle=True)
    parts = members(packed(MODEL)[0]) | {"weights.npy": file.getvalue()}

    assert "its parts do not fit" in refusal(zipped(parts))


class Bomb:
    """Fails the test when it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit('unpickled')",)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_S9_numbers_that_are_none_are_refused(value: float) -> None:
    file = io.BytesIO()
    np.save(file, np.full((2, 2), value))
    parts = members(packed(MODEL)[0]) | {"weights.npy": file.getvalue()}

    assert "its parts do not fit" in refusal(zipped(parts))


def test_S9_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="cannot be read: No such file"):
        read_model(tmp_path / "none")
