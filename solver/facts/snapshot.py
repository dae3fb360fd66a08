"""The snapshot: the whole input of one cycle."""

from dataclasses import dataclass
from datetime import datetime

from solver.facts.agent import Agent
from solver.facts.case import Account, Case
from solver.facts.policy import Policy
from solver.facts.scores import Efforts, Scores
from solver.facts.topic import Expertise


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Snapshot:
    """Everything that a decision may depend on. Cases, agents and accounts are sorted by id.

    Nothing below reads a clock: `now` is a fact. expertise: None without an ontology.
    """

    now: datetime
    cases: tuple[Case, ...]
    agents: tuple[Agent, ...]
    accounts: tuple[Account, ...] = ()
    policy: Policy = Policy()
    scores: tuple[Scores, ...] = ()
    efforts: Efforts | None = None
    expertise: Expertise | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """(cases, agents)."""
        return len(self.cases), len(self.agents)
