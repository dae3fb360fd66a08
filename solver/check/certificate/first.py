"""The first phase, read from the facts: everything under all limits (02 sections 1 and 2)."""

import numpy as np

from solver.check.certificate.arcs import Arcs, Node
from solver.check.certificate.chain import Desks, agent_arcs, desk_arcs, turn_table, unit_arcs
from solver.check.certificate.discounts import Discounts
from solver.check.certificate.levels import Kind, Naming, first_levels
from solver.check.certificate.phase import KEEPS, Keep, Phase, Taken
from solver.check.certificate.survey import Survey, survey
from solver.check.certificate.ways import Way, Ways
from solver.check.decided import Decided
from solver.check.fits import NO_QUEUE, Fits
from solver.check.pairs import is_turning
from solver.check.refusals import Refusals
from solver.check.staff import NOBODY
from solver.check.standing import Standing
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
            dense=standing.dense(cases, standing.urgency_class),
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
        taken = np.zeros(found.reach.shape, dtype=np.int64)
        np.add.at(taken, (self._batch.queues(), self._batch.agents()), 1)
        by_turns, by_fit = (taken[mine].sum(axis=0) for mine in (self._turning, ~self._turning))
        agents = len(by_turns)
        stays = np.bincount(self._batch.kept_agent, minlength=agents) * self._counted
        most = int(max(by_turns.max(initial=0), by_fit.max(initial=0))) + 1
        turning, fitting, any_ = (
            np.unique(desks.agent[mine])
            for mine in (desks.turning, ~desks.turning, np.ones_like(desks.turning))
        )
        owners = np.unique(self._owner[(self._owner != NOBODY) & self._counted])
        new, backlog = self._rooms()
        turns = turn_table(np.zeros(agents, dtype=np.int64), most)
        discounts = self._discounts(found, cases, agents, most)
        return (
            *desk_arcs(desks, taken, np.maximum(self._refusals.rooms.daily, 0)),
            unit_arcs(Node.ROTATION, Kind.ROUNDS, turning, by_turns, turns),
            unit_arcs(Node.FIT, Kind.FIT, fitting, by_fit, discounts),
            agent_arcs(Node.NEW, Node.ALL, any_, by_turns + by_fit, new),
            agent_arcs(
                Node.ALL, Node.SINK, np.union1d(any_, owners), by_turns + by_fit + stays, backlog
            ),
        )

    def _rooms(self) -> tuple[Ints, Ints]:
        """For new cases, and for all; an owner of too many keeps them and gets no more."""
        rooms = self._refusals.rooms
        new = np.maximum(np.minimum(rooms.hourly, rooms.cycle), 0)
        backlog = np.maximum(rooms.backlog, 0)
        return np.where(rooms.held > rooms.backlog, 0, new), np.maximum(backlog, rooms.held)

    def _discounts(self, found: Survey, cases: Ints, agents: int, most: int) -> Ints:
        if not self._has_discounts or not len(cases):
            return np.zeros((agents, most), dtype=np.int64)
        policy = self._refusals.snapshot.policy.fit.penalty
        return Discounts.of(self._fits, found, policy, cases).up_to(most)
