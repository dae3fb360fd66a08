"""From a snapshot and its rules to the columnar problem (02 section 1)."""

from dataclasses import dataclass, replace

import numpy as np

from solver.agent_rooms import AgentRooms, weighted_rows
from solver.arrays import distinct
from solver.candidates import Candidates, joined
from solver.desks import DeskPlaces, desks_in_use, joined_desks
from solver.eligibility import Eligibility, eligibility
from solver.errors import TooLargeError
from solver.factors import SparsePairs
from solver.facts import Snapshot
from solver.fit import PairFits, owner_fits, pair_fits, qualities
from solver.held_fits import HeldFits
from solver.owners import Owners
from solver.patterns import Patterns, patterns_of
from solver.problem import Problem, Triples, WeightedRows
from solver.rows import Rows, allowed_rows, designated_rows, orders, ranks
from solver.rules import FitFacts, PillarMeans, Rotation, Rulebook
from solver.scoring import FitScores
from solver.totals import PillarTotals, pillar_totals
from solver.units import PPM, Indexes, Ints, to_score
from solver.urgency import Urgency


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
    scores: FitScores

    def good_enough(self, rows: Rows) -> Rows:
        """Without the pairs below their queue's least quality (Q7)."""
        return _good_enough(rows, self.facts, self.least_quality)

    def held(self) -> "Compiled":
        """The same with all triples; raises TooLargeError where they are too many."""
        candidates = self.problem.candidates
        if candidates is None:
            return self
        if candidates.count > MOST_HELD:
            raise TooLargeError(
                f"{candidates.count:,} (case, agent, queue) are allowed, but this engine holds at "
                f"most {MOST_HELD:,} of them.\nMaybe the engine 'auto'."
            )
        held = self.holding(joined(self.problem.triples, candidates.all_triples()))
        return replace(held, problem=replace(held.problem, candidates=None))

    def holding(self, core: Triples) -> "Compiled":
        """The same with a core for the triples of its problem."""
        agent, queue = self.problem.desks.agent[core.desk], self.problem.desks.queue[core.desk]
        problem = replace(self.problem, triples=core, weighted=self._weights(core.case, agent))
        stays, moves = np.flatnonzero(queue < 0), np.flatnonzero(queue >= 0)
        first = first_queues(self.eligibility)[core.case[stays]]
        fit, sent = np.empty(len(core), dtype=np.int64), np.empty(len(core), dtype=np.int32)
        for some, fits in (
            (stays, owner_fits(self.facts, core.case[stays], agent[stays], first)),
            (moves, pair_fits(self.facts, core.case[moves], agent[moves], queue[moves])),
        ):
            fit[some], sent[some] = fits.score, fits.sent
        return replace(self, problem=problem, agent=agent, queue=queue, fit=fit, sent=sent)

    def _weights(self, case: Indexes, agent: Indexes) -> WeightedRows | None:
        """Weighted capacity with the weights of other triples."""
        weighted, weights = self.problem.weighted, self.eligibility.weighted
        if weighted is None or weights is None:
            return None
        return replace(weighted, weight=weights.of(case, agent))


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


MOST_HELD = 5_000_000
"""Triples that an engine gets at most where it needs all of them."""
HELD_PAIRS = 10_000
"""Up to here all triples are held; beyond, they are candidates that nobody holds."""
MORE_WITH_WEIGHTS = 50
"""Times as many are held with weighted capacity: programs close gaps there."""


def compile_problem(
    snapshot: Snapshot, rulebook: Rulebook, held_pairs: int = HELD_PAIRS
) -> Compiled:
    """Applies every rule and lays out what an engine needs.

    Problems of more than `held_pairs` triples are factored, where their rules allow it.
    """
    owners = Owners.of(snapshot)
    eligible = eligibility(snapshot, rulebook, owners)
    members, facts = eligible.memberships, rulebook.fit_facts(snapshot)
    rotation, urgency = rulebook.rotation(snapshot, members), rulebook.urgency(snapshot)
    least = rulebook.least_quality(snapshot, members)
    scores = FitScores(
        facts, rotation, owners.agent >= 0, int(to_score(snapshot.policy.switch_cost))
    )
    removed = _removed(eligible, owners)
    patterns = _patterns(eligible, owners, removed, facts, least, held_pairs)
    listed = allowed_rows if patterns is None else designated_rows
    rows = listed(eligible, owners.agent, owners.locked)
    rows = _good_enough(rows[~facts.stopped[rows.queue]], facts, least)
    fits = pair_fits(facts, rows.case, rows.agent, rows.queue)
    desks, places = desks_in_use(rows, patterns, eligible, rotation)
    columns = _moves(eligible, rows, fits, places.of(rows.agent, rows.queue), scores)
    columns = columns.sorted_with(_stays(eligible, facts, owners, len(desks)))
    candidates = (
        None if patterns is None else _candidates(patterns, places, removed, scores, eligible)
    )
    desks = joined_desks(desks, owners.desks())
    rooms = AgentRooms.of(eligible, owners, len(snapshot.agents))
    means = _means(facts, rows, fits, pillar_totals(len(facts.keep), candidates))
    problem = Problem(
        group=members.group,
        urgency_class=urgency.urgency_class,
        urgency=urgency.weight,
        desks=desks,
        triples=Triples(columns.case, columns.desk, columns.rank, columns.order, columns.score),
        new_room=rooms.new,
        backlog_room=rooms.backlog,
        place=_places(snapshot),
        discount=rulebook.discounts(snapshot, facts, means),
        turns_before=np.zeros(len(snapshot.agents), dtype=np.int64),
        weighted=weighted_rows(eligible, columns.case, desks.agent[columns.desk], rooms),
        candidates=candidates,
    )
    agent, queue = desks.agent[columns.desk], desks.queue[columns.desk]
    return Compiled(
        snapshot, rulebook, problem, eligible, facts, urgency, owners,
        agent, queue, columns.fit, columns.sent, least, rotation, scores,
    )  # fmt: skip


