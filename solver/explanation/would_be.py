"""What blocked agents would fit, were what blocks them left out of the time overlap (S14)."""

from collections.abc import Iterator

import numpy as np

from solver.compile import Compiled
from solver.explanation.better import Better
from solver.fit import pair_fits
from solver.reasons import reasons_in


def would_be_fits(compiled: Compiled, better: Better) -> Iterator[int | None]:
    """Of each in turn; None where nothing is left out: who is free, or blocked by other things."""
    columns = (better.case, better.agent, better.entry, better.mask)
    for case, agent, entry, mask in zip(*(one.tolist() for one in columns), strict=True):
        yield _would_be(compiled, case, agent, entry, mask) if mask else None


def _would_be(compiled: Compiled, case: int, agent: int, entry: int, mask: int) -> int | None:
    """Of one who is blocked, in the queue of the entry."""
    reasons, before = frozenset(reasons_in(mask)), compiled.facts
    facts = compiled.rulebook.would_be(compiled.snapshot, before, case, agent, reasons)
    if facts is before:
        return None
    queue = compiled.eligibility.memberships.queue[entry]
    pair = (np.array([one], dtype=np.int32) for one in (case, agent, queue))
    return int(pair_fits(facts, *pair).score[0])
