"""Resolved cases of the past: what was asked, who solved it, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Resolved:
    """One resolved case. skills: names given by people; None = nobody said. group: where it
    was solved, empty where that is unknown."""

    text: str
    agent_id: str = ""
    time: datetime | None = None
    skills: tuple[str, ...] | None = None
    group: str = ""


History = Sequence[Resolved]
