"""From a snapshot and its rules to the columnar problem (02 section 1)."""

from dataclasses import dataclass

import numpy as np

from solver.eligibility import Eligibility, eligibility
from solver.facts import Snapshot
from solver.fit import PairFits, pair_fits
from solver.prices import ranges
from solver.problem import Desks, Problem, Triples
from solver.rules import FitFacts, PillarMeans, Rulebook, Scope, Urgency
from solver.units import PPM, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A problem together with the facts that explain it.

    queue, agent: of every triple. fits: raw fits of the triples.
    """

    snapshot: Snapshot
    rulebook: Rulebook
    problem: Problem
    eligibility: Eligibility
    facts: FitFacts
    urgency: Urgency
    agent: Indexes
    queue: Indexes
    fits: PairFits


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Allowed (case, agent, queue) in any order."""

    case: Indexes
    agent: Indexes
    queue: Indexes

    def __getitem__(self, chosen: "np.ndarray[tuple[int], np.dtype[np.generic]]") -> "_Rows":
        return _Rows(self.case[chosen], self.agent[chosen], self.queue[chosen])


def compile_problem(snapshot: Snapshot, rulebook: Rulebook) -> Compiled:
    """Applies every rule and lays out what an engine needs."""
    eligible = eligibility(snapshot, rulebook)
    facts = rulebook.fit_facts(snapshot)
    urgency = rulebook.urgency(snapshot)
    rows = _sorted(_allowed(eligible))
    fits = pair_fits(facts, rows.case, rows.agent, rows.queue)
    desks, desk = _desks(rows, eligible)
    rank = eligible.memberships.bucket[rows.queue, rows.agent]
    triples = Triples(rows.case, desk, rank, _order(rows, rank), fits.score)
    agents = (len(snapshot.agents),)
    problem = Problem(
        group=eligible.memberships.group,
        urgency_class=urgency.urgency_class,
        urgency=urgency.weight,
        desks=desks,
        triples=triples,
        new_room=eligible.room(Scope.NEW, agents),
        backlog_room=eligible.room(Scope.BACKLOG, agents),
        place=_places(snapshot),
        discount=rulebook.discounts(snapshot, facts, _means(facts, rows, fits)),
    )
    return Compiled(
        snapshot, rulebook, problem, eligible, facts, urgency, rows.agent, rows.queue, fits
    )


def _allowed(eligible: Eligibility) -> _Rows:
    """Every (case, agent, queue) that no rule refuses."""
    rows = _scored_rows(eligible) if eligible.scored is not None else _all_rows(eligible)
    listed, bits = eligible.exceptions.find(rows.case, rows.agent)
    return rows[~(listed & (bits != 0))]


def _scored_rows(eligible: Eligibility) -> _Rows:
    """Scored pairs in every queue of their case where nothing refuses them."""
    assert eligible.scored is not None
    case, agent = np.divmod(eligible.scored.key, eligible.scored.agent_count)
    members = eligible.memberships
    start = np.searchsorted(members.case, case)
    end = np.searchsorted(members.case, case, side="right")
    queue = members.queue[ranges(start, end)]
    case, agent = np.repeat(case, end - start), np.repeat(agent, end - start)
    free = np.flatnonzero(eligible.refused[queue, agent] == 0)
    return _Rows(case[free].astype(np.int32), agent[free].astype(np.int32), queue[free])


def _all_rows(eligible: Eligibility) -> _Rows:
    """Cases of each queue x agents of that queue whom nothing refuses."""
    members = eligible.memberships
    parts = [_Rows(*(np.zeros(0, dtype=np.int32),) * 3)]
    for queue in np.unique(members.queue):
        case = members.case[members.queue == queue]
        agent = np.flatnonzero(eligible.refused[queue] == 0).astype(np.int32)
        count = len(case) * len(agent)
        parts.append(
            _Rows(
                np.repeat(case, len(agent)),
                np.tile(agent, len(case)),
                np.full(count, queue, dtype=np.int32),
            )
        )
    return _Rows(*(np.concatenate([getattr(p, name) for p in parts]) for name in _Rows.__slots__))


def _sorted(rows: _Rows) -> _Rows:
    """By (case, agent, queue): the canonical order that settles what still ties."""
    agents = int(rows.agent.max(initial=0)) + 1
    queues = int(rows.queue.max(initial=0)) + 1
    key = (rows.case.astype(np.int64) * agents + rows.agent) * queues + rows.queue
    return rows[np.argsort(key, kind="stable")]


def _desks(rows: _Rows, eligible: Eligibility) -> tuple[Desks, Indexes]:
    """The (agent, queue) nodes in use, and the desk of every row."""
    queues, agents = eligible.refused.shape
    key = rows.agent.astype(np.int64) * queues + rows.queue
    used = np.zeros(agents * queues, dtype=np.bool_)
    used[key] = True
    desk_key = np.flatnonzero(used)
    desk = (np.cumsum(used) - 1)[key].astype(np.int32)
    agent, queue = np.divmod(desk_key, queues)
    room = eligible.room(Scope.QUEUE, (queues, agents))
    rotation = np.zeros(len(desk_key), dtype=np.bool_)
    return (
        Desks(agent.astype(np.int32), queue.astype(np.int32), room[queue, agent], rotation),
        desk,
    )


def _order(rows: _Rows, rank: Indexes) -> Indexes:
    """Earlier configured queues of the pair with equal rank; rows are sorted."""
    by_rank = np.lexsort((rows.queue, rank, rows.agent, rows.case))
    columns = [column[by_rank] for column in (rows.case, rows.agent, rank)]
    fresh = np.ones(len(rank), dtype=np.bool_)
    fresh[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(rank)), 0))
    order = np.empty(len(rank), dtype=np.int32)
    order[by_rank] = np.arange(len(rank)) - start
    return order


def _places(snapshot: Snapshot) -> Ints:
    """Position of each agent by (last assignment, id), never first; shape: agents."""
    moments = [agent.last_assigned for agent in snapshot.agents]
    order = sorted(
        range(len(moments)), key=lambda a: (moments[a] is not None, moments[a] or snapshot.now, a)
    )
    places = np.empty(len(moments), dtype=np.int64)
    places[order] = np.arange(len(moments))
    return places


def _means(facts: FitFacts, rows: _Rows, fits: PairFits) -> PillarMeans:
    """Mean pillar sum of each agent over his allowed pairs, before and after the penalty (S4)."""
    agents = len(facts.keep)
    computed, sent = np.zeros(agents, dtype=np.int64), np.zeros(agents, dtype=np.int64)
    np.add.at(computed, rows.agent, np.where(fits.sent, 0, fits.before_penalty))
    np.add.at(sent, rows.agent, np.where(fits.sent, fits.before_penalty, 0))
    pairs = np.bincount(rows.agent, minlength=agents)
    whole = PPM**2 * np.maximum(pairs, 1).astype(np.float64)
    after = computed * (facts.keep / PPM) + sent
    return PillarMeans((computed + sent) / whole, after / whole, pairs)
