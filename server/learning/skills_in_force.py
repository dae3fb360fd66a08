"""What the server knows of skills: reloaded on change, never replaced by a bad file (S9).

Solver processes read a copy of the server's own, named by its content: a file that changes, or
goes bad, while a call is answered does not matter.
"""

import asyncio
import logging
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from objectives.learning.skills_model import SkillsModel, untrained
from server.errors import FileError
from server.learning.errors import ModelFileError
from server.processes.messages import SkillsFile
from server.watched import PAUSE, WatchedFile

log = logging.getLogger(__name__)


def read_skills(path: Path) -> SkillsModel:
    """A model, or from a .yaml or .json file an ontology alone.

    Raises FileError or ModelFileError.
    """
    # pydantic takes its time to load, and a process without a model never needs it.
    from server.learning.ontology_file import ONTOLOGY_SUFFIXES, ontology_id, read_ontology
    from server.learning.skills_file import read_model

    if path.suffix.lower() not in ONTOLOGY_SUFFIXES:
        return read_model(path)
    ontology = read_ontology(path)
    return untrained(ontology, ontology_id(ontology))


@lru_cache(maxsize=2)
def _read_once(file: SkillsFile) -> SkillsModel:
    return read_skills(Path(file.path))


def skills_in(file: SkillsFile | None) -> SkillsModel | None:
    """What a checked file holds; each content is read once."""
    return None if file is None else _read_once(file)


class SkillsInForce:
    """The last good file of a path; without a path nothing is known of skills."""

    def __init__(self, path: Path | None = None) -> None:
        """Reads and checks the file. Raises FileError or ModelFileError where it is bad."""
        self._path = path
        self._watched = WatchedFile(path)
        self._copies = TemporaryDirectory(prefix="allotment-") if path else None
        try:
            self._file = None if path is None else self._taken(path)
        except (FileError, ModelFileError):
            self.close()
            raise

    @property
    def file(self) -> SkillsFile | None:
        """What calls are answered with."""
        return self._file

    async def watch(self) -> None:
        """Looks at the file until cancelled."""
        while self._path is not None:
            await asyncio.sleep(PAUSE)
            await asyncio.to_thread(self.look)

    def look(self) -> None:
        """Takes a changed file into force."""
        if self._path is None or not self._watched.has_changed():
            return
        try:
            self._file = self._taken(self._path)
        except (FileError, ModelFileError, OSError) as error:
            log.error("The skills model in force stays, for the file is not taken:\n%s", error)

    def close(self) -> None:
        """Removes the copies."""
        if self._copies is not None:
            self._copies.cleanup()

    def _taken(self, path: Path) -> SkillsFile:
        """A copy of the file, if it is good."""
        assert self._copies is not None
        copy = Path(self._copies.name) / f"incoming{path.suffix.lower()}"
        try:
            copy.write_bytes(path.read_bytes())
        except OSError as error:
            raise FileError(f"{path} cannot be read: {error.strerror}.") from error
        try:
            model_id = read_skills(copy).model_id
        except (FileError, ModelFileError) as error:
            raise type(error)(str(error).replace(str(copy), str(path))) from error
        kept = copy.replace(copy.with_stem(model_id))
        log.info("skills model in force", extra={"facts": {"skills_model_id": model_id}})
        return SkillsFile(str(kept), model_id)
