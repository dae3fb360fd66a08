"""Answers of the product, made in this process."""

from datetime import UTC, datetime, timedelta

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from server.answer import respond
from server.processes.messages import WorkerSettings

TIME = timedelta(seconds=30)
SETTINGS = WorkerSettings(datetime(2026, 3, 4, 10, tzinfo=UTC), TIME, TIME)


def answer(request: AssignRequest) -> AssignResponse:
    """What Assign answers; raises what it refuses."""
    return respond(request, SETTINGS)
