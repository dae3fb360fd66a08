"""Whose turn it is among equals: by last assignment, never first, ties by id."""

from tests.referee.penalty import last_assignment
from tests.referee.snapshot import Snapshot


def place_by_last(snapshot: Snapshot) -> dict[str, int]:
    """Place of each agent from 0."""

    def key(agent: str) -> tuple[bool, int, str]:
        last = last_assignment(snapshot, agent)
        return last is not None, last or 0, agent

    return {agent: at for at, agent in enumerate(sorted(snapshot.agents, key=key))}
