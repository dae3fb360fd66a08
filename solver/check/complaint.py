"""What the checker finds wrong, as data."""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Wrong(Enum):
    """What can be wrong with a batch; the text is the sentence that people read."""

    MISSING_CASE = "the case has no row"
    UNKNOWN_CASE = "there is no such case"
    REPEATED_CASE = "the case has more than one row"
    UNKNOWN_AGENT = "there is no such agent"
    UNKNOWN_QUEUE = "there is no such queue"
    OUTCOME = "the outcome is not the one that the facts call for"
    HOLD = "the case is held until another moment"
    NOT_OWNED = "the case is kept by somebody who does not own it"
    OWN_CASE = "the case is assigned to its own owner, who keeps it"
    GIVEN_UP = "the case is taken from its owner and given to nobody"
    LOCKED = "the case is locked, but not kept by its owner"
    LEFT_OVER = "the case goes to nobody, but has an agent, a queue, a place, a via or a fit"
    FOREIGN_QUEUE = "the queue is none of those of the case"
    STOPPED_QUEUE = "the queue decides nothing, for want of a pillar to weigh"
    REFUSED = "the agent is refused"
    BUCKET = "the agent stands in another bucket"
    RANK = "the fallback rank is another one"
    VIA = "the case came about another way"
    OVER_LIMIT = "more is taken than the limit leaves room for"
    NO_FALLBACK = "limits hold for cases of this priority"
    OWNED_OVERRIDE = "a case with an owner goes over no limits"
    FALLBACK_QUEUE = "limits are only gone over in the case's own queues"
    HAD_ROOM = "limits are gone over, but somebody had room"
    OVERRIDDEN = "the limits gone over are others"
    TOO_MANY_OVERRIDES = "the agent goes over his limits for too many cases"
    ASSIGNED_COUNT = "the number of assigned cases is another one"
    URGENCY = "the urgency of the case is another one"
    BAND = "the urgency of the case lies in another band"
    FIT = "the fit of the pair is another one"
    LEVELS = "the levels are others"
    LEVEL_VALUE = "the value of the level is another one"
    LEVEL_BOUND = "the bound of the level is another one"
    LEVEL_CASES = "the class of the level has other numbers of cases"
    LEVEL_PROVED = "the level is said to be proved, but is not"
    LEVEL_UNPROVED = "the level is proved, but said not to be"
    LEVEL_BASIS = "the bound rests on something else than is said"
    TERMINATION = "the batch is said to be optimal, but not every level is proved"
    NODE_KINDS = "the kinds of nodes are others"
    MISSING_NODE = "the node has no price"
    UNKNOWN_NODE = "there is no such node"
    REPEATED_NODE = "the node has more than one price"
    PRICE_COUNT = "there is not one price for every node and every level that is proved"
    QUEUE_COUNT = "there is not one queue for every agent in a queue, or there are others"
    PRICE_SIZE = "the price is beyond what can be added up"
    CASE_PRICE = "the price of the case is above 0"
    WAITING_PRICE = "the case waits, but its price is not 0"
    SERVED_CHEAPER = "the case could be served for less than its price"
    SERVED_DEARER = "the case is served for more than its price"
    LAST_UNIT = "the price falls by less than the last unit costs"
    FURTHER_UNIT = "there is room, but the price falls by more than one more unit costs"
    FALLING_COSTS = "one more unit costs less than the last one"
    SUM_OF_PRICES = "the prices do not add up to the value of the level"


Value: TypeAlias = int | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong with named things; ids are empty where none is at stake.

    found: what the batch says. right: what the facts say, or what a limit leaves room for.
    level: of the objective; node: of the network, or two with an arrow between.
    """

    wrong: Wrong
    case_id: str = ""
    agent_id: str = ""
    queue_id: str = ""
    limit: str = ""
    found: Value = None
    right: Value = None
    level: str = ""
    node: str = ""

    def __str__(self) -> str:
        """A line for people."""
        things = (("case", self.case_id), ("agent", self.agent_id), ("queue", self.queue_id))
        named = [f"{kind} {name!r}" for kind, name in things if name]
        values = (
            ("level", self.level),
            ("node", self.node),
            ("limit", self.limit),
            ("found", self.found),
            ("right", self.right),
        )
        told = [f"{name}: {_written(value)}" for name, value in values if value not in ("", None)]
        return ": ".join([", ".join(named) or "batch", self.wrong.value, *told])


def _written(value: Value) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else str(value)
