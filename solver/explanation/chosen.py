"""Why this agent: how the fit came about, and his place among the others (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled, first_queues
from solver.explanation.breakdown import Breakdown, Pairs, break_down
from solver.explanation.places import places
from solver.picks import Picks
from solver.units import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The served cases of a plan, all of shape: picks.

    place: among the case's eligible agents by raw fit, from 1; eligible: how many.
    """

    picks: Picks
    breakdown: Breakdown
    place: Ints
    eligible: Ints


def explain_chosen(compiled: Compiled, picks: Picks) -> Chosen:
    """Breaks the fits of a plan down."""
    case = picks.case.astype(np.int32)
    first = first_queues(compiled.eligibility)[case]
    weighed_by = np.where(picks.queue >= 0, picks.queue, first)
    sent = picks.sent.astype(np.bool_)
    pairs = Pairs(case, picks.agent, weighed_by, picks.fit, sent, picks.kept)
    return Chosen(picks, break_down(compiled.facts, pairs), *places(compiled, picks))
