"""Refusals of all agents in all queues of a case (02 section 5)."""

import numpy as np

from solver.compile import Compiled
from solver.fit import qualities
from solver.reasons import Reason
from solver.units import PPM, Ints


class Refusals:
    """Refusals as masks, case by case."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._eligible = compiled.eligibility
        members = compiled.eligibility.memberships
        self._starts = members.first_entries().tolist()
        self._special = members.designated >= 0
        self._special[members.case[compiled.least_quality > 0]] = True
        self._last: tuple[int, Ints] | None = None

    def entries(self, case: int) -> Ints:
        """The entries of the case in `Memberships`; none if no queue takes it."""
        return np.arange(self._starts[case], self._starts[case + 1])

    def signatures(self, case: int) -> bytes | None:
        """What cases alike have in common; None for one with rules of its own."""
        if self._special[case]:
            return None
        mine = slice(self._starts[case], self._starts[case + 1])
        return self._eligible.signature[mine].tobytes()

    def of(self, case: int) -> Ints:
        """Refusals of the case but for those of single pairs; shape: entries x agents."""
        if self._last is None or self._last[0] != case:
            self._last = case, self._of(case)
        return self._last[1]

    def with_pairs(self, case: int) -> Ints:
        """With those of single pairs: lock, scores, cool-downs; shape: entries x agents.

        Who is not scored has no fit that could be too low (S14).
        """
        masks = self.of(case) | self._of_pairs(case)
        unscored = masks & Reason.NOT_SCORED.bit != 0
        return np.where(unscored, masks & ~Reason.BELOW_MIN_FIT.bit, masks)

    def _of_pairs(self, case: int) -> Ints:
        """Refusals of the case's single pairs, whatever the queue; shape: agents."""
        eligible, owners = self._eligible, self._compiled.owners
        agents = np.arange(eligible.refused.shape[1], dtype=np.int32)
        masks = eligible.pair_masks(np.full(len(agents), case, dtype=np.int32), agents)
        locked = owners.locked[case] & (agents != owners.agent[case])
        return masks | np.where(locked, Reason.LOCKED_TO_OTHER.bit, 0)

    def _of(self, case: int) -> Ints:
        entries = self.entries(case)
        if not self._special[case]:
            return self._eligible.refused[self._eligible.signature[entries]]
        agents = np.arange(self._eligible.refused.shape[1])
        return np.stack([self._entry(entry, agents) for entry in entries])

    def _entry(self, entry: int, agents: Ints) -> Ints:
        """Refusals of one entry, with its least quality (Q7); shape: agents."""
        compiled, members = self._compiled, self._eligible.memberships
        masks = self._eligible.shared_masks(np.full(len(agents), entry), agents)
        least = compiled.least_quality[entry]
        if not least:
            return masks
        case, queue = (np.full(len(agents), of[entry]) for of in (members.case, members.queue))
        below = qualities(compiled.facts, case, agents.astype(np.int32), queue) < least * PPM
        return masks | np.where(below, Reason.BELOW_MIN_FIT.bit, 0)
