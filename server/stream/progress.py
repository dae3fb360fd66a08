"""How far a solve is, as the contract tells it."""

from allotment.v1.assignment_service_pb2 import SolveProgress
from server.processes.messages import News, OnTheWay
from server.translate.levels import levels_on_the_way

WAITING = "waiting"
"""The request is here, and waits for a solver process, or is being read by one."""
SOLVING = "solving"
"""The solve has begun."""


def progress_to_proto(news: News) -> SolveProgress:
    """How far a solve is."""
    if not isinstance(news, OnTheWay):
        return SolveProgress(stage=SOLVING)
    return SolveProgress(
        stage=SOLVING,
        round=news.plan.claims.solve_count,
        levels=levels_on_the_way(news.levels, news.reachable, news.class_names),
    )
