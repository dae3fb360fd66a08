"""All rules together."""

from typing import Protocol

from solver.facts import Snapshot
from solver.reasons import Reason
from solver.rules.filters import Filter, PairList
from solver.rules.limits import Limit, WeightedLimit
from solver.rules.memberships import Memberships, Rotation
from solver.rules.pillars import FitFacts, PillarMeans
from solver.units import Ints
from solver.urgency import Urgency


class Rulebook(Protocol):
    """All rules of a policy together, as `server/wiring.py` lays them out."""

    @property
    def filters(self) -> tuple[Filter, ...]:
        """Hard rules, in the order of their reasons."""

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Counting limits, in the order of their reasons."""

    @property
    def weighted_limit(self) -> WeightedLimit | None:
        """Weighted capacity; None = no such rule."""

    def with_limits(
        self, limits: tuple[Limit, ...], weighted_limit: WeightedLimit | None
    ) -> "Rulebook":
        """The same with other limits."""

    def memberships(self, snapshot: Snapshot) -> Memberships:
        """Which queues take which cases."""

    def rotation(self, snapshot: Snapshot, memberships: Memberships) -> Rotation:
        """Where turns decide."""

    def least_quality(self, snapshot: Snapshot, memberships: Memberships) -> Ints:
        """Least quality of the pairs of each entry in ppm, 0 for any (Q7)."""

    def urgency(self, snapshot: Snapshot) -> Urgency:
        """Who goes first."""

    def fit_facts(self, snapshot: Snapshot) -> FitFacts:
        """Who suits whom."""

    def would_be(
        self,
        snapshot: Snapshot,
        facts: FitFacts,
        case: int,
        agent: int,
        reasons: frozenset[Reason],
    ) -> FitFacts:
        """The facts of one pair without what blocks it (S14)."""

    def discounts(self, snapshot: Snapshot, facts: FitFacts, means: PillarMeans) -> Ints:
        """In-batch discount of each agent's k-th case in units of 1e-4 (S4).

        Shape: agents x k, k from 1; nondecreasing, constant beyond the last column.
        """

    def scored_pairs(self, snapshot: Snapshot) -> "PairList | None":
        """The only pairs that may be assigned, sorted by (case, agent); None = all (S13)."""
