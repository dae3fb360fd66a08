"""A single change of a snapshot (02 section 5, "What would it take")."""

from dataclasses import dataclass
from enum import IntEnum

from solver.reasons import Reason


class ChangeKind(IntEnum):
    """What is changed; the numbers are the contract's."""

    LIMIT = 1
    SKILL = 2
    SHIFT = 3
    AGENT = 4


@dataclass(frozen=True, slots=True)
class Change:
    """One change. agent, queue: positions, -1 for none.

    LIMIT: `amount` more under the agent's limit of a reason, of the queue where the limit is
    one of queues. SKILL: the agent has a skill, by name, at the level `amount`. SHIFT: all of
    the agent's shifts end `amount` minutes later. AGENT: somebody joins the queue's first
    bucket, with all that the case and the queue require.
    """

    kind: ChangeKind
    agent: int = -1
    queue: int = -1
    reason: Reason | None = None
    skill: str = ""
    amount: int = 1
