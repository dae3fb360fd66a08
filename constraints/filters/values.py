"""Values that fields are compared with (Q2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class FromNow:
    """A moment relative to the cycle's `now`, before it where negative."""

    offset: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Day:
    """A whole local day: from one midnight until before the next."""

    start: datetime
    end: datetime


Value: TypeAlias = str | float | bool | datetime | FromNow | Day
