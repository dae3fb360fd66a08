"""Engines that compete on the caller's own snapshot, by name."""

from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec

from solver.engines.engine import Engine
from solver.engines.mip_solver import MipSolver


@dataclass(frozen=True, slots=True)
class Contender:
    """An engine of the contract, and the solver behind it where it has a choice."""

    engine: str
    mip_solver: MipSolver | None = None

    @property
    def name(self) -> str:
        """Such as `auto` or `mip highs`."""
        return self.engine if self.mip_solver is None else f"{self.engine} {self.mip_solver}"

    def build(self, limit: float) -> Engine:
        """limit: seconds, for engines that can take one; 0 = none."""
        from server.wiring import engine_named  # takes its time to load

        time_limit = timedelta(seconds=limit) if limit else None
        return engine_named(self.engine, self.mip_solver, time_limit)


PULP = Contender("pulp")
CONTENDERS = (
    Contender("auto"),
    Contender("flow"),
    Contender("weighted"),
    *(Contender("mip", solver) for solver in MipSolver),
    PULP,
    Contender("sequential"),
    Contender("round_robin"),
)
"""`auto` first: the others are told as ratios to it."""
AUTO = CONTENDERS[0].name


def contender_named(name: str) -> Contender:
    """The contender of a name."""
    return next(one for one in CONTENDERS if one.name == name)


def installed_contenders() -> tuple[str, ...]:
    """The contenders whose library is here."""
    return tuple(one.name for one in CONTENDERS if one != PULP or find_spec("pulp"))
