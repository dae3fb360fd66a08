"""Random policies."""

from __future__ import annotations

from datetime import timedelta

from tests.referee.instances import people, urgencies
from tests.referee.instances.dice import Dice, Row

COUNTED = ("COUNTED_SOURCES_UNSPECIFIED", "COUNTED_SOURCES_ALL", "COUNTED_SOURCES_ALLOTMENT")
FILTERS = (
    "priority = 'P1'",
    "priority = 'P2'",
    "priority = 'P2' OR priority = 'P3'",
    "account = 'x'",
    "account = 'y' AND priority = 'P2'",
)
PILLARS = ("time_overlap", "bandwidth", "customer_history", "skills")


def policy(dice: Dice, agents: list[str], queues: list[str]) -> Row:
    """Teams, shifts, queues, groups, fit, limits and urgency."""
    teams = [f"t{number}" for number in range(dice.between(0, 2))]
    row: Row = {
        "teams": [people.team(dice, name, agents) for name in teams],
        "holidayCalendars": [{"holidayCalendarId": "holidays", "dates": holidays(dice)}],
        "shifts": [
            people.shift(dice, f"s{number}", agents, teams) for number in range(dice.between(1, 4))
        ],
        "queues": [queue(dice, name, agents, teams) for name in queues],
        "drainGroups": groups(dice, queues),
        "fit": fit(dice),
        "limitPolicy": limit_policy(dice),
    }
    chain(dice, row["queues"])
    urgencies.filters(dice.beside, row["queues"])
    if dice.about("tiers", 0.5):
        row["catchAllQueueId"] = dice.one(queues)
    if dice.about("owners", 0.4):
        row["switchCost"] = dice.one((0, 0, 0.02, 0.1))
    if dice.is_open or dice.chance(0.6):
        row["shifts"].append(people.day_shift(dice, agents))
    if dice.chance(0.3):
        row["timeZone"] = dice.one(dice.zones)
    if dice.chance(0.3):
        row["cooldown"] = dice.one(("0s", "3600s", "86400s"))
    if dice.chance(0.3):
        levels = [("P1", 9.5), ("P2", 3), ("P3", 3), ("P4", 0.7)]
        row["priorityLevels"] = [{"name": name, "weight": weight} for name, weight in levels]
    if dice.chance(0.3):
        row["urgency"] = classes(dice)
    row["urgency"] = row.get("urgency", {}) | urgencies.policy(dice.beside)
    return row


def holidays(dice: Dice) -> list[str]:
    days = [(dice.now + timedelta(days=days)).date().isoformat() for days in (-1, 0, 1)]
    return sorted(dice.some(days))


def queue(dice: Dice, name: str, agents: list[str], teams: list[str]) -> Row:
    buckets = [bucket(dice, agents, teams) for _ in range(dice.between(1, 3))]
    if dice.about("filters", 0.6):
        buckets = [{"agentIds": dice.shuffled(agents)}]
    row: Row = {"queueId": name, "buckets": buckets}
    if dice.chance(0.4):
        row["hours"] = dice.one(("HOURS_ASSIGNMENT", "HOURS_WORKING"))
    if dice.chance(0.5):
        row["dailyLimit"] = {
            "count": dice.one((1, 1, 1, 2) if dice.is_open else (0, 1, 2, 3, 3)),
            "period": dice.one(("PERIOD_ROLLING", "PERIOD_CALENDAR")),
        }
    if dice.chance(0.3):
        row["timeZone"] = dice.one(dice.zones)
    if dice.chance(0.3):
        row["pillarWeights"] = weights(dice)
    return row | switches(dice, name)


def switches(dice: Dice, name: str) -> Row:
    """Filters, turns, requirements, least fits and queues that are off."""
    row: Row = {}
    if dice.about("filters", 0.7):
        row["filter"] = f"queue = '{name}' OR {dice.one(FILTERS)}"
    if dice.about("turns", 0.7):
        row["roundRobin"] = dice.one(({"mode": "MODE_ALWAYS"}, windows(dice)))
    if dice.about("requirements", 0.2):
        row["requirements"] = people.requirements(dice)
    if dice.about("switches", 0.5):
        row["minFit"] = dice.one((0, 0.2, 0.2, 0.25, 0.3, 0.5))
        if dice.chance(0.5):
            row["minFitWait"] = dice.one(("0s", "36000s", "36060s"))
    if dice.about("switches", 0.08):
        row["when"] = "WHEN_NEVER"
    if dice.about("switches", 0.08):
        row["autoAssign"] = False
    return row


