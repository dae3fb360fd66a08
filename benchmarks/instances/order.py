"""The order for an instance: how large, which dice, how tight."""

from dataclasses import dataclass

from solver.errors import AllotmentError


class OrderError(AllotmentError):
    """No instance can be made to this order."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. Equal orders give equal bytes.

    `tightness`: sum of the rooms of the agents on duty / cases. Raises OrderError.
    """

    cases: int
    agents: int
    seed: int = 1
    tightness: float = 0.7

    def __post_init__(self) -> None:
        for name in ("cases", "agents"):
            if getattr(self, name) < 1:
                raise OrderError(f"An instance needs at least one of its {name}.")
        if self.seed < 0:
            raise OrderError(f"The seed is {self.seed}, but a seed is at least 0.")
        if not 0 <= self.tightness <= 100:
            raise OrderError(
                f"The tightness is {self.tightness}, but it lies between 0 and 100.\n"
                "Maybe 0.7 (too few rooms) or 1.3 (more rooms than cases)."
            )

    @property
    def room(self) -> int:
        """Sum of the rooms: tightness x cases, to the nearest whole number."""
        return (self.cases * round(self.tightness * 1000) + 500) // 1000
