"""Tiny builders: a test names only the facts that it is about."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from solver.facts import (
    Absence,
    Account,
    ActiveCase,
    Agent,
    Case,
    Policy,
    Queue,
    RecentAssignment,
    Scores,
    Shift,
    Snapshot,
    SparseScores,
    Team,
    Unlisted,
    WeeklyWindow,
)

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
"""A Wednesday, 10:00 UTC, 11:00 in Vienna."""

EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

UTC_ZONE = ZoneInfo("UTC")
VIENNA = ZoneInfo("Europe/Vienna")
NEW_YORK = ZoneInfo("America/New_York")
SYDNEY = ZoneInfo("Australia/Sydney")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
KOLKATA = ZoneInfo("Asia/Kolkata")


def ago(**span: float) -> datetime:
    """A moment before NOW, as in `ago(hours=8)`."""
    return NOW - timedelta(**span)


def ahead(**span: float) -> datetime:
    """A moment after NOW."""
    return NOW + timedelta(**span)


def case(case_id: str = "c1", **facts: Any) -> Case:
    """A case, created NOW."""
    return Case(case_id, **{"created": NOW, **facts})


def account(account_id: str = "k1", **facts: Any) -> Account:
    """A customer."""
    return Account(account_id, **facts)


def agent(agent_id: str = "a1", **facts: Any) -> Agent:
    """An agent who holds nothing and got nothing lately."""
    return Agent(agent_id, **facts)


def active(case_id: str = "held", **facts: Any) -> ActiveCase:
    """A case that an agent holds."""
    return ActiveCase(case_id, **facts)


def recent(time: datetime, **facts: Any) -> RecentAssignment:
    """An assignment of the past."""
    return RecentAssignment(**{"case_id": "past", "time": time, **facts})


def queue(queue_id: str = "q1", *buckets: set[str], **facts: Any) -> Queue:
    """A queue with buckets of agent ids."""
    return Queue(queue_id, buckets=tuple(map(frozenset, buckets)), **facts)


def team(team_id: str, *agent_ids: str, **facts: Any) -> Team:
    """A team of agents."""
    return Team(team_id, frozenset(agent_ids), **facts)


def absence(start: datetime, end: datetime | None = None) -> Absence:
    """A time away."""
    return Absence(start, end)


def window(start: str, end: str, days: frozenset[int] = EVERY_DAY) -> WeeklyWindow:
    """A weekly window, as in `window("09:00", "17:00")`."""
    return WeeklyWindow(days, minute(start), minute(end))


def minute(clock: str) -> int:
    """Minutes after midnight of `HH:MM`."""
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def shift(*agent_ids: str, **facts: Any) -> Shift:
    """A shift of these agents in UTC; it has no hours of its own."""
    given = {"shift_id": "s1", "zone": UTC_ZONE, **facts}
    return Shift(agent_ids=frozenset(agent_ids), **given)


def all_day(*agent_ids: str) -> Shift:
    """A shift of these agents that never ends."""
    return shift(*agent_ids, assignment_hours=(window("00:00", "24:00"),))


def sent_fits(fits: Mapping[tuple[int, int], float]) -> Scores:
    """Final fits by (case, agent) position; all other pairs are computed."""
    keys = sorted(fits)
    ppm = [round(fits[key] * 1_000_000) for key in keys]
    case, agent = np.array(keys, dtype=np.int32).reshape(-1, 2).T
    return Scores(SparseScores(case, agent, np.array(ppm, dtype=np.int32), Unlisted.COMPUTE))


def policy(**facts: Any) -> Policy:
    """The built-in policy with other facts."""
    return Policy(**facts)


def snapshot(**facts: Any) -> Snapshot:
    """A snapshot at NOW of one case and one agent, rows sorted by id."""
    given: dict[str, Any] = {"now": NOW, "cases": (case(),), "agents": (agent(),), **facts}
    given["cases"] = tuple(sorted(given["cases"], key=lambda one: one.case_id))
    given["agents"] = tuple(sorted(given["agents"], key=lambda one: one.agent_id))
    return Snapshot(**given)
