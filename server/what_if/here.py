"""Answers a question in this process, as a solver process of a server would."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from google.protobuf.message import Message

from server.learning.skills_in_force import read_skills
from server.processes.messages import SkillsFile, WorkerSettings

Answer = TypeVar("Answer", bound=Message)

PATIENCE = timedelta(days=1)
"""Nobody kills this process; Ctrl-C does."""


@dataclass(frozen=True, slots=True)
class Here:
    """This process in place of a server. skills_model: a model or an ontology, None without."""

    skills_model: Path | None = None
    time_limit: timedelta = timedelta(seconds=30)

    def answer(
        self, question: Message, answerer: Callable[[bytes, WorkerSettings], Answer]
    ) -> Answer:
        """What the answerer of an RPC says; raises what that raises."""
        skills = None
        if self.skills_model is not None:
            model_id = read_skills(self.skills_model).model_id
            skills = SkillsFile(str(self.skills_model), model_id)
        settings = WorkerSettings(datetime.now(UTC), self.time_limit, PATIENCE, skills=skills)
        return answerer(question.SerializeToString(deterministic=True), settings)
