"""What a rule is: the protocols that `constraints/` and `objectives/` implement.

A rule answers for whole axes, never pair by pair: agents, queues x agents, or
a sparse list of pairs. So nothing of pair size is needed to know who may take
what (04 section 4).
"""

from solver.rules.filters import (
    NEVER,
    UNKNOWN,
    AgentFilter,
    Ending,
    EntryFilter,
    EntryMask,
    EntryWaits,
    Filter,
    PairFilter,
    PairList,
    QueueFilter,
    Widening,
)
from solver.rules.limits import (
    NO_LIMIT,
    Limit,
    PairWeights,
    Scope,
    Usage,
    WeightedLimit,
    WeightedUsage,
)
from solver.rules.memberships import Memberships, Rotation
from solver.rules.pillars import (
    AgentLoad,
    Factor,
    Failure,
    FitFacts,
    Flag,
    Input,
    Match,
    Matching,
    Pillar,
    PillarMeans,
    SentFit,
    Telling,
)
from solver.rules.rulebook import Rulebook

__all__ = [
    "NEVER",
    "NO_LIMIT",
    "UNKNOWN",
    "AgentFilter",
    "AgentLoad",
    "Ending",
    "EntryFilter",
    "EntryMask",
    "EntryWaits",
    "Factor",
    "Failure",
    "Filter",
    "FitFacts",
    "Flag",
    "Input",
    "Limit",
    "Match",
    "Matching",
    "Memberships",
    "PairFilter",
    "PairList",
    "PairWeights",
    "Pillar",
    "PillarMeans",
    "QueueFilter",
    "Rotation",
    "Rulebook",
    "Scope",
    "SentFit",
    "Telling",
    "Usage",
    "WeightedLimit",
    "WeightedUsage",
    "Widening",
]
