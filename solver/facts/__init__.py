"""Frozen facts of one cycle, already right: the edge has checked them."""

from solver.facts.agent import (
    ActiveCase,
    Agent,
    CameBack,
    HourlyLimit,
    Limits,
    RecentAssignment,
    Source,
)
from solver.facts.case import Account, Case
from solver.facts.policy import (
    CountedSources,
    FitPolicy,
    LimitPolicy,
    PenaltyPolicy,
    Policy,
    PriorityLevel,
    RoundRobinFallback,
    Team,
    UrgencyPolicy,
)
from solver.facts.queues import DailyLimit, Hours, Period, Queue, Turns
from solver.facts.requirement import (
    Attribute,
    AttributeRequirement,
    Requirement,
    Skill,
    SkillRequirement,
)
from solver.facts.schedule import Absence, Shift, WeeklyWindow
from solver.facts.scores import DenseScores, Scores, SparseScores, Unlisted
from solver.facts.snapshot import Snapshot

__all__ = [
    "Absence",
    "Account",
    "ActiveCase",
    "Agent",
    "Attribute",
    "AttributeRequirement",
    "CameBack",
    "Case",
    "CountedSources",
    "DailyLimit",
    "DenseScores",
    "FitPolicy",
    "HourlyLimit",
    "Hours",
    "LimitPolicy",
    "Limits",
    "PenaltyPolicy",
    "Period",
    "Policy",
    "PriorityLevel",
    "Queue",
    "RecentAssignment",
    "Requirement",
    "RoundRobinFallback",
    "Scores",
    "Shift",
    "Skill",
    "SkillRequirement",
    "Snapshot",
    "Source",
    "SparseScores",
    "Team",
    "Turns",
    "Unlisted",
    "UrgencyPolicy",
    "WeeklyWindow",
]
