"""Random requests that use every fact the checker knows: the referee's, and further ones."""

from __future__ import annotations

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from tests.referee.instances.dice import Dice, Row
from tests.referee.instances.requests import SMALL, Size, random_rows

STATUSES = ("Available", "Online", "Away", "")
WORDS = ("refund", "Straße", "VPN_down", "50 %", "")
TESTS = (
    "priority <= 'P2'",
    "NOT priority = 'P1'",
    "priority BETWEEN 'P2' AND 'P3'",
    "priority IS NULL",
    "band = 'premium'",
    "band != 'basic'",
    "urgency >= 60",
    "urgency NOT BETWEEN 1 AND 79.5",
    "urgency IN (0, 60, 80)",
    "effort < 1.5",
    "age > 10h",
    "age <= 10h",
    "age = 10h",
    "created < now - 10h",
    "created BETWEEN now - 1d AND now",
    "created >= '2026-03-29'",
    "created > '2026-10-25'",
    "created != '2026-03-08'",
    "created <= '2026-04-05T00:00:00+10:30'",
    "stage_since IS NULL",
    "stage_since > now - 10h",
    "status = 'New'",
    "status IN ('New', 'Open')",
    "subject CONTAINS 'STRASSE'",
    "subject LIKE '%_own%'",
    "subject LIKE '50 %'",
    "subject STARTSWITH 'vpn'",
    "subject NOT LIKE '%refund'",
    "account = 'x'",
    "account IS NOT NULL",
    "time_zone = 'UTC'",
    "account.time_zone != 'Asia/Kolkata'",
    "designated_agent = 'a0'",
    "owner = 'a1'",
    "locked",
    "NOT locked",
    "reassignments > 1",
    "virtual_account = 'key'",
    "virtual_account NOT IN ('key', 'none')",
    "virtual_team != 't0'",
    "case.attr.product = 'Mail'",
    "product IS NULL",
    "product != 'Mail'",
    "case.attr.seats > 2",
    "seats IN (1, 2.5)",
    "case.attr.`since then` < now",
    "trial",
    "account.attr.region IN ('EU', 'UK')",
)
DECLARED = (
    ("product", "TYPE_TEXT", "OWNER_CASE"),
    ("seats", "TYPE_NUMBER", "OWNER_CASE"),
    ("since then", "TYPE_MOMENT", "OWNER_CASE"),
    ("trial", "TYPE_TRUTH", "OWNER_CASE"),
    ("region", "TYPE_TEXT", "OWNER_ACCOUNT"),
)


def rich_request(seed: int, size: Size = SMALL) -> AssignRequest:
    """Equal seeds and sizes, equal requests."""
    rows = random_rows(Dice(seed), size)
    dice = Dice(seed).apart("rich")
    has_sources = dice.chance(0.5)
    for agent in rows["agents"]:
        if has_sources:
            _sources(dice, agent)
        _agent(dice, agent)
    for case in rows["cases"]:
        _case(dice, case)
    for account in rows["accounts"]:
        _account(dice, account)
    _policy(dice, rows["policy"])
    if rows["options"].get("engine") == "ENGINE_FLOW":
        del rows["options"]["engine"]  # It knows no weighted capacity.
    return json_format.ParseDict(rows, AssignRequest())


def _sources(dice: Dice, row: Row) -> None:
    """Presence, predicted hours."""
    if dice.chance(0.3):
        row["presence"] = {"status": dice.one(STATUSES)}
    if dice.chance(0.3):
        row["customPresence"] = {"status": dice.one(STATUSES)}
    if dice.chance(0.3):
        row |= {"predictedWindows": dice.hours(), "timeZone": dice.one(dice.zones)}


def _agent(dice: Dice, row: Row) -> None:
    """Weighted capacity."""
    if dice.chance(0.15):
        row.setdefault("limits", {})["hardCapacity"] = dice.one((0, 4, 8, 9.5, 16.05, 40))


def _case(dice: Dice, row: Row) -> None:
    """What filters ask for."""
    if dice.chance(0.5):
        row["status"] = dice.one(("New", "Open"))
    if dice.chance(0.7):
        row["subject"] = " ".join(word for word in dice.some(WORDS) if word)
    if dice.chance(0.3):
        row["stageTime"] = dice.ago(dice.one((0, 600, 5000)))
    if dice.chance(0.3):
        row["reassignmentCount"] = dice.between(0, 3)
    values: list[Row] = [
        {"name": "product", "text": dice.one(("Mail", "Drive", ""))},
        {"name": "seats", "number": dice.one((1, 2.5, 3))},
        {"name": "since then", "moment": dice.ago(dice.one((0, 600)))},
        {"name": "trial", "truth": dice.chance(0.5)},
    ]
    row["attributes"] = dice.some(values)
    for requirement in row.get("requirements", ()):
        requirement.setdefault("kind", "KIND_SKILL")


def _account(dice: Dice, row: Row) -> None:
    if dice.chance(0.6):
        row["attributes"] = [{"name": "region", "text": dice.one(("EU", "US"))}]


def _policy(dice: Dice, row: Row) -> None:
    """Sources, breaks, filters of every kind, weighted capacity, limits gone over."""
    row["availability"] = _availability(dice)
    row["virtualAccounts"] = [
        {"virtualAccountId": "key", "accountIds": ["x", "unknown"]},
        {"virtualAccountId": "none"},
    ]
    row["fieldDeclarations"] = [
        {"name": name, "type": kind, "owner": owner} for name, kind, owner in DECLARED
    ]
    for shift in row["shifts"]:
        if dice.chance(0.3):
            shift["breaks"] = dice.hours()
    for queue in row["queues"]:
        _queue(dice, queue, _tests(row))
    if dice.chance(0.4):
        row["roundRobinFallback"] = _fallback(dice)
    if dice.chance(0.2):
        row["limitPolicy"].setdefault("limits", {})["hardCapacity"] = dice.one((10, 25.25))


def _availability(dice: Dice) -> Row:
    row: Row = {"mode": dice.one(("MODE_FIRST", "MODE_ALL_OF"))}
    if dice.chance(0.3):
        row["availableStatuses"] = ["Away"]
    if dice.chance(0.4):
        row["minTimeLeftInShift"] = dice.one(("0.5s", "60s", "1800s", "5400.25s", "86400s"))
    return row


def _tests(row: Row) -> list[str]:
    """Tests of bands and teams that the policy has."""
    known = {"t0": any(team["teamId"] == "t0" for team in row["teams"])}
    own_bands = "bands" in row.get("urgency", {})
    known |= {"premium": not own_bands, "basic": not own_bands}
    return [one for one in TESTS if all(has or name not in one for name, has in known.items())]


def _queue(dice: Dice, row: Row, tests: list[str]) -> None:
    if dice.chance(0.2):
        row["presenceRequired"] = True
    if dice.chance(0.4):
        row["filter"] = condition(dice, tests, depth=2)


def condition(dice: Dice, tests: list[str], depth: int) -> str:
    """Tests joined at random."""
    if not depth or dice.chance(0.3):
        return dice.one(tests)
    parts = [condition(dice, tests, depth - 1) for _ in range(dice.between(1, 3))]
    joined = dice.one((" AND ", " OR ", " or ")).join(parts)
    return dice.one(("({})", "NOT ({})", "{}")).format(joined)


def _fallback(dice: Dice) -> Row:
    row: Row = {"priorities": dice.some(("P1", "P2", "P3", "P4"), least=1)}
    if dice.chance(0.4):
        row["overrideWeighted"] = True
    if dice.chance(0.4):
        row["maxOverridesPerAgent"] = dice.between(0, 2)
    return row
