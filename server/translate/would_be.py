"""What better-scored agents would fit without what blocks them, into the explanations (S14)."""

from collections.abc import Mapping

from allotment.v1 import explanation_pb2 as pb
from solver.compile import Compiled
from solver.explanation.better import Better
from solver.explanation.would_be import would_be_fits


def tell_would_be(compiled: Compiled, better: Better, rows: Mapping[int, pb.Explanation]) -> None:
    """Adds other fits to the better agents of the rows, which stand there in the same order.

    rows: by case.
    """
    left = {case: iter(row.better_agents) for case, row in rows.items()}
    for case, fit in zip(better.case.tolist(), would_be_fits(compiled, better), strict=True):
        told = next(left[case])
        if fit not in (None, told.fit):
            told.would_be_fit = fit
