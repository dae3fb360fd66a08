"""Random facts and policies of urgency (U1-U9)."""

from __future__ import annotations

from tests.referee.instances.dice import WEEK, Dice, Row

DAY = 24 * 60
TIERS = ("Premium", "Standard", "Basic", "Gold", "unheard of")
CATEGORIES = ("outage", "billing", "billing", "general question", "feature request", "unheard of")
# Minutes: exactly as old as a span of the points is long, and next to it.
CONTACTS = (0, 60, 7 * DAY - 0.5, 7 * DAY, 7 * DAY + 1, 30 * DAY, 30 * DAY - 1, 90 * DAY)
FILTERS = (
    "band = 'premium'",
    "tier = 'Premium' OR category = 'billing' AND band = 'basic'",
)
VALUES = (0, 4_999.99, 5_000, 5_000.01, 20_000, 20_001, 50_000, 50_000.5, 1e6, -20)


def standing(dice: Dice) -> Row:
    """What is known of a customer, by the case or by its account."""
    row: Row = {}
    if dice.about("urgency", 0.5):
        row["tier"] = dice.one(TIERS)
    if dice.about("urgency", 0.5):
        row["lifetimeValue"] = dice.one(VALUES)
    if dice.about("urgency", 0.2):
        row["vip"] = dice.chance(0.5)
    if dice.about("urgency", 0.5):
        row["lastContactTime"] = dice.ago(dice.one(CONTACTS))
    return row


def facts(dice: Dice) -> Row:
    """What makes a case urgent beside its customer; sent scores are left out."""
    row: Row = {}
    if dice.about("urgency", 0.7):
        row["category"] = dice.one(CATEGORIES)
    if dice.about("urgency", 0.07):
        row["overrideRouting"] = True
    if dice.about("urgency", 0.15):
        row["escalatedTime"] = dice.ago(dice.one((1, 30)))
    if dice.about("urgency", 0.15):
        row["warnedTime"] = dice.ago(dice.one((1, 30)))
    if dice.about("urgency", 0.2):
        row["escalationBonus"] = dice.one((0, 20, 20, 33.3333, 60, 100))
    return row


def filters(dice: Dice, queues: list[Row]) -> None:
    """Some filters that ask for what urgency computes."""
    for row in queues:
        if "filter" in row and dice.about("urgency", 0.5):
            row["filter"] = f"queue = '{row['queueId']}' OR {dice.one(FILTERS)}"


def policy(dice: Dice) -> Row:
    """Points and clocks, each in some requests."""
    return points(dice) | clocks(dice) if dice.about("urgency", 1) else {}


def points(dice: Dice) -> Row:
    row: Row = {}
    for name in ("basePoints", "otherValuePoints", "vipPoints"):
        if dice.chance(0.25):
            row[name] = dice.one((-20, 0, 12.3456, 50))
    if dice.chance(0.25):
        row["floor"] = dice.one((0, 33.3333, 95))
    if dice.chance(0.25):
        row["categories"] = [
            {"category": "outage", "points": 12.5},
            {"category": "billing", "points": -7, "autoEscalate": True},
        ]
    if dice.chance(0.25):
        row["lifetimeValues"] = [{"above": -1, "points": 2}, {"above": 5000, "points": 9.5}]
    if dice.chance(0.25):
        row["contacts"] = [{"withinDuration": "3600.5s", "points": 3}]
    if dice.chance(0.25):
        row["waitingCreditLimit"] = dice.one((0, 5.5, 100))
    if dice.chance(0.25):
        row["waitingMinutesPerPoint"] = dice.one((1, 7.5, 600))
    return row


def clocks(dice: Dice) -> Row:
    """Tiers with their clocks, business hours, the watch."""
    row: Row = {}
    if dice.chance(0.6):
        row["tiers"] = [
            tier(dice, "Premium", ("600s", "7200s"))
            | {"points": 40, "routesAfterHours": dice.chance(0.5)},
            tier(dice, "Standard", ("3600s", "28800s")) | {"points": 20},
            tier(dice, "Gold", ("90s", "39661s", "86400s")) | {"points": 10.25},
        ]
    if dice.chance(0.3):
        row["businessHours"] = business_hours(dice)
    if dice.chance(0.3):
        row["slaWatch"] = {
            "escalateWithin": dice.one(("0s", "1800s", "36000s")),
            "warnShare": dice.one((0, 0.1, 0.5, 1)),
            "bonusPoints": dice.one((0, 7.25, 50)),
        }
    return row


def tier(dice: Dice, name: str, spans: tuple[str, ...]) -> Row:
    clock = dice.one(("CLOCK_CALENDAR", "CLOCK_BUSINESS", "CLOCK_BUSINESS"))
    return {"name": name, "responseDuration": dice.one(spans), "clock": clock}


def business_hours(dice: Dice) -> Row:
    """The usual ones, or windows of most days."""
    row: Row = {}
    if dice.chance(0.4):
        row["windows"] = [{"days": list(WEEK[:6]), "start": "07:30", "end": "12:00"}]
        if dice.chance(0.5):
            row["windows"].append({"days": list(WEEK), "start": "22:15", "end": "01:45"})
    if dice.chance(0.4):
        row["timeZone"] = dice.one(dice.zones)
    if dice.chance(0.4):
        row["holidayCalendarId"] = "holidays"
    return row
