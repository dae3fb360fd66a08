"""The first phase, read from the facts: everything under all limits (02 sections 1 and 2)."""

import numpy as np

from solver.check.certificate.arcs import Arcs
from solver.check.certificate.chain import Desks
from solver.check.certificate.discounts import Discounts
from solver.check.certificate.first_arcs import Flows, first_arcs
from solver.check.certificate.levels import Naming, first_levels
from solver.check.certificate.phase import KEEPS, Keep, Phase, Taken
from solver.check.certificate.survey import Survey, survey
from solver.check.certificate.ways import Way, Ways
from solver.check.decided import Decided
from solver.check.fits import NO_QUEUE, Fits
from solver.check.pairs import is_turning
from solver.check.refusals import Refusals
from solver.check.staff import NOBODY
from solver.check.standing import Standing, dense_ranks
from solver.check.turns import TurnScores, places
from solver.facts import CountedSources
from solver.units import Ints, to_score


class FirstPhase:
    """What the first phase is made of, and how it stands after the batch."""

    def __init__(self, refusals: Refusals, standing: Standing, fits: Fits, batch: Decided) -> None:
        self._refusals = refusals
        self._standing = standing
        self._fits = fits
        self._turns = TurnScores(refusals)
        self._batch = batch
        snapshot = refusals.snapshot
        self._owner = np.array(refusals.staff.owner, dtype=np.int64)
        self._counted = snapshot.policy.limits.backlog_sources == CountedSources.ALL
        self._turning = np.array(
            [is_turning(refusals, queue) for queue in snapshot.policy.queues], dtype=np.bool_
        )
        self._switch_cost = int(to_score(snapshot.policy.switch_cost))

    def phase(self) -> Phase:
        """With costs, and arcs as the batch fills them."""
        refusals, standing, ways = self._refusals, self._standing, Ways(self._refusals)
        cases = self._cases()
        found = self._survey(ways, cases)
        desks = Desks.of(found.reach, self._turning)
        return Phase(
            levels=first_levels(
                standing.group[cases],
                owned=bool((self._owner[cases] != NOBODY).any()),
                turning=bool(desks.turning.any()),
            ),
            naming=Naming(standing.class_names),
            cases=cases,
            group=standing.group,
            urgency_class=standing.urgency_class,
            dense=dense_ranks(cases, standing.group, standing.urgency_class, standing.weight),
            weight=standing.weight,
            owned=self._owner != NOBODY,
            place=places(refusals),
            ways=ways.of,
            keep=self._keep,
            score=self._score,
            taken=self._taken(),
            arcs=self._arcs(desks, found, cases),
            desks=desks,
        )

    def _cases(self) -> Ints:
        """Those that are neither held nor reviewed."""
        triage = self._refusals.triage
        count = len(self._refusals.snapshot.cases)
        return np.array([i for i in range(count) if triage.outcome(i) is None], dtype=np.int64)

    def _survey(self, ways: Ways, cases: Ints) -> Survey:
        fits = self._fits if self._has_discounts else None
        return survey(ways, fits, cases, self._refusals.rooms.daily.shape)

    @property
    def _has_discounts(self) -> bool:
        return self._refusals.snapshot.policy.fit.in_batch_discount

    def _keep(self, case: int) -> Keep | None:
        """At the weights of the queue that is tried first."""
        owner = int(self._owner[case])
        if owner == NOBODY:
            return None
        tiers = self._refusals.chains.tiers(case)
        queue = tiers[0].queue if tiers else NO_QUEUE
        return Keep(owner, self._fits.with_owner(case, queue, owner), self._counted)

    def _score(self, case: int, way: Way, some: Ints) -> Ints:
        """By turns or by fit; a move must gain what it costs (O3)."""
        agent = way.agent[some]
        if self._owner[case] != NOBODY:
            moved: Ints = self._fits.of(case, way.queue, agent) - self._switch_cost
            return moved
        if self._turning[way.queue]:
            return self._turns.of(way.queue)[agent]
        return self._fits.of(case, way.queue, agent)

    def _taken(self) -> dict[int, Taken]:
        batch = self._batch
        kept = zip(batch.kept_case.tolist(), batch.kept_agent.tolist(), strict=True)
        return {
            **{one.case: Taken(one.agent, one.queue) for one in batch.regular},
            **{case: Taken(agent, KEEPS) for case, agent in kept},
        }

    def _arcs(self, desks: Desks, found: Survey, cases: Ints) -> tuple[Arcs, ...]:
        """As the batch fills them."""
        rooms, agents = self._refusals.rooms, found.reach.shape[1]
        flows = Flows.of(self._batch, self._turning, agents, counted=self._counted)
        owners = np.unique(self._owner[(self._owner != NOBODY) & self._counted])
        discounts = self._discounts(found, cases, (agents, flows.most))
        return first_arcs(desks, flows, rooms, owners, discounts)

    def _discounts(self, found: Survey, cases: Ints, shape: tuple[int, int]) -> Ints:
        """Of the agents' first, second, ... cases; shape: agents, most."""
        if not self._has_discounts or not len(cases):
            return np.zeros(shape, dtype=np.int64)
        policy = self._refusals.snapshot.policy.fit.penalty
        return Discounts.of(self._fits, found, policy, cases).up_to(shape[1])