def windows(dice: Dice) -> Row:
    return {"mode": "MODE_WINDOWS", "windows": dice.hours()}


def chain(dice: Dice, queues: list[Row]) -> None:
    """Fallbacks that never lead back: only to queues later in some order."""
    order = dice.shuffled(queues)
    for place, row in enumerate(order):
        later = [each["queueId"] for each in order[place + 1 :]]
        if later and dice.about("tiers", 0.9):
            row["fallbackQueueIds"] = dice.some(later, least=1)


def bucket(dice: Dice, agents: list[str], teams: list[str]) -> Row:
    """Often few agents, so that cases go to later buckets."""
    few = dice.chance(0.7 if dice.about("tiers", 1) else 0.4)
    named = [dice.one(agents)] if few else dice.some(agents, least=1)
    return {
        "agentIds": dice.shuffled([*named, "nobody"]),
        "teamIds": [] if few else dice.some(teams),
    }


def groups(dice: Dice, queues: list[str]) -> list[Row]:
    """Some queues in one or two groups."""
    if dice.chance(0.3) or dice.about("filters", 0.5):
        return []
    listed = dice.some(queues, least=1)
    cut = dice.between(1, len(listed))
    return [{"queueIds": part} for part in (listed[:cut], listed[cut:]) if part]


def weights(dice: Dice) -> list[Row]:
    """Some pillars, one that only a caller can score; a computed one weighs something."""
    chosen = dice.some(PILLARS, least=1)
    if dice.chance(0.3):
        chosen.append("mood")
    values = [dice.one((0, 1, 0.33, 0.25, 0.1, 2.5)) for _ in chosen]
    values[0] = values[0] or 0.4
    return [{"pillar": name, "weight": value} for name, value in zip(chosen, values, strict=True)]


def fit(dice: Dice) -> Row:
    row: Row = {}
    if dice.chance(0.3):
        row["pillarWeights"] = weights(dice)
    if dice.chance(0.3):
        row["inBatchDiscount"] = dice.chance(0.6)
    if dice.chance(0.3):
        row["skipWeekends"] = dice.chance(0.5)
    if dice.chance(0.3):
        row["defaultCapacity"] = dice.one((3, 12.5, 100))
    if dice.chance(0.3):
        row["statusMultipliers"] = [{"status": "New", "multiplier": 3}]
    if dice.chance(0.4):
        row["recentAssignmentPenalty"] = penalty(dice)
    if dice.apart("memory").chance(0.3):
        row.setdefault("recentAssignmentPenalty", {})["memory"] = "MEMORY_ALL"
    if dice.apart("failures").chance(0.3):
        row["onPillarFailure"] = "ON_PILLAR_FAILURE_STOP"
    return row


def penalty(dice: Dice) -> Row:
    row: Row = {}
    if dice.chance(0.7):
        row["weight"] = dice.one((0, 0.3, 0.777, 1))
    if dice.chance(0.7):
        row["window"] = dice.one(("0s", "600s", "7000.5s"))
    return row


def limit_policy(dice: Dice) -> Row:
    row: Row = {f"{limit}Sources": dice.one(COUNTED) for limit in ("backlog", "hourly", "daily")}
    if dice.about("tiers", 0.7):
        row["limits"] = {"perCycle": 1}
    elif dice.chance(0.7):
        row["limits"] = people.limits(dice)
    return row


def classes(dice: Dice) -> Row:
    row: Row = {"classByPriority": dice.chance(0.5), "classByBand": dice.chance(0.5)}
    if dice.chance(0.5):
        row["bands"] = [{"name": "premium", "minScore": 50.5}, {"name": "basic"}]
    return row
