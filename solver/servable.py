"""Which cases a solve could serve, told without one (03, PRECHECK_ONLY)."""

import numpy as np

from solver.compile import Compiled
from solver.overrides import may_go_over
from solver.units import Bools


def servable(compiled: Compiled) -> Bools:
    """True for cases that somebody may take, or keep, or that may go over limits (Q9);
    shape: cases. No solve serves another one."""
    problem = compiled.problem
    found = may_go_over(compiled)
    found[problem.triples.case] = True
    if problem.candidates is not None:
        patterns = problem.candidates.apart().patterns
        found |= np.diff(patterns.start)[patterns.of_case] > 0
    return found
