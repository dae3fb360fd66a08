"""What is laid over a random request, with dice of its own: no other choice changes."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.referee.instances.dice import WEEK, Dice, Row, clock

STATUSES = ("Available", "Available", "Available", "Online", "Busy", "")
HARD_CAPACITIES = (2, 4, 8.5, 12, 20.25, 60)
LISTED = (["P1"], ["P1", "P2"], ["P1", "P2", "P3"])


def lay_over(dice: Dice, rows: Row) -> Row:
    """Sources of availability, weighted capacity, the second phase: each in some requests."""
    there(dice.apart("there"), dice.now, rows)
    weights(dice.apart("weights"), rows)
    second_phase(dice.apart("second phase"), rows["policy"])
    return rows


def there(dice: Dice, now: datetime, rows: Row) -> None:
    """Presence, predicted hours, breaks, time left; by the first source or by all (V1-V3)."""
    if dice.chance(0.65):
        return
    rows["policy"]["availability"] = availability(dice)
    for shift in rows["policy"]["shifts"]:
        if dice.chance(0.4):
            shift["breaks"] = [pause(dice, now)]
    for agent in rows["agents"]:
        agent |= presence(dice)
    for queue in rows["policy"]["queues"]:
        if dice.chance(0.15):
            queue["presenceRequired"] = True


def availability(dice: Dice) -> Row:
    row: Row = {"mode": dice.one(("MODE_FIRST", "MODE_FIRST", "MODE_ALL_OF"))}
    if dice.chance(0.3):
        row["availableStatuses"] = dice.one((["Available"], ["Online", "Busy"]))
    if dice.chance(0.7):
        row["minTimeLeftInShift"] = dice.one(("0s", "900s", "10800.5s", "28800s", "28800s"))
    return row


def pause(dice: Dice, now: datetime) -> Row:
    """Somewhere around the snapshot, on the wall of whatever zone the shift has."""
    start = now.replace(minute=0) + timedelta(hours=dice.between(-3, 3))
    end = start + timedelta(minutes=dice.one((30, 60, 120)))
    minutes = [at.hour * 60 + at.minute for at in (start, end)]
    return {"days": list(WEEK), "start": clock(minutes[0]), "end": clock(minutes[1])}


def presence(dice: Dice) -> Row:
    """What CRM and custom field say, and what was predicted."""
    row: Row = {}
    if dice.chance(0.3):
        row["presence"] = {"status": dice.one(STATUSES)}
    if dice.chance(0.3):
        row["customPresence"] = {"status": dice.one(STATUSES)}
    if dice.chance(0.3):
        row |= {"timeZone": dice.one(dice.zones), "predictedWindows": dice.hours()}
    return row


def weights(dice: Dice, rows: Row) -> None:
    """Weighted capacity of everybody, of teams, of single agents (L2)."""
    if dice.chance(0.8) or rows["options"].get("engine") == "ENGINE_FLOW":
        return
    owners = [*rows["agents"], *rows["policy"]["teams"], rows["policy"]["limitPolicy"]]
    for owner in owners:
        if dice.chance(0.5):
            owner.setdefault("limits", {})["hardCapacity"] = dice.one(HARD_CAPACITIES)


def weigh(dice: Dice, rows: Row) -> None:
    """Capacity for a case or two of each agent, so that weights bind and bite."""
    rows["options"].pop("engine", None)
    for agent in rows["agents"]:
        held = sum(8 * row.get("effort", 1) for row in agent.get("activeCases", []))
        agent.setdefault("limits", {})["hardCapacity"] = held + dice.one((4, 6, 8, 8.5, 12))


def second_phase(dice: Dice, policy: Row) -> None:
    """Round-robin fallback for some priorities (Q9)."""
    if dice.chance(0.6):
        return
    row: Row = {"priorities": dice.one(LISTED), "overrideWeighted": dice.chance(0.4)}
    if dice.chance(0.4):
        row["maxOverridesPerAgent"] = dice.one((0, 1, 1, 2))
    policy["roundRobinFallback"] = row
