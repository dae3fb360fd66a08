"""What a case is about, and what is known about who masters it (S9)."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class TopicSource(IntEnum):
    """How a topic was detected; the numbers are the contract's."""

    KEYWORD = 1
    SYNONYM = 2
    INFERRED = 3


class Topic(NamedTuple):
    """A skill that a case needs. skill: its position; confidence: parts per million, above 0."""

    skill: int
    confidence: int
    source: TopicSource


@dataclass(frozen=True, slots=True, eq=False)
class Expertise:
    """What ontology and history tell about skills.

    skills: names, sorted. idf: `ln((1+N)/(1+df)) + 1` of each. resolved: cases resolved with
    each skill, `(position, count)`, by agent. model_id: tells models apart, empty without one.
    """

    skills: tuple[str, ...]
    idf: tuple[float, ...]
    resolved: dict[str, tuple[tuple[int, int], ...]]
    model_id: str = ""
