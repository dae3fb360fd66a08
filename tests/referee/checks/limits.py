"""Limits hold after the batch (L1, L3, L4, S4)."""

from collections.abc import Iterator

from tests.referee import rooms
from tests.referee.case_file import CaseFile


def limits(file: CaseFile) -> Iterator[str]:
    """Every agent and every (agent, queue)."""
    for agent, served in sorted(file.serving.items()):
        for name, room_of in (
            ("backlog", rooms.backlog_room),
            ("hourly", rooms.hourly_room),
            ("per cycle", rooms.cycle_room),
        ):
            yield from over(f"{agent}: {name} limit", room_of(file.snapshot, agent), len(served))
        for queue_id in sorted({row.queue_id for row in served}):
            room = rooms.daily_room(file.snapshot, agent, file.snapshot.queues[queue_id])
            count = sum(row.queue_id == queue_id for row in served)
            yield from over(f"{agent}: daily limit of {queue_id}", room, count)


def over(what: str, room: int | None, count: int) -> Iterator[str]:
    if room is not None and count > max(0, room):
        yield f"{what} leaves room for {max(0, room)}, but the batch takes {count}"


def maximal(file: CaseFile) -> Iterator[str]:
    """In an optimum nobody free with room left leaves a case waiting (02 section 2)."""
    if not file.is_optimal:
        return
    for row in file.unassigned:
        case = file.snapshot.cases[row.case_id]
        for agent in file.free_agents(row.case_id):
            left = file.room_after(agent, case.queue_id)
            if left is None or left > 0:
                yield f"{row.case_id}: waits, but {agent} is free and has room left: {left}"
