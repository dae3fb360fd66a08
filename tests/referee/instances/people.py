"""Random agents, teams and shifts."""

from __future__ import annotations

from datetime import timedelta

from tests.referee.instances.dice import WEEK, Dice, Row, clock, stamp

HOUR = 60
# Minutes; most are exactly as old as some window is long.
AGES = (0, 5, 20, 60, 60, 90.5, 180, 500, 8 * HOUR, 8 * HOUR, 23 * HOUR, 24 * HOUR, 24 * HOUR)
SOURCES = (
    "ASSIGNMENT_SOURCE_UNSPECIFIED",
    "ASSIGNMENT_SOURCE_ALLOTMENT",
    "ASSIGNMENT_SOURCE_ALLOTMENT",
    "ASSIGNMENT_SOURCE_ALLOTMENT",
    "ASSIGNMENT_SOURCE_MANUAL",
    "ASSIGNMENT_SOURCE_OTHER",
)
CAME_BACK = ("CAME_BACK_DECLINED", "CAME_BACK_EXPIRED", "CAME_BACK_WITHDRAWN")
REQUIRED = ("vpn", "sql", "language", "clearance")
VALUES: tuple[Row, ...] = (
    {"text": "de"},
    {"text": "en"},
    {"number": 2},
    {"number": 2.5},
    {"truth": True},
    {},
)
STATUSES = ("", "New", "Waiting on customer", "In progress")


def limits(dice: Dice) -> Row:
    """Low limits, so that they bite; in open requests they leave some room."""
    chosen: Row = {}
    if dice.about("owners", 0.5):
        return {"backlog": dice.one((1, 2, 4))}
    if dice.about("filters", 0.7):
        return chosen
    if dice.is_open:
        return {dice.one(("perCycle", "perCycle", "backlog")): dice.one((1, 1, 2, 3))}
    if dice.chance(0.25):
        chosen["backlog"] = dice.between(1, 6)
    if dice.chance(0.4):
        chosen["hourly"] = {"count": dice.one((0, 1, 1, 2, 2, 3, 4))}
        if dice.chance(0.5):
            chosen["hourly"]["window"] = dice.one(("3600s", "28800s", "5430s"))
    if dice.chance(0.4):
        chosen["perCycle"] = dice.one((0, 1, 1, 2, 2, 3))
    return chosen


def absence(dice: Dice) -> Row:
    """Around the snapshot, sometimes touching it, sometimes open."""
    start = dice.now + timedelta(minutes=dice.one((-600, -60, 0, 0, 60, 300)))
    away: Row = {"startTime": stamp(start)}
    if dice.chance(0.8):
        end = start + timedelta(minutes=dice.one((30, 60, 60, 600)))
        away["endTime"] = stamp(end)
    return away


def recent(dice: Dice, cases: list[str], queues: list[str]) -> Row:
    """An assignment of the past, often exactly as old as a window."""
    age = dice.one(AGES)
    row: Row = {
        "caseId": dice.one([*cases, "old1", "old2"]),
        "time": dice.ago(age),
        "source": dice.one(SOURCES),
    }
    if dice.chance(0.8):
        row["queueId"] = dice.one(queues)
    if dice.chance(0.3):
        row["cameBack"] = dice.one(CAME_BACK)
        if dice.chance(0.5):
            row["cameBackTime"] = dice.ago(dice.one((0, age / 2, age)))
    return row


def agent(dice: Dice, name: str, cases: list[str], queues: list[str]) -> Row:
    """One agent with his past; plain ones tie."""
    row: Row = {"agentId": name} | abilities(dice)
    if dice.chance(0.6):
        return row
    if dice.chance(0.4):
        row["capacity"] = dice.one((5, 10.5, 20, 40))
    if dice.chance(0.5):
        row["limits"] = limits(dice)
    if dice.chance(0.05 if dice.is_open else 0.15):
        row["absences"] = [absence(dice) for _ in range(dice.between(1, 2))]
    if dice.chance(0.7):
        row["recentAssignments"] = [recent(dice, cases, queues) for _ in range(dice.between(1, 6))]
    return row | held(dice)


def abilities(dice: Dice) -> Row:
    """Skills with levels, and attributes of every kind."""
    row: Row = {}
    if dice.about("requirements", 0.8):
        skills = dice.some(("vpn", "sql"), least=1)
        row["skills"] = [{"name": name} | level(dice, "level") for name in skills]
    if dice.about("requirements", 0.8):
        names = dice.some(("language", "clearance"), least=1)
        row["attributes"] = [{"name": name} | dice.one(VALUES) for name in names]
    return row


def level(dice: Dice, field: str) -> Row:
    return {field: dice.one((1, 2, 2, 3))} if dice.chance(0.5) else {}


def requirements(dice: Dice) -> list[Row]:
    """One or two, often dropped after some wait."""
    return [requirement(dice, name) for name in dice.some(REQUIRED, least=1)[:2]]


def requirement(dice: Dice, name: str) -> Row:
    row: Row = {"kind": "KIND_SKILL", "name": name} | level(dice, "minLevel")
    if name not in ("vpn", "sql"):
        row["kind"] = "KIND_ATTRIBUTE"
        if dice.chance(0.6):
            row["value"] = dice.one(("de", "2", "true", "2.5"))
    if dice.chance(0.5):
        row["widenAfter"] = dice.one(("0s", "1800s", "36000s"))
    return row


def held(dice: Dice) -> Row:
    """Cases held now, one by one or counted."""
    if dice.chance(0.3):
        return {"activeCount": dice.between(0, 4), "activeLoad": dice.between(0, 300) / 10}
    rows = []
    for number in range(dice.between(0, 4)):
        row: Row = {"caseId": f"held{number}", "source": dice.one(SOURCES)}
        if dice.chance(0.7):
            row["priority"] = dice.one(("P1", "P2", "P3"))
        if dice.chance(0.5):
            row["status"] = dice.one(STATUSES)
        if dice.chance(0.3):
            row["effort"] = dice.one((0.3, 1.7, 2))
        rows.append(row)
    return {"activeCases": rows}


def team(dice: Dice, name: str, agents: list[str]) -> Row:
    row: Row = {"teamId": name, "agentIds": [*dice.some(agents), "stranger"]}
    if dice.chance(0.4):
        row["limits"] = limits(dice)
    if dice.chance(0.1):
        row["absences"] = [absence(dice)]
    return row


def shift(dice: Dice, name: str, agents: list[str], teams: list[str]) -> Row:
    """One shift with one or both kinds of hours."""
    row: Row = {
        "shiftId": name,
        "timeZone": dice.one(dice.zones),
        "agentIds": dice.some(agents, least=2),
        "teamIds": dice.some(teams),
    }
    kinds = dice.one((["assignmentHours"], ["workingHours"], ["assignmentHours", "workingHours"]))
    for kind in kinds:
        row[kind] = dice.hours()
    if dice.chance(0.3):
        row["holidayCalendarId"] = "holidays"
    return row


def day_shift(dice: Dice, agents: list[str]) -> Row:
    """Most agents around the snapshot, all of them in open requests."""
    start = (dice.now.hour - dice.between(1, 6)) % 24
    end = (start + dice.between(8, 16)) % 24
    window = {"days": list(WEEK), "start": clock(start * 60), "end": clock(end * 60)}
    return {
        "shiftId": "day",
        "timeZone": "UTC",
        "agentIds": dice.some(agents, least=len(agents) - (not dice.is_open)),
        "workingHours": [window],
    }
