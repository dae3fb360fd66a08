"""Labelled texts to measure a detector with: YAML, texts by skill."""

from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from server.errors import FileError
from server.translate.plain_text import read_yaml

_LABELLED = TypeAdapter(dict[str, tuple[str, ...]])


def read_labelled(path: Path) -> dict[str, tuple[str, ...]]:
    """Texts by the skill they are about; raises FileError."""
    try:
        return _LABELLED.validate_python(read_yaml(path.read_text("utf-8-sig")))
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise FileError(f"{path}: {where}: {error.errors()[0]['msg']}.") from error
    except (ValueError, yaml.YAMLError) as error:
        raise FileError(f"{path}: {error}") from error
