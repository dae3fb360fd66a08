"""What an engine returns."""

from dataclasses import dataclass

from solver.problem import Triples
from solver.units import Ints
from solver.weighing.evidence import WeighedPrices


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A feasible plan.

    choice: triple of each case, -1 = waits; shape: cases.
    prices: claims of the engine, one row per node of the network and one column per
    level, of the first levels alone where time ended the solve; None where it makes no
    claim. They prove nothing until `proof` has checked them.
    least: claims of a general solver: the least cost of each level with the levels above as
    they are here, as far as it came. relaxed: an optimum without weighted capacity, with
    its prices. Both are looked at only where prices cannot prove, in the weighted model.
    weighed: evidence for a bound on each level in the weighted model, None where there is none.
    core: the triples that `choice` refers to, where the problem does not hold all of its own.
    engine: who made the plan, where it was not the one that was asked.
    parts: of the problem's `parts_of`, with the claims of each; empty where it is one.
    """

    choice: Ints
    prices: Ints | None = None
    solve_count: int = 1
    least: tuple[int, ...] = ()
    relaxed: "Solution | None" = None
    engine: str = ""
    core: Triples | None = None
    weighed: "tuple[WeighedPrices | None, ...]" = ()
    parts: "tuple[Solution, ...]" = ()
