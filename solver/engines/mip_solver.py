"""The general solvers that stand behind the engine `mip`."""

from enum import StrEnum


class MipSolver(StrEnum):
    """A general solver; apart from the engine, so that naming one loads none."""

    HIGHS = "highs"
    CP_SAT = "cp_sat"
    SCIP = "scip"

    @property
    def is_exact(self) -> bool:
        """True where it computes in integers."""
        return self is MipSolver.CP_SAT
