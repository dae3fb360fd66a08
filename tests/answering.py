"""Answers of the product, made in this process."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from server.answer import respond
from server.learning.skills_in_force import read_skills
from server.processes.messages import SkillsFile, WorkerSettings

TIME = timedelta(seconds=30)
SETTINGS = WorkerSettings(datetime(2026, 3, 4, 10, tzinfo=UTC), TIME, TIME)


def answer(request: AssignRequest, skills: Path | None = None) -> AssignResponse:
    """What Assign answers; raises what it refuses.

    skills: a model or an ontology.
    """
    if skills is None:
        return respond(request, SETTINGS)
    file = SkillsFile(str(skills), read_skills(skills).model_id)
    return respond(request, replace(SETTINGS, skills=file))
