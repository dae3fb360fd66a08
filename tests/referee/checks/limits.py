"""Limits hold after the batch (L1-L4, S4, O3)."""

from collections.abc import Iterator

from tests.referee import owners, rooms, weighing
from tests.referee.case_file import CaseFile


def limits(file: CaseFile) -> Iterator[str]:
    """Every agent and every (agent, queue); kept cases use backlog alone."""
    for agent in sorted({row.agent_id for row in (*file.assigned, *file.kept)}):
        taken = file.taken.get(agent, [])
        yield from backlog(file, agent, len(taken))
        yield from weighted(file, agent)
        for name, room_of in (("hourly", rooms.hourly_room), ("per cycle", rooms.cycle_room)):
            yield from over(f"{agent}: {name} limit", room_of(file.snapshot, agent), len(taken))
        for queue_id in sorted({row.queue_id for row in taken}):
            room = rooms.daily_room(file.snapshot, agent, file.snapshot.queues[queue_id])
            count = sum(row.queue_id == queue_id for row in taken)
            yield from over(f"{agent}: daily limit of {queue_id}", room, count)


def backlog(file: CaseFile, agent: str, new: int) -> Iterator[str]:
    """An owner of more cases than his backlog allows keeps them and takes nothing new."""
    room = rooms.backlog_room(file.snapshot, agent)
    held = owners.held(file.snapshot, agent)
    if room is not None and held > room:
        yield from over(f"{agent}: backlog limit, overrun by his own cases,", 0, new)
    else:
        yield from over(f"{agent}: backlog limit", room, new + file.stays(agent))


def weighted(file: CaseFile, agent: str) -> Iterator[str]:
    """The same by weight, of new cases and kept ones together (L2)."""
    room = weighing.room(file.snapshot, agent)
    if room is None:
        return
    taken = (file.case(row) for row in file.taken.get(agent, []))
    new = sum(weighing.of_pair(file.snapshot, case, agent) for case in taken)
    if weighing.owned(file.snapshot, agent) > max(0, room):
        yield from over(f"{agent}: weighted capacity, overrun by his own cases,", 0, new)
    else:
        yield from over(f"{agent}: weighted capacity", room, new + file.kept_weight(agent))


def over(what: str, room: int | None, count: int) -> Iterator[str]:
    if room is not None and count > max(0, room):
        yield f"{what} leaves room for {max(0, room)}, but the batch takes {count}"


def maximal(file: CaseFile) -> Iterator[str]:
    """In an optimum nobody free with room left leaves a case waiting (02 section 2)."""
    if not file.is_optimal:
        return
    for row in file.unassigned:
        for agent in file.free_agents(row.case_id):
            for tier in file.refusals.ways(file.case(row), agent):
                left = file.room_after(agent, tier.queue.queue_id)
                if (left is None or left > 0) and file.may_weigh(agent, file.case(row)):
                    yield f"{row.case_id}: waits, but {agent} is free and has room left: {left}"
