"""Who would suit a case better, stands in one of its queues, and may not take it (02 section 5).

Cases whose queues the rules treat alike share one list of those whom they refuse. Pairs that are
refused one by one, and cases with rules of their own, are looked at pair by pair.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solver.arrays import distinct, numbered, ranges
from solver.classes import Classes, blocks
from solver.compile import Compiled
from solver.eligibility import Eligibility
from solver.explanation.places import REMOVED, best_of, remove
from solver.fit import pair_fits, qualities
from solver.picks import Picks
from solver.reasons import Reason
from solver.units import PPM, Bools, Indexes, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Blocked:
    """Pairs that nobody may assign. entry: the one in which the agent is nearest to free, first
    tried first; mask: all that refuses him there; fit: raw, as the facts are."""

    case: Ints
    agent: Ints
    entry: Ints
    mask: Ints
    fit: Ints

    def __getitem__(self, chosen: "Bools | Ints") -> "Blocked":
        return Blocked(*(getattr(self, name)[chosen] for name in Blocked.__slots__))

    def __len__(self) -> int:
        return len(self.case)


def blocked_better(compiled: Compiled, picks: Picks, most: int) -> Blocked:
    """Who would suit better than whoever got a case: the best, up to `most` for each case, and
    all of those who are looked at one by one. Locked cases are no question of fit."""
    if not most:
        return _NOBODY
    fit = np.full(compiled.problem.case_count, -1, dtype=np.int64)
    fit[picks.case] = picks.fit
    case = np.sort(picks.case[~compiled.owners.locked[picks.case]]).astype(np.int32)
    alone = _alone(compiled)[case]
    groups = _Groups(compiled, fit, compiled.scores.alike, most)
    found = [*groups.of(case[~alone]), _pairs(compiled, *_listed(compiled, case, alone), fit)]
    return Blocked(
        *(np.concatenate([getattr(one, name) for one in found]) for name in Blocked.__slots__)
    )


FEW = 4_000
"""So many pairs are sooner looked at all at once than group by group."""


def _alone(compiled: Compiled) -> Bools:
    """True for cases that are looked at pair by pair; shape: cases."""
    members, agents = compiled.eligibility.memberships, len(compiled.snapshot.agents)
    few = len(members.group) * agents <= FEW
    alone = np.full(len(members.group), few or compiled.eligibility.scored is not None)
    alone[members.case[compiled.least_quality > 0]] = True
    return alone


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Cases with the same signatures. fit: to be outdone; alike: cases that score alike."""

    compiled: Compiled
    fit: Ints
    alike: Indexes
    most: int

    def of(self, case: Indexes) -> Iterator[Blocked]:
        """Of some cases, group by group."""
        of_case = numbered(_signatures(self.compiled.eligibility, case))
        order = np.argsort(of_case, kind="stable")
        ends = [0, *np.cumsum(np.bincount(of_case)).tolist()]
        for start, end in pairwise(ends):
            yield from self._of_group(case[order[start:end]])

    def _of_group(self, case: Indexes) -> Iterator[Blocked]:
        """Of cases with the same signatures."""
        compiled, members = self.compiled, self.compiled.eligibility.memberships
        place, agent, mask = _refused(compiled, int(case[0]))
        starts = members.first_entries()[case]
        queue = members.queue[starts[0] + place]
        for rows in blocks(len(case) if len(agent) else 0, len(agent)):
            some = case[rows]
            every, least = self._fits(some, agent, queue), self.fit[some].astype(np.int32)
            row, column, _ = best_of(every, least, self.most)
            fits = pair_fits(compiled.facts, some[row], agent[column], queue[column]).score
            entry, who = starts[rows][row] + place[column], agent[column].astype(np.int64)
            yield Blocked(some[row].astype(np.int64), who, entry, mask[column], fits)

    def _fits(self, case: Indexes, agent: Indexes, queue: Indexes) -> Indexes:
        """Fits of some cases in some ways, REMOVED where nobody asks; shape: cases x ways."""
        owners, members = self.compiled.owners, self.compiled.eligibility.memberships
        classes = Classes.of([self.alike[case]])
        fits = self.compiled.scores.fits(case[classes.first], agent, queue).score
        fits = np.broadcast_to(fits, (len(classes), len(agent)))[classes.of_case]
        for single in (owners.agent, members.designated):
            remove(fits, agent, single[case])
        place, gone, _ = self.compiled.eligibility.exceptions.of_rows(case)
        known = np.isin(gone, agent)
        fits[place[known], np.searchsorted(agent, gone[known])] = REMOVED
        return fits


def _signatures(eligible: Eligibility, case: Indexes) -> list[Indexes]:
    """Signatures of the k-th entries, -1 = there is none; lists of shape: cases."""
    starts = eligible.memberships.first_entries()
    start, count = starts[case], starts[case + 1] - starts[case]
    signature = np.append(eligible.signature, np.int32(-1))
    return [
        np.where(k < count, signature[np.minimum(start + k, len(signature) - 1)], -1)
        for k in range(max(int(count.max(initial=0)), 1))
    ]


