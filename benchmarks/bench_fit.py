"""Measures the fit of every pair of a snapshot, from raw facts, in blocks (S1)."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.figures import FitFigures, peak_memory
from benchmarks.instances.moments import NOW
from objectives import fit_facts
from server.translate.snapshot import snapshot_from_proto
from solver.facts import Snapshot
from solver.fit import pair_fits
from solver.rules import FitFacts

BLOCK = 2**16
"""Pairs that are worked out at a time: a few columns of them fit into a processor's cache."""


def fit_once(raw_request: bytes) -> FitFigures:
    """Pillars, penalty and the fit of all pairs, one pass; nothing of pair size is kept."""
    request = AssignRequest.FromString(raw_request)
    del request.policy.fit.pillar_weights[:]  # the usual four pillars
    snapshot = snapshot_from_proto(request, NOW).snapshot
    before, used = _held_now(), process_time()
    start = perf_counter()
    facts = fit_facts(snapshot)
    half = perf_counter()
    total = sum_of_fits(snapshot, facts)
    end = perf_counter()
    cases, agents = snapshot.shape
    return FitFigures(
        gather=half - start,
        blocks=end - half,
        processor=process_time() - used,
        memory=peak_memory() - before,
        pairs=cases * agents,
        mean=total / (cases * agents),
    )


def sum_of_fits(snapshot: Snapshot, facts: FitFacts) -> int:
    """The fits of all pairs under the weights of the first queue, in units of 1e-4, summed."""
    cases, agents = snapshot.shape
    agent = np.arange(agents, dtype=np.int32)

    def block(some: range) -> int:
        case = np.repeat(np.arange(some.start, some.stop, dtype=np.int32), agents)
        queue = np.zeros(len(case), dtype=np.int32)
        return int(pair_fits(facts, case, np.tile(agent, len(some)), queue).score.sum())

    # numpy lets other threads run while it computes.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        return sum(threads.map(block, _blocks(cases, agents)))


def _blocks(cases: int, agents: int) -> Iterator[range]:
    step = max(1, BLOCK // agents)
    for first in range(0, cases, step):
        yield range(first, min(first + step, cases))


def _held_now() -> int:
    """Bytes that the process holds at this moment, or the most it held where that is not told."""
    told = Path("/proc/self/statm")
    if not told.exists():
        return peak_memory()
    return int(told.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
