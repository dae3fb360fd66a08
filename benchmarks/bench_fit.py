"""Measures the fit of every pair of a snapshot, from raw facts, in blocks (S1)."""

import os
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np

from allotment.v1.assignment_service_pb2 import AssignRequest
from benchmarks.figures import FitFigures, peak_memory
from benchmarks.instances.moments import NOW
from objectives import fit_facts
from server.memory import keep_freed_memory
from server.translate.snapshot import snapshot_from_proto
from solver.classes import BLOCK
from solver.facts import Snapshot
from solver.rules import FitFacts, Rotation
from solver.scoring import FitScores

PASSES = 3
"""The median counts: the first one finds cold caches."""
MANY = 10**8
"""So many pairs take their time whatever the caches: one pass will do."""


def fit_once(raw_request: bytes) -> FitFigures:
    """Pillars, penalty and the fit of all pairs; nothing of pair size is kept."""
    keep_freed_memory()
    request = AssignRequest.FromString(raw_request)
    del request.policy.fit.pillar_weights[:]  # the usual four pillars
    snapshot = snapshot_from_proto(request, NOW).snapshot
    before = _held_now()
    cases, agents = snapshot.shape
    passes = [_one_pass(snapshot) for _ in range(PASSES if cases * agents < MANY else 1)]
    gather, blocks, processor, totals = zip(*passes, strict=True)
    return FitFigures(
        gather=median(gather),
        blocks=median(blocks),
        processor=median(processor),
        memory=peak_memory() - before,
        pairs=cases * agents,
        mean=totals[0] / (cases * agents),
    )


def _one_pass(snapshot: Snapshot) -> tuple[float, float, float, int]:
    """Seconds for pillars, for all pairs, and of the processor for both; and the sum."""
    start, used = perf_counter(), process_time()
    facts = fit_facts(snapshot)
    half = perf_counter()
    total = sum_of_fits(snapshot, facts)
    return half - start, perf_counter() - half, process_time() - used, total


def sum_of_fits(snapshot: Snapshot, facts: FitFacts) -> int:
    """The fits of all pairs under the weights of the first queue, in units of 1e-4, summed.

    As the engine works them out, but of every case: no two that are alike share the work.
    """
    cases, agents = snapshot.shape
    scores = FitScores(facts, _no_turns(facts, agents), np.zeros(cases, dtype=np.bool_), 0)
    agent, queue = np.arange(agents, dtype=np.int32), np.zeros(agents, dtype=np.int32)

    step = max(1, BLOCK // agents)
    every_case = np.arange(cases, dtype=np.int32)
    return sum(
        int(scores.fits(every_case[first : first + step], agent, queue).score.sum())
        for first in range(0, cases, step)
    )


def _no_turns(facts: FitFacts, agents: int) -> Rotation:
    """Fit decides everywhere."""
    queues = len(facts.weights)
    turning = np.zeros(queues, dtype=np.bool_)
    return Rotation(turning, np.zeros((queues, agents), dtype=np.int64))


def _held_now() -> int:
    """Bytes that the process holds at this moment, or the most it held where that is not told."""
    told = Path("/proc/self/statm")
    if not told.exists():
        return peak_memory()
    return int(told.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
