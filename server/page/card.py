"""One case as the page tells it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allotment.v1 import explanation_pb2 as pb
from allotment.v1 import plan_pb2
from server.page.fits import Waterfall, waterfall
from server.page.levels import amount
from server.page.refused import Bar, histogram
from server.translate.losses import loss_of_levels
from server.translate.refusals import refusal_in_words
from solver.facts import Case


@dataclass(frozen=True, slots=True)
class Other:
    """Another agent for a case. price: what giving it to him would do, in words; empty where
    it is not worked out. would_be: his fit without what blocks him, 0 where that is no other."""

    agent_id: str
    queue_id: str
    fit: int
    price: str
    refusals: tuple[str, ...] = ()
    serving: tuple[str, ...] = ()
    chain: tuple[pb.Move, ...] = ()
    would_be: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What a case adds to a level of the batch."""

    level: plan_pb2.Level
    amount: str


@dataclass(frozen=True, slots=True)
class Card:
    """A case. told: None where no explanation was asked for; fact: None without the request."""

    row: plan_pb2.Assignment
    told: pb.Explanation | None
    fact: Case | None
    fit: Waterfall | None = None
    better: tuple[Other, ...] = ()
    alternatives: tuple[Other, ...] = ()
    refused: tuple[Bar, ...] = ()
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """All that cards are made of. facts: of the cases, by id."""

    levels: Sequence[plan_pb2.Level]
    told: Mapping[str, pb.Explanation]
    facts: Mapping[str, Case]

    def of(self, row: plan_pb2.Assignment) -> Card:
        """The card of a case; raises ExplainError where its losses do not fit the levels."""
        told, fact = self.told.get(row.case_id), self.facts.get(row.case_id)
        if told is None:
            return Card(row, None, fact)
        return Card(
            row=row,
            told=told,
            fact=fact,
            fit=waterfall(told.fit, told.discount) if told.HasField("fit") else None,
            better=tuple(self._better(one) for one in told.better_agents),
            alternatives=tuple(self._alternative(one) for one in told.alternatives),
            refused=histogram(told),
            shares=tuple(self._shares(told.level_shares)),
        )

    def _better(self, one: pb.BetterAgent) -> Other:
        return Other(
            agent_id=one.agent_id,
            queue_id="",
            fit=one.fit,
            price=loss_of_levels(one.loss, self.levels) if one.loss else "",
            refusals=tuple(map(refusal_in_words, one.refusals)),
            serving=tuple(one.serving_case_ids),
            would_be=one.would_be_fit,
        )

    def _alternative(self, one: pb.Alternative) -> Other:
        price = loss_of_levels(one.regret, self.levels) if one.regret else ""
        return Other(one.agent_id, one.queue_id, one.fit, price, chain=tuple(one.chain))

    def _shares(self, shares: Sequence[int]) -> Iterable[Share]:
        """Levels that the case adds to."""
        for level, share in zip(self.levels, shares, strict=False):
            if share:
                yield Share(level, amount(level, share))
