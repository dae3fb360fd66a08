"""Model files: JSON with a kind, a version and a checksum; reading one runs nothing."""

import hashlib
import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from server.learning.errors import ModelFileError

Content = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)


def write_model(path: Path, kind: str, version: int, content: Content) -> str:
    """Writes a model, equal models as equal bytes; its checksum. Raises ModelFileError."""
    checksum = checksum_of(kind, version, content)
    model = {"kind": kind, "version": version, "sha256": checksum, "content": content}
    try:
        path.write_text(_plain(model) + "\n", "utf-8")
    except OSError as error:
        raise ModelFileError(f"{path} cannot be written: {error.strerror}.") from error
    return checksum


def check_folder(path: Path) -> None:
    """Raises ModelFileError where `write_model` would: before long work, not after it."""
    if not path.parent.is_dir():
        raise ModelFileError(f"{path} cannot be written: there is no folder {path.parent}.")


def read_model(path: Path, kind: str, version: int) -> Content:
    """The content of a model of this kind, as it was written.

    version: the newest that the caller knows. Raises ModelFileError.
    """
    model = _parsed(path)
    found = model.get("kind")
    if found != kind:
        raise ModelFileError(
            f"{path} holds a model of the kind {found!r}, but {kind!r} is needed.\n"
            "Maybe two files were swapped."
        )
    if not isinstance(model.get("version"), int) or not 1 <= model["version"] <= version:
        raise ModelFileError(
            f"{path} has version {model.get('version')!r}; this program reads up to {version}.\n"
            "Maybe it was written by a newer one: update, or learn again."
        )
    content = model.get("content")
    if not isinstance(content, dict) or model.get("sha256") != checksum_of(
        kind, model["version"], content
    ):
        raise ModelFileError(
            f"{path} is damaged: its content does not fit its checksum.\n"
            "Maybe it was edited by hand or copied in part: learn again, or copy it again."
        )
    return content


def read_checked(path: Path, kind: str, version: int, model: type[Model]) -> Model:
    """The same, checked field by field. Raises ModelFileError."""
    content = read_model(path, kind, version)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ModelFileError(f"{path} is wrong at {place}: {first['msg']}.") from error


def checksum_of(kind: str, version: int, content: Content) -> str:
    """SHA-256 of a model, hexadecimal."""
    plain = _plain({"kind": kind, "version": version, "content": content})
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: object) -> str:
    """JSON in one way only."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _parsed(path: Path) -> Content:
    try:
        model = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ModelFileError(
            f"The model {path} cannot be read: {error.strerror}.\nMaybe learn it first."
        ) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ModelFileError(
            f"{path} is no model file: {error}.\nMaybe it was copied in part."
        ) from error
    if not isinstance(model, dict):
        raise ModelFileError(f"{path} is no model file.\nMaybe another file was meant.")
    return model
