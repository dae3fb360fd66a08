"""In-batch discounts of the agents (S4, 02 section 2)."""

from fractions import Fraction
from statistics import mean

from allotment.v1.case_pb2 import Case
from tests.referee.fits import Fits, millionths
from tests.referee.loads import capacity, utilisation
from tests.referee.near import ZERO, Near
from tests.referee.penalty import penalty, remembers_all
from tests.referee.refusals import Refusals
from tests.referee.snapshot import Snapshot
from tests.referee.weights import policy_weights


class Discounts:
    """delta(a, k) of one snapshot in units of 1e-4."""

    def __init__(self, snapshot: Snapshot, fits: Fits, refusals: Refusals) -> None:
        self.snapshot = snapshot
        self.fits = fits
        self.refusals = refusals
        self._means: dict[str, tuple[Fraction, Fraction]] = {}
        self.keep_now = 1 - penalty(snapshot, 0.0)
        self.band_weight = policy_weights(snapshot).get("bandwidth", 0) / 1e6
        weights = [case_weight(snapshot, case) for case in snapshot.cases.values()]
        self.mean_weight = mean(weights or [0.0])

    def delta(self, agent: str, k: int) -> Near:
        """Discount of the agent's k-th case of the batch, from 1."""
        fit = self.snapshot.policy.fit
        is_on = fit.in_batch_discount if fit.HasField("in_batch_discount") else True
        if k == 1 or not is_on:
            return ZERO
        return Near.rounded((self._penalties(agent, k) + self._load(agent, k)) * 10_000)

    def _penalties(self, agent: str, k: int) -> float:
        if agent not in self._means:
            self._means[agent] = self._mean(agent)
        before, after = self._means[agent]
        if remembers_all(self.snapshot):
            return float(after) * (1 - self.keep_now ** (k - 1))
        return float(after) - float(before) * self.keep_now ** (k - 1)

    def _mean(self, agent: str) -> tuple[Fraction, Fraction]:
        """Mean over the agent's allowed pairs before the penalty, and after it; 0 of none.

        A pair counts once for every queue that it may be charged to.
        """
        fits = [
            self.fits.of(case, agent, tier.queue.queue_id)
            for case in self.snapshot.cases.values()
            if case.owner_agent_id != agent
            for tier in self.refusals.ways(case, agent)
        ]
        before = [Fraction(fit.before_penalty, 10**12) for fit in fits]
        after = [Fraction(fit.before_penalty * fit.keep, 10**18) for fit in fits]
        return mean(before or [Fraction(0)]), mean(after or [Fraction(0)])

    def _load(self, agent: str, k: int) -> float:
        used = millionths(utilisation(self.snapshot, agent)) / 1e6
        more = (k - 1) * self.mean_weight / float(capacity(self.snapshot, agent))
        return self.band_weight * self.keep_now * (min(1.0, used + more) - min(1.0, used))


def case_weight(snapshot: Snapshot, case: Case) -> float:
    """Priority weight x effort (L2)."""
    return snapshot.weight(case.priority) * (case.effort if case.HasField("effort") else 1.0)
