"""The fit of every pair is the fit that the answer tells."""

import numpy as np

from benchmarks.bench_fit import fit_once, sum_of_fits
from benchmarks.instances import Order, make_instance
from benchmarks.instances.moments import NOW
from benchmarks.jobs import Asked, Task, jobs_of
from benchmarks.workloads import workloads_named
from objectives import fit_facts
from server.translate.snapshot import snapshot_from_proto
from solver.fit import pair_fits


def test_blocks_sum_to_the_fits_of_all_pairs() -> None:
    request = make_instance("dense", Order(cases=70, agents=1_900))
    snapshot = snapshot_from_proto(request, NOW).snapshot
    facts = fit_facts(snapshot)
    case, agent = np.divmod(np.arange(70 * 1_900, dtype=np.int32), 1_900)

    every_pair = pair_fits(facts, case, agent, np.zeros(len(case), dtype=np.int32))

    assert sum_of_fits(snapshot, facts) == every_pair.score.sum()


def test_the_usual_four_pillars_are_measured() -> None:
    request = make_instance("dense", Order(cases=40, agents=30))

    figures = fit_once(request.SerializeToString())

    assert figures.pairs == 1_200
    assert 0 < figures.mean < 10_000


def test_a_workload_of_fits_is_measured_once_per_seed_and_nothing_else_is() -> None:
    asked = Asked(workloads_named(["fit"]), (0.7, 1.3), seeds=2, calls=5, peers=("cbc",), limit=1.0)

    assert [(job.task, job.seed) for job in jobs_of(asked)] == [(Task.FIT, 1), (Task.FIT, 2)]
