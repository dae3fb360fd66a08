"""Hand assignments are never refused by a limit; overruns are reported (L1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from allotment.v1.plan_pb2 import Notice
from tests.referee import owners, rooms, weighing
from tests.referee.case_file import CaseFile

SHOWN = 10


def overruns(file: CaseFile) -> Iterator[str]:
    """One notice per limit that somebody is over, with his id."""
    told = {
        row.subject: (row.row_count, list(row.row_ids))
        for row in file.response.notices
        if row.kind == Notice.KIND_LIMIT_OVERRUN
    }
    true = {what: (len(who), who[:SHOWN]) for what, who in over(file).items() if who}
    if told != true:
        yield f"notices of overruns {told}, but {true}"


def over(file: CaseFile) -> dict[str, list[str]]:
    """Agents over each limit before the batch; their cases of the batch use backlog."""
    snapshot, names = file.snapshot, sorted(file.snapshot.agents)
    limits: dict[str, Callable[[str], int | None]] = {
        "limits.hard_capacity": lambda name: weighing.free(snapshot, name),
        "limits.backlog": lambda name: backlog(file, name),
        "limits.hourly": lambda name: rooms.hourly_room(snapshot, name),
    }
    rows = {what: [name for name in names if below(room(name))] for what, room in limits.items()}
    for queue in snapshot.policy.queues:
        rows[queue.queue_id] = [n for n in names if below(rooms.daily_room(snapshot, n, queue))]
    return rows


def backlog(file: CaseFile, name: str) -> int | None:
    room = rooms.backlog_room(file.snapshot, name)
    return None if room is None else room - owners.held(file.snapshot, name)


def below(room: int | None) -> bool:
    return room is not None and room < 0
