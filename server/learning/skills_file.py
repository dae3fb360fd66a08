"""The model file: a zip of JSON and plain arrays, versioned and checksummed, never pickled (S9).

`header.json` holds all but the arrays; every `.npy` member is one array; `sha256` is the
checksum of the other members. Equal models give equal bytes.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from objectives.learning.agent_skills import Profiles
from objectives.learning.features import Vocabulary
from objectives.learning.skills_model import SkillsModel
from objectives.learning.text_model import TextModel
from server.errors import FileError
from server.learning.errors import ModelFileError
from server.learning.ontology_file import ID_LENGTH, ontology_text, parse_ontology

FORMAT = "allotment skills model"
VERSION = 1
HEADER = "header.json"
CHECKSUM = "sha256"
ARRAYS = ("weights", "bias", "idf")
MOST_BYTES = 2 * 1024**3
"""Of all members together, unpacked: a small zip may claim to be huge."""

_STAMP = (1980, 1, 1, 0, 0, 0)

Members = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _DamagedError(Exception):
    """What is wrong, for people."""

    reason: str


def write_model(model: SkillsModel, path: Path) -> str:
    """Writes a model and returns its id; raises ModelFileError."""
    content, model_id = packed(model)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise ModelFileError(f"{path} cannot be written: {error.strerror}.") from error
    return model_id


def read_model(path: Path) -> SkillsModel:
    """The model in a file; raises ModelFileError where it is damaged, or no model at all."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read: {error.strerror}.") from error
    return unpacked(content, str(path))


def packed(model: SkillsModel) -> tuple[bytes, str]:
    """The bytes of a model, and its id."""
    members = {HEADER: json.dumps(_header(model), sort_keys=True, indent=1).encode()}
    if model.text is not None:
        members |= {f"{name}.npy": _array_bytes(model.text, name) for name in ARRAYS}
    checksum = _checksum(members)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**members, CHECKSUM: checksum.encode()}.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
    return file.getvalue(), checksum[:ID_LENGTH]


def unpacked(content: bytes, name: str) -> SkillsModel:
    """The model of some bytes; `name` stands in errors. Raises ModelFileError."""
    try:
        members = _members(content)
        header = _checked_header(members)
        return _model(header, members)
    except _DamagedError as error:
        raise ModelFileError(f"{name} {error.reason}") from error


def _members(content: bytes) -> Members:
    """The members, if their checksum is right."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
                raise _DamagedError(
                    "claims to be too big. Maybe it was not made by `allotment learn`."
                )
            members = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError,
            zlib.error) as error:  # fmt: skip
        raise _DamagedError(
            "is no skills model. Maybe it was cut short, or is another file; "
            "`allotment learn skills` makes one."
        ) from error
    checksum = members.pop(CHECKSUM, b"").decode("ascii", "replace")
    if HEADER not in members:
        raise _DamagedError("is a zip, but no skills model. Maybe another file was meant.")
    if checksum != _checksum(members):
        raise _DamagedError("is damaged: its checksum is wrong. Maybe copy or train it anew.")
    return {**members, CHECKSUM: checksum.encode()}


def _checked_header(members: Members) -> dict[str, Any]:
    """The header, if it is one of this version."""
    try:
        header = json.loads(members[HEADER])
    except ValueError as error:
        raise _DamagedError("is damaged: its header is no JSON. Maybe train it anew.") from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise _DamagedError("is a zip, but no skills model. Maybe another file was meant.")
    if header.get("version") != VERSION:
        raise _DamagedError(
            f"is a skills model of version {header.get('version')}, but this program reads "
            f"version {VERSION}. Maybe train it anew with this version of allotment."
        )
    return header


def _header(model: SkillsModel) -> dict[str, Any]:
    text, profiles = model.text, model.profiles
    header: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "ontology": ontology_text(model.ontology),
        "case_count": profiles.case_count,
        "with_skill": profiles.with_skill,
        "resolved": profiles.resolved,
    }
    if text is not None:
        header["text"] = {
            "terms": text.vocabulary.terms,
            "slope": text.slope,
            "offset": text.offset,
            "threshold": text.threshold,
        }
    return header


def _model(header: dict[str, Any], members: Members) -> SkillsModel:
    """The model; raises _DamagedError where its parts do not fit."""
    try:
        ontology = parse_ontology(header["ontology"], "its ontology")
        profiles = Profiles(
            int(header["case_count"]),
            tuple(map(int, header["with_skill"])),
            {
                str(agent): tuple((int(skill), int(count)) for skill, count in rows)
                for agent, rows in header["resolved"].items()
            },
        )
        text = _text_model(header["text"], members) if "text" in header else None
    except (FileError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise _DamagedError("is damaged: its parts do not fit. Maybe train it anew.") from error
    count = len(ontology.skills)
    named = [skill for rows in profiles.resolved.values() for skill, _ in rows]
    fits = len(profiles.with_skill) == count and all(0 <= skill < count for skill in named)
    if not fits or (text is not None and text.bias.shape != (count,)):
        raise _DamagedError("is damaged: its parts do not fit. Maybe train it anew.")
    return SkillsModel(ontology, text, profiles, members[CHECKSUM].decode()[:ID_LENGTH])


def _text_model(header: dict[str, Any], members: Members) -> TextModel:
    """The text model; raises ValueError or KeyError where arrays do not fit."""
    weights, bias, idf = (_array(members[f"{name}.npy"]) for name in ARRAYS)
    terms = tuple(map(str, header["terms"]))
    if weights.shape != (len(terms), len(bias)) or idf.shape != (len(terms),):
        raise ValueError
    if not (np.isfinite(weights).all() and np.isfinite(idf).all()) or np.isnan(bias).any():
        raise ValueError
    return TextModel(
        Vocabulary(terms, idf),
        weights,
        bias,
        float(header["slope"]),
        float(header["offset"]),
        float(header["threshold"]),
    )


def _array_bytes(text: TextModel, name: str) -> bytes:
    array = {"weights": text.weights, "bias": text.bias, "idf": text.vocabulary.idf}[name]
    stored = array.astype("<f4") if name == "weights" else array.astype("<f8")
    file = io.BytesIO()
    np.lib.format.write_array(file, np.ascontiguousarray(stored), allow_pickle=False)
    return file.getvalue()


def _array(content: bytes) -> NDArray[np.float64]:
    array = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    if array.dtype.kind != "f":
        raise ValueError
    return array.astype(np.float64)


def _checksum(members: Members) -> str:
    """SHA-256 over names and contents, each with its length before it."""
    result = hashlib.sha256(FORMAT.encode())
    for name in sorted(members):
        for part in (name.encode(), members[name]):
            result.update(len(part).to_bytes(8, "little"))
            result.update(part)
    return result.hexdigest()
