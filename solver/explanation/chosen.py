"""Why this agent: how the fit came about, and his place among the others (02 section 5)."""

from dataclasses import dataclass

import numpy as np

from solver.compile import Compiled, first_queues
from solver.explanation.better import Better, better_agents
from solver.explanation.blocked import blocked_better
from solver.explanation.breakdown import Breakdown, Pairs, break_down
from solver.explanation.places import Places, places
from solver.picks import Picks


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The served cases of a plan, all of shape: picks."""

    picks: Picks
    breakdown: Breakdown
    places: Places
    better: Better


def explain_chosen(compiled: Compiled, picks: Picks, most_better: int = 0) -> Chosen:
    """Breaks the fits of a plan down; names up to so many better-scored agents for each case."""
    case = picks.case.astype(np.int32)
    first = first_queues(compiled.eligibility)[case]
    weighed_by = np.where(picks.queue >= 0, picks.queue, first)
    sent = picks.sent.astype(np.bool_)
    pairs = Pairs(case, picks.agent, weighed_by, picks.fit, sent, picks.kept)
    found = places(compiled, picks, most_better)
    blocked = blocked_better(compiled, picks, most_better)
    better = better_agents(found, blocked, most_better)
    return Chosen(picks, break_down(compiled.facts, pairs), found, better)
