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
