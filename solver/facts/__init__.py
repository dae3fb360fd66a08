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
    AvailabilityPolicy,
    CountedSources,
    DeclaredField,
    FieldOwner,
    FieldType,
    FitPolicy,
    LimitPolicy,
    PenaltyPolicy,
    Policy,
    PriorityLevel,
    RoundRobinFallback,
    SourceMode,
    Team,
    UrgencyPolicy,
)
from solver.facts.queues import DailyLimit, Hours, Period, Queue, Turns
from solver.facts.requirement import (
    Attribute,
    AttributeRequirement,
    AttributeValue,
    Requirement,
    Skill,
    SkillRequirement,
)
from solver.facts.schedule import Absence, Shift, WeeklyWindow
from solver.facts.scores import DenseScores, Scores, SparseScores, Unlisted
from solver.facts.snapshot import Snapshot
from solver.facts.topic import Expertise, Topic, TopicSource

__all__ = [
    "Absence",
    "Account",
    "ActiveCase",
    "Agent",
    "Attribute",
    "AttributeRequirement",
    "AttributeValue",
    "AvailabilityPolicy",
    "CameBack",
    "Case",
    "CountedSources",
    "DailyLimit",
    "DeclaredField",
    "DenseScores",
    "Expertise",
    "FieldOwner",
    "FieldType",
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
    "SourceMode",
    "SparseScores",
    "Team",
    "Topic",
    "TopicSource",
    "Turns",
    "Unlisted",
    "UrgencyPolicy",
    "WeeklyWindow",
]
