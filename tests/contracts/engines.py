"""All engines by the names of the contract, and what each of them promises."""

from dataclasses import dataclass

from server.translate.options import Engine as Name
from server.wiring import engine_named
from solver.engines.engine import Engine
from solver.engines.mip_solver import MipSolver

GREEDY = frozenset({Name.SEQUENTIAL, Name.ROUND_ROBIN})
"""They promise no optimum."""
COUNTING = frozenset({Name.FLOW})
"""They keep to no weighted capacity."""


@dataclass(frozen=True, slots=True)
class Contender:
    """An engine with a solver behind it, if it has a choice."""

    name: Name
    solver: MipSolver | None = None

    def __str__(self) -> str:
        return f"{self.name} {self.solver}" if self.solver else str(self.name)

    @property
    def engine(self) -> Engine:
        """As the server makes it."""
        return engine_named(self.name, self.solver)


ALL = tuple(
    Contender(name, solver)
    for name in Name
    for solver in (tuple(MipSolver) if name == Name.MIP else (None,))
)
EXACT = tuple(one for one in ALL if one.name not in GREEDY)
WEIGHING = tuple(one for one in ALL if one.name not in COUNTING)
EXACT_BY_WEIGHT = tuple(one for one in WEIGHING if one.name not in GREEDY)
