"""How far a general solver is to go."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Effort:
    """gap: between plan and bound, as a share of the cost, at which it may stop. time_limit:
    None = no limit."""

    time_limit: timedelta | None = None
    gap: float = 0.0

    @property
    def is_nothing(self) -> bool:
        """No time is left."""
        return self.time_limit is not None and self.time_limit <= timedelta(0)


@dataclass(frozen=True, slots=True)
class Share:
    """A level's part of the time. rest: what the levels below are to find; None = no limit."""

    rest: timedelta | None

    def left(self, left: timedelta | None) -> timedelta | None:
        """What is left of it."""
        if left is None or self.rest is None:
            return None
        return max(left - self.rest, timedelta(0))

    def half(self, left: timedelta | None) -> timedelta | None:
        """Half of that."""
        mine = self.left(left)
        return None if mine is None else mine / 2
