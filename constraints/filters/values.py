"""Values that fields are compared with (Q2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from solver.facts.filters import FromNow


@dataclass(frozen=True, slots=True)
class Day:
    """A whole local day: from one midnight until before the next."""

    start: datetime
    end: datetime


Value: TypeAlias = str | float | bool | datetime | FromNow | Day
