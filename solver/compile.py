"""From a snapshot and its rules to the columnar problem (02 section 1)."""

from dataclasses import dataclass

import numpy as np

from solver.eligibility import Eligibility, eligibility
from solver.facts import Snapshot
from solver.fit import PairFits, owner_fits, pair_fits, qualities
from solver.owners import Owners
from solver.problem import OFF, DeskKind, Desks, Problem, Triples, WeightedRows
from solver.rows import Rows, allowed_rows, orders, ranks
from solver.rules import FitFacts, PillarMeans, Rotation, Rulebook, Scope, Urgency
from solver.units import PPM, Indexes, Ints, to_score


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A problem together with the facts that explain it.

    agent, queue, fit, sent: of every triple, the fit raw and in units of 1e-4; the
    queue is -1 where a case stays with its owner. least_quality: of the entries.
    """

    snapshot: Snapshot
    rulebook: Rulebook
    problem: Problem
    eligibility: Eligibility
    facts: FitFacts
    urgency: Urgency
    owners: Owners
    agent: Indexes
    queue: Indexes
    fit: Ints
    sent: Indexes
    least_quality: Ints
    rotation: Rotation

    def good_enough(self, rows: Rows) -> Rows:
        """Without the pairs below their queue's least quality (Q7)."""
        return _good_enough(rows, self.facts, self.least_quality)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Triples before they are sorted; one entry per triple."""

    case: Indexes
    desk: Indexes
    rank: Indexes
    order: Indexes
    score: Ints
    fit: Ints
    sent: Indexes

    def sorted_with(self, other: "_Columns") -> "_Columns":
        """Both together, by (case, desk); this one is sorted by itself."""
        if not len(other.case):
            return self
        both = [
            np.concatenate([getattr(self, name), getattr(other, name)]) for name in self.__slots__
        ]
        order = np.lexsort((both[1], both[0]))
        return _Columns(*(column[order] for column in both))


def compile_problem(snapshot: Snapshot, rulebook: Rulebook) -> Compiled:
    """Applies every rule and lays out what an engine needs."""
    owners = Owners.of(snapshot)
    eligible = eligibility(snapshot, rulebook, owners)
    members, facts = eligible.memberships, rulebook.fit_facts(snapshot)
    rotation, urgency = rulebook.rotation(snapshot, members), rulebook.urgency(snapshot)
    rows = allowed_rows(eligible, owners.agent, owners.locked)
    if facts.stopped.any():
        rows = rows[~facts.stopped[rows.queue]]
    least = rulebook.least_quality(snapshot, members)
    rows = _good_enough(rows, facts, least)
    fits = pair_fits(facts, rows.case, rows.agent, rows.queue)
    desks, desk = _desks(rows, eligible, rotation)
    moves = _moves(snapshot, eligible, rows, fits, desk, rotation, owners)
    columns = moves.sorted_with(_stays(eligible, facts, owners, len(desks)))
    desks = _joined(desks, owners.desks())
    rooms = _AgentRooms.of(eligible, owners, len(snapshot.agents))
    problem = Problem(
        group=members.group,
        urgency_class=urgency.urgency_class,
        urgency=urgency.weight,
        desks=desks,
        triples=Triples(columns.case, columns.desk, columns.rank, columns.order, columns.score),
        new_room=rooms.new,
        backlog_room=rooms.backlog,
        place=_places(snapshot),
        discount=rulebook.discounts(snapshot, facts, _means(facts, rows, fits)),
        turns_before=np.zeros(len(snapshot.agents), dtype=np.int64),
        weighted=_weighted_rows(eligible, columns.case, rooms),
    )
    agent, queue = desks.agent[columns.desk], desks.queue[columns.desk]
    return Compiled(
        snapshot, rulebook, problem, eligible, facts, urgency, owners,
        agent, queue, columns.fit, columns.sent, least, rotation,
    )  # fmt: skip


def _good_enough(rows: Rows, facts: FitFacts, least: Ints) -> Rows:
    """Without the pairs below their queue's least quality (Q7)."""
    asked = np.flatnonzero(least[rows.entry] > 0)
    if not len(asked):
        return rows
    some = rows[asked]
    below = qualities(facts, some.case, some.agent, some.queue) < least[some.entry] * PPM
    good = np.ones(len(rows), dtype=np.bool_)
    good[asked[below]] = False
    return rows[good]


def _desks(rows: Rows, eligible: Eligibility, rotation: Rotation) -> tuple[Desks, Indexes]:
    """The (agent, queue) nodes in use, and the desk of every row."""
    queues, agents = eligible.memberships.bucket.shape
    key = rows.agent.astype(np.int64) * queues + rows.queue
    used = np.zeros(agents * queues, dtype=np.bool_)
    used[key] = True
    desk_key = np.flatnonzero(used)
    desk = (np.cumsum(used) - 1)[key].astype(np.int32)
    agent, queue = np.divmod(desk_key, max(queues, 1))
    room = eligible.room(Scope.QUEUE, (queues, agents))[queue, agent]
    kind = np.where(rotation.turning[queue], DeskKind.TURN, DeskKind.FIT).astype(np.int32)
    return Desks(agent.astype(np.int32), queue.astype(np.int32), room, kind), desk


