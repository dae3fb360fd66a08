"""The workloads of the speed table are there by name and shape."""

import pytest

from benchmarks.workloads import WORKLOADS

SHAPES = [
    ("tiny", 20, 8),
    ("team", 500, 100),
    ("enterprise", 10_000, 2_000),
    ("enterprise-queues", 10_000, 2_000),
    ("planet", 100_000, 10_000),
    ("weighted-2k", 2_000, 500),
    ("weighted-enterprise", 10_000, 2_000),
]


@pytest.mark.parametrize(("name", "cases", "agents"), SHAPES)
def test_every_workload_of_the_speed_table_has_its_shape(
    name: str, cases: int, agents: int
) -> None:
    (found,) = [workload for workload in WORKLOADS if workload.name == name]

    assert (found.cases, found.agents) == (cases, agents)


def test_a_sparse_workload_counts_the_pairs_that_are_listed() -> None:
    pairs = {workload.name: workload.pairs for workload in WORKLOADS}

    assert pairs["weighted-2k"] == 60_000
    assert pairs["enterprise"] == 20_000_000