def _refused(compiled: Compiled, case: int) -> tuple[Ints, Indexes, Ints]:
    """Entry, agent and mask of those in the queues of a case whom all of them refuse."""
    eligible, starts = compiled.eligibility, compiled.eligibility.memberships.first_entries()
    entries = np.arange(starts[case], starts[case + 1])
    going = np.flatnonzero(~compiled.facts.stopped[eligible.memberships.queue[entries]])
    if not len(going):
        return _NONE, _NONE.astype(np.int32), _NONE
    masks = eligible.refused[eligible.signature[entries[going]]]
    blocked = np.flatnonzero(_are_blocked(masks).all(axis=0) & _inside(masks).any(axis=0))
    nearest = _lateness(masks[:, blocked]).argmax(axis=0)
    return going[nearest], blocked.astype(np.int32), masks[nearest, blocked]


def _listed(compiled: Compiled, case: Indexes, alone: Bools) -> tuple[Indexes, Indexes]:
    """Case and agent of all pairs of cases that stand alone, of single pairs that a rule refuses
    and of designated agents; owners left out."""
    eligible, agents = compiled.eligibility, len(compiled.snapshot.agents)
    place, excepted, _ = eligible.exceptions.of_rows(case[~alone])
    if eligible.scored is None:
        row, every = np.divmod(np.arange(int(alone.sum()) * agents), max(agents, 1))
    else:
        row, every, _ = eligible.scored.of_rows(case[alone])
    designated = eligible.memberships.designated[case]
    some = np.flatnonzero(~alone & (designated >= 0))
    cases = np.concatenate([case[~alone][place], case[alone][row], case[some]])
    who = np.concatenate([excepted, every, designated[some]])
    key = distinct(cases.astype(np.int64) * agents + who)
    cases, who = (one.astype(np.int32) for one in np.divmod(key, max(agents, 1)))
    moved = compiled.owners.agent[cases] != who
    return cases[moved], who[moved]


def _pairs(compiled: Compiled, case: Indexes, agent: Indexes, outdone: Ints) -> Blocked:
    """Those of some pairs that are refused in all queues of the case, and in one of its queues.

    outdone: fits that theirs must be above; shape: cases.
    """
    pair, entry = _entries(compiled, case)
    queue = compiled.eligibility.memberships.queue[entry]
    fit = pair_fits(compiled.facts, case[pair], agent[pair], queue).score
    above = np.zeros(len(case), dtype=np.bool_)
    above[pair[fit > outdone[case[pair]]]] = True
    pair, entry, fit = pair[above[pair]], entry[above[pair]], fit[above[pair]]
    mask = _masks(compiled, case[pair], agent[pair], entry)
    free, inside = np.zeros(len(case), dtype=np.bool_), np.zeros(len(case), dtype=np.bool_)
    free[pair[~_are_blocked(mask)]] = True
    inside[pair[_inside(mask)]] = True
    order = np.lexsort((entry, -_lateness(mask), pair))
    first = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
    first = first[(inside & ~free)[pair[first]]]
    first = first[fit[first] > outdone[case[pair[first]]]]
    found = pair[first]
    who = case[found].astype(np.int64), agent[found].astype(np.int64)
    return Blocked(*who, entry[first], mask[first], fit[first])


def _entries(compiled: Compiled, case: Indexes) -> tuple[Ints, Ints]:
    """Position and entry of some cases, in all queues that decide anything."""
    members = compiled.eligibility.memberships
    starts = members.first_entries()
    entry = ranges(starts[case], starts[case + 1])
    position = np.repeat(np.arange(len(case)), starts[case + 1] - starts[case])
    going = ~compiled.facts.stopped[members.queue[entry]]
    return position[going], entry[going]


def _masks(compiled: Compiled, case: Indexes, agent: Indexes, entry: Ints) -> Ints:
    """All refusals, the least quality too."""
    masks = compiled.eligibility.masks(case, agent, entry)
    least = compiled.least_quality[entry]
    asked = np.flatnonzero(least > 0)
    queue = compiled.eligibility.memberships.queue[entry[asked]]
    quality = qualities(compiled.facts, case[asked], agent[asked], queue)
    masks[asked[quality < least[asked] * PPM]] |= Reason.BELOW_MIN_FIT.bit
    return masks


def _are_blocked(mask: Ints) -> Bools:
    blocked: Bools = mask != 0
    return blocked


def _inside(mask: Ints) -> Bools:
    """True where the agent stands in the queue."""
    inside: Bools = mask & Reason.NOT_IN_QUEUE.bit == 0
    return inside


def _lateness(mask: Ints) -> Ints:
    """The later the first reason, the nearer is he to free."""
    lateness: Ints = mask & -mask
    return lateness


_NONE = np.zeros(0, dtype=np.int64)
_NOBODY = Blocked(_NONE, _NONE, _NONE, _NONE, _NONE)
