"""What a run measures: in detail up to a size, the bare figures beyond."""

from dataclasses import replace

from benchmarks.jobs import FEW_CALLS, Task, jobs_of
from benchmarks.peers import OURS
from benchmarks.workloads import workloads_named
from tests.benchmarks.outcomes import ASKED

(TEAM, ENTERPRISE) = workloads_named(["team", "enterprise"])
BOTH = replace(ASKED, workloads=(TEAM, ENTERPRISE), seeds=1, peers=(OURS, "cbc"), calls=20)
BRIEF = replace(BOTH, detail_pairs=1_000_000)
DETAIL = [Task.SOLVE, Task.ASSIGN, Task.CALL]


def test_every_workload_is_measured_in_detail_unless_told_otherwise() -> None:
    assert [job.task for job in jobs_of(BOTH)] == [
        *DETAIL, Task.PEER, Task.PEER, *DETAIL, Task.PEER
    ]  # fmt: skip
    assert [BOTH.calls_of(workload) for workload in BOTH.workloads] == [20, 5]


def test_beyond_the_size_for_details_only_plans_and_calls_are_measured() -> None:
    assert [job.task for job in jobs_of(BRIEF)] == [
        *DETAIL, Task.PEER, Task.PEER, Task.SOLVE, Task.CALL
    ]  # fmt: skip
    assert [BRIEF.calls_of(workload) for workload in BRIEF.workloads] == [20, FEW_CALLS]


def test_each_seed_and_tightness_is_a_snapshot_of_its_own() -> None:
    asked = replace(ASKED, workloads=(TEAM,), seeds=2, tightness=(0.7, 1.3))

    snapshots = {(job.tightness, job.seed) for job in jobs_of(asked)}
    assert snapshots == {(0.7, 1), (0.7, 2), (1.3, 1), (1.3, 2)}


def test_weights_are_solved_nearly_too_where_there_is_somebody_to_compare_with() -> None:
    (weighted,) = workloads_named(["weighted-2k"])
    alone = replace(ASKED, workloads=(weighted,), seeds=1, peers=(OURS, "cbc", "highs"))
    wide = replace(alone, wide_peers=alone.peers)

    assert Task.NEAR not in [job.task for job in jobs_of(alone)]
    assert [job.peer for job in jobs_of(wide) if job.task is Task.NEAR] == [OURS, "highs"]


def test_plain_variants_with_weights_are_solved_only_where_their_pairs_are_listed() -> None:
    dense, sent = workloads_named(["weighted-enterprise", "weighted-best"])
    asked = replace(ASKED, workloads=(sent, dense), seeds=1, peers=(OURS, "sequential"))

    solved = [(job.workload, job.peer) for job in jobs_of(asked) if job.task is Task.PEER]
    assert solved == [(sent, OURS), (sent, "sequential")]