def _joined(desks: Desks, others: Desks) -> Desks:
    """One after the other."""
    columns = (
        np.concatenate([getattr(desks, name), getattr(others, name)]) for name in Desks.__slots__
    )
    return Desks(*columns)


def _moves(
    snapshot: Snapshot,
    eligible: Eligibility,
    rows: Rows,
    fits: PairFits,
    desk: Indexes,
    rotation: Rotation,
    owners: Owners,
) -> _Columns:
    """Triples of all rows; a move from an owner must gain the switch cost in fit (O3)."""
    owned = owners.agent[rows.case] >= 0
    by_turns = rotation.turning[rows.queue] & ~owned
    score = fits.score - np.where(owned, to_score(snapshot.policy.switch_cost), 0)
    score[by_turns] = rotation.score[rows.queue[by_turns], rows.agent[by_turns]]
    rank = ranks(eligible, rows)
    return _Columns(rows.case, desk, rank, orders(rows, rank), score, fits.score, fits.sent)


def _stays(eligible: Eligibility, facts: FitFacts, owners: Owners, first_desk: int) -> _Columns:
    """Triples of owned cases into their owners' desks: rank 0, fit without penalty."""
    case = owners.case
    agent = owners.agent[case]
    desk = first_desk + np.searchsorted(np.unique(agent), agent)
    fits = owner_fits(facts, case, agent, first_queues(eligible)[case])
    zeros = np.zeros(len(case), dtype=np.int32)
    return _Columns(
        case, desk.astype(np.int32), zeros, zeros, fits.score, fits.score, fits.sent
    )  # fmt: skip


def first_queues(eligible: Eligibility) -> Indexes:
    """The queue that is tried first for each case, -1 for none; shape: cases."""
    members = eligible.memberships
    first = np.full(len(members.group), -1, dtype=np.int32)
    first[members.case[::-1]] = members.queue[::-1]
    return first


@dataclass(frozen=True, slots=True, eq=False)
class _AgentRooms:
    """What is left for new cases, for all cases, and by weight (OFF = no limit); shape: agents."""

    new: Ints
    backlog: Ints
    weighted: Ints

    @staticmethod
    def of(eligible: Eligibility, owners: Owners, agents: int) -> "_AgentRooms":
        """An owner of more than he has room for keeps it all, and gets nothing new."""
        held = owners.held(agents)
        backlog = eligible.room(Scope.BACKLOG, (agents,))
        new = np.where(held > backlog, 0, eligible.room(Scope.NEW, (agents,)))
        if eligible.weighted is None:
            off = np.full(agents, OFF, dtype=np.int64)
            return _AgentRooms(new, np.maximum(backlog, held), off)
        room = eligible.weighted.room
        held_weight = owners.held_weight(eligible.weighted.weight, agents)
        return _AgentRooms(
            np.where(held_weight > room, 0, new),
            np.maximum(backlog, held),
            np.maximum(room, held_weight),
        )


def _weighted_rows(eligible: Eligibility, case: Indexes, rooms: _AgentRooms) -> WeightedRows | None:
    """Weighted capacity, where anybody has any. case: of each triple."""
    if eligible.weighted is None:
        return None
    return WeightedRows(eligible.weighted.weight[case], rooms.weighted)


def _places(snapshot: Snapshot) -> Ints:
    """Position of each agent by (last assignment, id), never first; shape: agents."""
    moments = [agent.last_assigned for agent in snapshot.agents]
    order = sorted(
        range(len(moments)), key=lambda a: (moments[a] is not None, moments[a] or snapshot.now, a)
    )
    places = np.empty(len(moments), dtype=np.int64)
    places[order] = np.arange(len(moments))
    return places


def _means(facts: FitFacts, rows: Rows, fits: PairFits) -> PillarMeans:
    """Mean pillar sum of each agent over his allowed pairs, before and after the penalty (S4)."""
    agents = len(facts.keep)
    computed, sent = np.zeros(agents, dtype=np.int64), np.zeros(agents, dtype=np.int64)
    np.add.at(computed, rows.agent, np.where(fits.sent, 0, fits.before_penalty))
    np.add.at(sent, rows.agent, np.where(fits.sent, fits.before_penalty, 0))
    pairs = np.bincount(rows.agent, minlength=agents)
    whole = PPM**2 * np.maximum(pairs, 1).astype(np.float64)
    after = computed * (facts.keep / PPM) + sent
    return PillarMeans((computed + sent) / whole, after / whole, pairs)
