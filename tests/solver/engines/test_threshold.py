"""Classes that do not fit in whole are proved where anybody may serve anything (L2)."""

import numpy as np
import pytest

from benchmarks.bench_solve import built
from benchmarks.instances import Order, make_instance
from server.wiring import engine_named
from solver.levels import LevelKind
from solver.plan import solve_compiled


@pytest.mark.parametrize("seed", range(1, 5))
def test_L2_a_class_below_one_that_is_cut_is_bounded_by_what_that_leaves(seed: int) -> None:
    """Coverage is proved, or nearly: less than one case of each class is open."""
    order = Order(cases=600, agents=120, seed=seed, tightness=0.7)
    compiled = built(make_instance("weighted", order).SerializeToString(), held_pairs=0)
    assert compiled.problem.candidates is not None

    plan = solve_compiled(compiled, engine_named("auto"))

    classes = [level for level in plan.levels if level.kind == LevelKind.COVERAGE]
    assert sum(0 < level.served_count < level.case_count for level in classes) >= 2
    for level in classes:
        assert level.proved or level.bound is not None
        bound = level.value if level.bound is None else level.bound
        assert bound - level.value <= int(compiled.problem.urgency.max())
    assert np.count_nonzero([level.proved for level in classes]) >= len(classes) - 1
