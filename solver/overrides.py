"""Round-robin fallback (Q9): a second phase for priority cases that only capacity keeps waiting.

It never changes the first one. All flagged cases are one flow over the pairs of
their own queues that nothing but capacity refuses, with levels of its own.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from solver.bounds import prove_solution
from solver.compile import Compiled
from solver.eligibility import CountedLimit
from solver.engines.auto import AutoEngine
from solver.fit import PairFits, pair_fits
from solver.levels import Fit, Level, Rank, Rounds, TieBreak, coverage_levels
from solver.picks import OVERRIDE, Picks
from solver.problem import OFF, DeskKind, Desks, Problem, Triples, WeightedRows
from solver.proof import Proof
from solver.reasons import CAPACITY, Reason, mask
from solver.rows import Rows, ranks, sorted_rows
from solver.rules import NO_LIMIT, Scope, WeightedUsage
from solver.units import Bools, Ints
from solver.values import LevelValue, Served, level_values
from solver.weighted import held_weight

TIME_LIMIT = timedelta(seconds=2)
"""For the second phase where weighted capacity makes it hard: its cases are few."""


@dataclass(frozen=True, slots=True, eq=False)
class Overrides:
    """What the second phase decided, with its own levels and proof.

    problem: its own; cases: those of the snapshot that it stands for. choice, prices: as of
    the first phase (`Plan`).
    """

    picks: Picks
    levels: tuple[LevelValue, ...]
    proof: Proof
    problem: Problem
    cases: Ints
    price_levels: tuple[Level, ...]
    choice: Ints
    prices: Ints | None


def override_limits(compiled: Compiled, choice: Ints) -> Overrides | None:
    """The second phase; None where the policy has none or no case is flagged."""
    rows = _rows(compiled, choice)
    left = _Left.of(compiled, choice)
    rows = rows[_flagged(compiled, rows, left)[rows.case]]
    rows = rows[left.may_weigh(rows)]
    if not len(rows):
        return None
    problem, fits = _problem(compiled, rows, left)
    levels = override_levels(problem)
    solution = AutoEngine(TIME_LIMIT).solve_levels(problem, levels)
    proof = prove_solution(problem, levels, solution)
    values = level_values(problem, levels, solution.choice, proof)
    picks = _picks(problem, rows, fits, solution.choice, left)
    cases = np.unique(rows.case).astype(np.int64)
    return Overrides(
        picks, values, proof, problem, cases, levels, solution.choice, solution.prices
    )  # fmt: skip


def may_go_over(compiled: Compiled) -> Bools:
    """True for cases that the second phase may serve, whatever the first one does; shape: cases."""
    nobody = np.full(compiled.problem.case_count, -1, dtype=np.int64)
    found = np.zeros(len(nobody), dtype=np.bool_)
    if compiled.snapshot.policy.fallback.priorities:
        found[_rows(compiled, nobody).case] = True
    return found


def _rows(compiled: Compiled, choice: Ints) -> Rows:
    """Pairs of waiting priority cases in their own queues that only capacity refuses: E0."""
    eligible, policy = compiled.eligibility, compiled.snapshot.policy.fallback
    members = eligible.memberships
    wanted = (choice < 0) & _listed(compiled)
    going = ~compiled.facts.stopped[members.queue]
    mine = np.flatnonzero(members.own & going & wanted[members.case]).astype(np.int32)
    agents = np.arange(eligible.refused.shape[1], dtype=np.int32)
    entry, agent = np.repeat(mine, len(agents)), np.tile(agents, len(mine))
    rows = Rows(members.case[entry], agent, entry, members.queue[entry])
    masks = eligible.masks(rows.case, rows.agent, rows.entry)
    over = mask(CAPACITY if policy.override_weighted else CAPACITY - {Reason.WEIGHTED_CAPACITY})
    return sorted_rows(compiled.good_enough(rows[masks & ~over == 0]))


def _listed(compiled: Compiled) -> Bools:
    """True for the cases of a listed priority; shape: cases."""
    policy = compiled.snapshot.policy
    lowest = policy.priority_levels[-1].name
    return np.array(
        [(c.priority or lowest) in policy.fallback.priorities for c in compiled.snapshot.cases],
        dtype=np.bool_,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Left:
    """What the first phase left over of every limit.

    new: cases new to each agent; agents. limits: (reason, what is left), agents or
    queues x agents. usage: of weighted capacity, None without any; weighted: what is left
    of that, or OFF; agents. over_weight: it may be overridden too.
    """

    new: Ints
    limits: tuple[tuple[Reason, Ints], ...]
    usage: WeightedUsage | None
    weighted: Ints
    over_weight: bool

    @staticmethod
    def of(compiled: Compiled, choice: Ints) -> "_Left":
        """Counts the first phase."""
        served = Served.of(compiled.problem, choice)
        shape = compiled.eligibility.memberships.bucket.shape
        is_new, is_held = served.kind < DeskKind.KEEP, served.kind <= DeskKind.KEEP
        by_queue = np.zeros(shape, dtype=np.int64)
        np.add.at(by_queue, (compiled.queue[served.triple][is_new], served.agent[is_new]), 1)
        new = by_queue.sum(axis=0)
        used = {
            Scope.NEW: new,
            Scope.BACKLOG: np.bincount(served.agent[is_held], minlength=shape[1]),
            Scope.QUEUE: by_queue,
        }
        held = compiled.owners.held(shape[1])
        limits = tuple(
            (limit.reason, _left_of(limit, used[limit.scope], held))
            for limit in compiled.eligibility.limits
        )
        weighted = _weights_left(compiled, served)
        over_weight = compiled.snapshot.policy.fallback.override_weighted
        usage = compiled.eligibility.weighted
        return _Left(new, limits, usage, weighted, over_weight)

    def full(self, agent: int, queue: int, taken: int = 0, through: int = 0) -> int:
        """Mask of the limits of a pair that have no room for one more.

        taken: others that went over limits before; through: those through this queue.
        """
        rooms = (
            (reason, left[queue, agent] - through if left.ndim == 2 else left[agent] - taken)
            for reason, left in self.limits
        )
        return sum(reason.bit for reason, room in rooms if room <= 0)

    def fits(self, rows: Rows) -> Bools:
        """True where the case weighs no more than is left; shape: rows."""
        light: Bools = self.weigh(rows) <= self.weighted[rows.agent]
        return light

    def may_weigh(self, rows: Rows) -> Bools:
        """True where the case may go to the agent for all that it weighs; shape: rows."""
        return self.fits(rows) | self.over_weight

    def weighted_rows(self, rows: Rows) -> WeightedRows | None:
        """Weighted capacity of the second phase; None where it is overridden, or off."""
        if self.over_weight or self.usage is None:
            return None
        return WeightedRows(self.weigh(rows), self.weighted)

    def weigh(self, rows: Rows) -> Ints:
        """w(i, a), 0 without weighted capacity; shape: rows."""
        if self.usage is None:
            return np.zeros(len(rows), dtype=np.int64)
        return self.usage.of(rows.case, rows.agent)


def _left_of(limit: CountedLimit, taken: Ints, held: Ints) -> Ints:
    """What is left of a limit, nothing of a backlog that an owner's cases overran at the start.

    taken: by the first phase. held: owned cases that the backlog counts; shape: agents.
    """
    usage = limit.usage
    left: Ints = np.where(usage.limit == NO_LIMIT, NO_LIMIT, usage.limit - usage.used - taken)
    return np.where(held > usage.room, 0, left) if limit.scope == Scope.BACKLOG else left


def _weights_left(compiled: Compiled, served: Served) -> Ints:
    """What the first phase left of weighted capacity, or OFF; shape: agents."""
    weighted, shape = compiled.eligibility.weighted, compiled.snapshot.shape
    if weighted is None:
        return np.full(shape[1], OFF, dtype=np.int64)
    taken = np.zeros(shape[1], dtype=np.int64)
    weight = weighted.of(served.case.astype(np.int32), served.agent)
    np.add.at(taken, served.agent, weight)
    left = weighted.limit - weighted.used - taken
    closed = held_weight(weighted, compiled.owners) > weighted.room
    left = np.where(closed, 0, np.maximum(left, 0))
    return np.where(weighted.limit == OFF, OFF, left)


def _flagged(compiled: Compiled, rows: Rows, left: _Left) -> Bools:
    """True for cases none of whose pairs has room; shape: cases."""
    flagged = np.zeros(compiled.problem.case_count, dtype=np.bool_)
    flagged[rows.case] = True
    pairs = np.unique(np.stack([rows.agent, rows.queue]), axis=1)
    free = {(int(a), int(q)) for a, q in pairs.T if not left.full(int(a), int(q))}
    if free:
        keys = np.array([a * len(compiled.facts.weights) + q for a, q in free])
        with_room = np.isin(rows.agent * len(compiled.facts.weights) + rows.queue, keys)
        flagged[rows.case[with_room & left.fits(rows)]] = False
    return flagged


def _problem(compiled: Compiled, rows: Rows, left: _Left) -> tuple[Problem, PairFits]:
    """The flagged cases alone, all by turns, with no limit but that of overrides.

    Weighted capacity holds, unless it may be overridden too.
    """
    cases, case = np.unique(rows.case, return_inverse=True)
    queues, agents = compiled.eligibility.memberships.bucket.shape
    keys, desk = np.unique(rows.agent.astype(np.int64) * queues + rows.queue, return_inverse=True)
    agent, queue = np.divmod(keys, queues)
    most = compiled.snapshot.policy.fallback.max_overrides_per_agent
    unlimited = np.full(agents, NO_LIMIT, dtype=np.int64)
    first, fits = compiled.problem, pair_fits(compiled.facts, rows.case, rows.agent, rows.queue)
    classes = len(compiled.urgency.class_names)
    problem = Problem(
        group=np.zeros(len(cases), dtype=np.int32),
        urgency_class=first.group[cases] * np.int32(classes) + first.urgency_class[cases],
        urgency=first.urgency[cases],
        desks=Desks(
            agent.astype(np.int32),
            queue.astype(np.int32),
            np.full(len(keys), NO_LIMIT, dtype=np.int64),
            np.full(len(keys), DeskKind.TURN, dtype=np.int32),
        ),
        triples=Triples(
            case.astype(np.int32),
            desk.astype(np.int32),
            ranks(compiled.eligibility, rows),
            np.zeros(len(rows), dtype=np.int32),
            compiled.rotation.score[rows.queue, rows.agent],
        ),
        new_room=unlimited if most is None else np.full(agents, most, dtype=np.int64),
        backlog_room=unlimited,
        place=first.place,
        discount=np.zeros((agents, 1), dtype=np.int64),
        turns_before=left.new,
        weighted=left.weighted_rows(rows),
    )
    return problem, fits


def override_levels(problem: Problem) -> tuple[Level, ...]:
    """Coverage, rounds, rank, pair score, tie-break."""
    return (*coverage_levels(problem)[0], Rounds(), Rank(0), Fit(), TieBreak())


def _picks(problem: Problem, rows: Rows, fits: PairFits, choice: Ints, left: _Left) -> Picks:
    """The served cases, each with the limits that it goes over."""
    triple = choice[choice >= 0]
    chosen = rows[triple]
    zeros = np.zeros(len(triple), dtype=np.int64)
    return Picks(
        chosen.case.astype(np.int64),
        chosen.agent,
        chosen.queue,
        problem.triples.rank[triple],
        np.full(len(triple), OVERRIDE, dtype=np.int32),
        fits.score[triple],
        fits.sent[triple],
        zeros,
        _overridden(chosen, left),
    )


def _overridden(chosen: Rows, left: _Left) -> Ints:
    """Masks of limits, counting the overrides of the same agent before, by case."""
    taken, through, weight = Counter[int](), Counter[tuple[int, int]](), Counter[int]()
    masks = []
    weights = left.weigh(chosen).tolist()
    for agent, queue, heavy in zip(
        chosen.agent.tolist(), chosen.queue.tolist(), weights, strict=True
    ):
        over = left.full(agent, queue, taken[agent], through[agent, queue])
        if weight[agent] + heavy > left.weighted[agent]:
            over |= Reason.WEIGHTED_CAPACITY.bit
        masks.append(over)
        taken[agent] += 1
        through[agent, queue] += 1
        weight[agent] += heavy
    return np.array(masks, dtype=np.int64)
