"""Which queues take which cases, and in what order (Q1-Q6, Q10, Q13)."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from constraints.buckets import buckets
from constraints.matching import NOTHING_GIVEN, own_queues
from solver.facts import Case, Policy, Snapshot
from solver.members import agent_positions
from solver.rules import Memberships
from solver.units import Indexes

NOBODY = -1
NO_QUEUE = -1

Chain = tuple[tuple[int, int, bool], ...]
"""Queues in the order in which they are tried: (position, offset, own)."""


def memberships(
    snapshot: Snapshot, given: Mapping[str, Sequence[object]] = NOTHING_GIVEN
) -> Memberships:
    """Which queues take which cases; axis queues: `policy.queues`.

    given: values for filters that the cycle computes, by field and case.
    """
    return memberships_of(snapshot, own_queues(snapshot, given))


def memberships_of(snapshot: Snapshot, matching: Sequence[tuple[int, ...]]) -> Memberships:
    """The same for cases that these queues match; shape: cases."""
    chains = Chains(snapshot.policy)
    group, own = own_of(snapshot.policy, matching)
    entries = [
        (case, *step) for case, queues in enumerate(own) for step in chains.of(queues)
    ]  # fmt: skip
    columns = np.array(entries, dtype=np.int32).reshape(-1, 4).T
    return Memberships(
        case=columns[0],
        queue=columns[1],
        offset=columns[2],
        own=columns[3].astype(np.bool_),
        group=group,
        bucket=buckets(snapshot),
        designated=_designated(snapshot),
        catch_all=chains.catch_all,
    )


def own_of(
    policy: Policy, matching: Sequence[tuple[int, ...]]
) -> tuple[Indexes, list[tuple[int, ...]]]:
    """Drain group of each case, and its queues in that group: the others do not count (Q6)."""
    groups = drain_groups(policy).tolist()
    known = {queues: _own(groups, queues) for queues in set(matching)}
    rows = [known[queues] for queues in matching]
    return np.array([group for group, _ in rows], dtype=np.int32), [own for _, own in rows]


class Chains:
    """Chains of tiers, flattened with their buckets (Q4, Q10)."""

    def __init__(self, policy: Policy) -> None:
        self._place = {queue.queue_id: place for place, queue in enumerate(policy.queues)}
        self._queues = policy.queues
        self.catch_all = self._place.get(policy.catch_all_id, NO_QUEUE)
        self._known: dict[tuple[int, ...], Chain] = {}

    def of(self, own: tuple[int, ...]) -> Chain:
        """The chain of a case that these queues take themselves, in the policy's order."""
        if own not in self._known:
            self._known[own] = self._chain(own)
        return self._known[own]

    def _chain(self, own: tuple[int, ...]) -> Chain:
        """Own queues first; each other queue once, at the least offset that leads to it.

        Those that only recommend lead nowhere, and if all do, not to the catch-all (Q7).
        """
        leading = [place for place in own if self._queues[place].auto_assign]
        steps = [(0, place) for place in own]
        for place in leading:
            steps += self._tiers(place)
        least = {place: offset for offset, place in sorted(steps, reverse=True)}
        if self.catch_all != NO_QUEUE and (leading or not own):
            end = max((offset + self._length(place) for place, offset in least.items()), default=0)
            least.setdefault(self.catch_all, end)
        order = sorted(least, key=lambda place: (place not in own, least[place], place))
        return tuple((place, least[place], place in own) for place in order)

    def _tiers(self, start: int) -> Iterator[tuple[int, int]]:
        """(offset, queue) of the fallback tiers of one queue, depth first, each once."""
        seen = {start}
        offset = self._length(start)
        waiting = list(self._fallbacks(start))
        while waiting:
            place = waiting.pop(0)
            if place in seen:
                continue
            seen.add(place)
            yield offset, place
            offset += self._length(place)
            waiting = [*self._fallbacks(place), *waiting]

    def _fallbacks(self, place: int) -> Iterator[int]:
        for queue_id in self._queues[place].fallback_ids:
            yield self._place[queue_id]

    def _length(self, place: int) -> int:
        """Steps of one tier: its buckets."""
        return max(len(self._queues[place].buckets), 1)


def drain_groups(policy: Policy) -> Indexes:
    """Drain group of each queue, then that of no queue; the unlisted come last (Q5)."""
    group_of = {
        queue_id: group for group, queues in enumerate(policy.drain_groups) for queue_id in queues
    }
    last = len(policy.drain_groups)
    groups = [group_of.get(queue.queue_id, last) for queue in policy.queues]
    return np.array([*groups, last], dtype=np.int32)


def _own(groups: Sequence[int], queues: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """The highest drain group among the queues, and those of it; cases in none come last
    (Q5, Q6)."""
    first = min((groups[queue] for queue in queues), default=groups[NO_QUEUE])
    return first, tuple(queue for queue in queues if groups[queue] == first)


def _designated(snapshot: Snapshot) -> Indexes:
    """The agent who is bucket 1 of each case, NOBODY for none (Q13); shape: cases."""
    places = agent_positions(snapshot)
    of_account = {a.account_id: a.designated_agent_id for a in snapshot.accounts}

    def place(case: Case) -> int:
        agent_id = case.designated_agent_id or of_account.get(case.account_id, "")
        return places.get(agent_id, NOBODY)

    return np.array([place(case) for case in snapshot.cases], dtype=np.int32)