def reopened(compiled: Compiled, eligible: Eligibility) -> Compiled:
    """The same facts where others may take cases: scores, discounts and rooms stay.

    eligible: other refusals of the same entries. All triples are held.
    """
    owners, facts = compiled.owners, compiled.facts
    rows = allowed_rows(eligible, owners.agent, owners.locked)
    rows = _good_enough(rows[~facts.stopped[rows.queue]], facts, compiled.least_quality)
    fits = pair_fits(facts, rows.case, rows.agent, rows.queue)
    desks, places = desks_in_use(rows, None, eligible, compiled.rotation)
    columns = _moves(eligible, rows, fits, places.of(rows.agent, rows.queue), compiled.scores)
    columns = columns.sorted_with(_stays(eligible, facts, owners, len(desks)))
    desks = joined_desks(desks, owners.desks())
    agent, queue = desks.agent[columns.desk], desks.queue[columns.desk]
    weighted = compiled.problem.weighted
    if weighted is not None and eligible.weighted is not None:
        weighted = WeightedRows(eligible.weighted.of(columns.case, agent), weighted.room)
    triples = Triples(columns.case, columns.desk, columns.rank, columns.order, columns.score)
    problem = replace(
        compiled.problem, desks=desks, triples=triples, weighted=weighted, candidates=None
    )
    return replace(
        compiled, problem=problem, eligibility=eligible, agent=agent, queue=queue,
        fit=columns.fit, sent=columns.sent,
    )  # fmt: skip


def _patterns(
    eligible: Eligibility,
    owners: Owners,
    removed: SparsePairs,
    facts: FitFacts,
    least: Ints,
    held_pairs: int,
) -> Patterns | None:
    """Patterns of a large problem; None where all triples are listed.

    What single pairs decide needs a list: scored pairs, a least quality, weights of their own.
    """
    weighted = eligible.weighted
    if eligible.scored is not None or (least > 0).any():
        return None
    if weighted is not None and weighted.own is not None:
        return None
    most_held = held_pairs * (1 if weighted is None else MORE_WITH_WEIGHTS)
    if len(eligible.signature) * eligible.refused.shape[1] <= most_held:
        return None
    patterns = patterns_of(eligible, owners.locked, facts.stopped)
    return patterns.without(removed) if patterns.pair_count > most_held else None


def _candidates(
    patterns: Patterns,
    places: DeskPlaces,
    removed: SparsePairs,
    scores: FitScores,
    eligible: Eligibility,
) -> Candidates:
    """The triples that nobody holds."""
    weight = None if eligible.weighted is None else eligible.weighted.weight
    way_desk = places.of(patterns.agent, patterns.queue)
    return Candidates(patterns, way_desk, removed, HeldFits(patterns, scores), weight=weight)


def _removed(eligible: Eligibility, owners: Owners) -> SparsePairs:
    """Pairs that no pattern may offer: refused, owned, and those of designated agents."""
    agents = eligible.exceptions.agent_count
    designated = eligible.memberships.designated
    lists = [eligible.exceptions.key[eligible.exceptions.value != 0]]
    for agent in (owners.agent, designated):
        case = np.flatnonzero(agent >= 0)
        lists.append(case * agents + agent[case])
    key = distinct(np.concatenate(lists).astype(np.int64))
    return SparsePairs(key, np.zeros(len(key), dtype=np.int64), agents)


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


def _moves(
    eligible: Eligibility, rows: Rows, fits: PairFits, desk: Indexes, scores: FitScores
) -> _Columns:
    """Triples of all rows."""
    score = scores.of_fits(fits.score, rows.case, rows.agent, rows.queue)
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


def _places(snapshot: Snapshot) -> Ints:
    """Position of each agent by (last assignment, id), never first; shape: agents."""
    moments = [agent.last_assigned for agent in snapshot.agents]
    order = sorted(
        range(len(moments)), key=lambda a: (moments[a] is not None, moments[a] or snapshot.now, a)
    )
    places = np.empty(len(moments), dtype=np.int64)
    places[order] = np.arange(len(moments))
    return places


def _means(facts: FitFacts, rows: Rows, fits: PairFits, others: PillarTotals) -> PillarMeans:
    """Mean pillar sum of each agent over his allowed pairs, before and after the penalty (S4)."""
    agents = len(facts.keep)
    computed, sent = others.computed.copy(), others.sent.copy()
    np.add.at(computed, rows.agent, np.where(fits.sent, 0, fits.before_penalty))
    np.add.at(sent, rows.agent, np.where(fits.sent, fits.before_penalty, 0))
    pairs = others.pairs + np.bincount(rows.agent, minlength=agents)
    whole = PPM**2 * np.maximum(pairs, 1).astype(np.float64)
    after = computed * (facts.keep / PPM) + sent
    return PillarMeans((computed + sent) / whole, after / whole, pairs)
