"""Who should: pillars and levels, one small file per rule."""

from objectives.bandwidth import BANDWIDTH
from objectives.customer_history import CUSTOMER_HISTORY
from objectives.fit import gather
from objectives.sent import scored_pairs
from objectives.skills import SKILLS
from objectives.time_overlap import TIME_OVERLAP
from objectives.urgency import deadlines, urgency
from solver.facts import Snapshot
from solver.rules import FitFacts, Pillar

PILLARS: tuple[Pillar, ...] = (
    TIME_OVERLAP,
    BANDWIDTH,
    CUSTOMER_HISTORY,
    SKILLS,
)


def fit_facts(snapshot: Snapshot) -> FitFacts:
    """Who suits whom."""
    return gather(snapshot, PILLARS)


__all__ = ["PILLARS", "deadlines", "fit_facts", "scored_pairs", "urgency"]
