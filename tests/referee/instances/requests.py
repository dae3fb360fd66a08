"""Random requests."""

from __future__ import annotations

from dataclasses import dataclass

from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest
from tests.referee.instances import extras, matrices, people, policies, urgencies
from tests.referee.instances.dice import Dice, Row, stamp


@dataclass(frozen=True)
class Size:
    """Least and most rows."""

    cases: tuple[int, int] = (3, 12)
    agents: tuple[int, int] = (2, 6)
    queues: tuple[int, int] = (2, 4)


SMALL = Size()
TINY = Size(cases=(3, 5), agents=(2, 3), queues=(1, 3))
TEAM = Size(cases=(300, 300), agents=(60, 60), queues=(5, 5))


def random_request(seed: int, size: Size = SMALL) -> AssignRequest:
    """Equal seeds and sizes, equal requests."""
    return json_format.ParseDict(random_rows(Dice(seed), size), AssignRequest())


def weighted_request(seed: int, size: Size = TINY) -> AssignRequest:
    """The same with low weighted capacities everywhere (L2)."""
    dice = Dice(seed)
    rows = random_rows(dice, size)
    extras.weigh(dice.apart("low weights"), rows)
    return json_format.ParseDict(rows, AssignRequest())


def random_rows(dice: Dice, size: Size) -> Row:
    """The same as proto-JSON."""
    cases = dice.shuffled(names("c", dice.between(*size.cases)))
    agents = dice.shuffled(names("a", dice.between(*size.agents)))
    queues = names("q", dice.between(*size.queues))
    accounts = [account(dice, name, agents) for name in ("x", "y")]
    staff = [people.agent(dice, name, cases, queues) for name in agents]
    policy = policies.policy(dice, agents, queues)
    rows = {
        "snapshotTime": stamp(dice.now),
        "cases": [case(dice, name, queues, agents) for name in cases],
        "agents": staff,
        "accounts": accounts,
        "policy": policy,
        "scores": [
            *matrices.matrices(dice, len(cases), len(agents), weighted(policy)),
            *matrices.efforts(dice.apart("efforts"), len(cases), len(agents)),
        ],
        "options": options(dice),
    }
    return extras.lay_over(dice, rows)


def names(letter: str, count: int) -> list[str]:
    return [f"{letter}{number}" for number in range(count)]


def weighted(policy: Row) -> list[str]:
    """Pillars that the policy weighs."""
    rows = policy["fit"].get("pillarWeights")
    return [row["pillar"] for row in rows] if rows else list(policies.PILLARS)


def case(dice: Dice, name: str, queues: list[str], agents: list[str]) -> Row:
    row: Row = {
        "caseId": name,
        "createdTime": dice.ago(dice.one((0, 1, 17.25, 30, 599, 600, 601, 5000))),
    }
    if dice.chance(0.95):
        row["queueId"] = dice.one([*queues * 12, "unknown"])
    if dice.chance(0.8):
        row["priority"] = dice.one(("P1", "P2", "P2", "P3"))
    if dice.chance(0.8):
        row["urgency"] = dice.one((0, 12.3456, 59.99999, 60, 60, 79.5, 80, 100))
    if dice.chance(0.3):
        row["effort"] = dice.one((0.5, 1.3, 4))
    if dice.about("requirements", 0.3):
        row["requirements"] = people.requirements(dice)
    if dice.about("designated", 0.3):
        row["designatedAgentId"] = dice.one([*agents, "stranger"])
    if dice.about("owners", 0.4):
        row |= {"ownerAgentId": dice.one(agents), "lock": dice.chance(0.15)}
    if dice.beside.about("urgency", 0.8):
        row.pop("urgency", None)
    row |= urgencies.standing(dice.beside) | urgencies.facts(dice.beside)
    return row | customer(dice)


def customer(dice: Dice) -> Row:
    """Hours of the case itself, of its account, or none."""
    row: Row = {}
    if dice.chance(0.6):
        row["accountId"] = dice.one(("x", "y"))
    if dice.chance(0.3):
        row |= {"timeZone": dice.one(dice.zones), "activityWindows": dice.hours()}
    return row


def account(dice: Dice, name: str, agents: list[str]) -> Row:
    row: Row = {"accountId": name}
    if dice.about("designated", 0.6):
        row["designatedAgentId"] = dice.one([*agents, "stranger"])
    if dice.chance(0.7):
        row |= {"timeZone": dice.one(dice.zones), "activityWindows": dice.hours()}
    if dice.chance(0.3):
        row["skipWeekends"] = dice.chance(0.5)
    return row | histories(dice.apart(f"histories {name}"), agents)


def histories(dice: Dice, agents: list[str]) -> Row:
    """What the account and some agents know of each other (S8)."""
    if dice.chance(0.5):
        return {}
    row: Row = {"histories": [history(dice, agent) for agent in dice.some(agents, least=1)]}
    if dice.chance(0.7):
        row["medianResolutionDuration"] = dice.one(("3600s", "86400s", "7000.5s"))
    return row


def history(dice: Dice, agent: str) -> Row:
    """Any of the factors, sometimes none; now and then out of the clamp."""
    row: Row = {"agentId": agent}
    if dice.chance(0.9):
        row["caseCount"] = dice.one((0, 1, 1, 2, 3, 17, 1000))
    factors: Row = {
        "sentiment": dice.between(-10, 10) / 10,
        "sentimentTrend": dice.one((-3.5, -0.3, 0, 0.25, 2)),
        "needAttention": dice.one((0, 0.1, 0.5, 1)),
        "meanResolutionDuration": dice.one(("0s", "1800s", "3600s", "90000s", "900000s")),
        "finalResolverShare": dice.one((0, 0.3, 0.5, 1)),
    }
    return row | {name: value for name, value in factors.items() if dice.chance(0.5)}


def options(dice: Dice) -> Row:
    row: Row = {}
    if dice.chance(0.1):
        row["explanationDepth"] = "EXPLANATION_DEPTH_NONE"
    if dice.chance(0.15):
        row["engine"] = dice.one(("ENGINE_SEQUENTIAL", "ENGINE_FLOW"))
    return row
