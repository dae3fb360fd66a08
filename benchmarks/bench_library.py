"""Measures one solver on an instance of the OR-Library."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.deadline import ended_after
from benchmarks.figures import LibraryFigures, peak_memory, processor_time
from benchmarks.level_costs import first_unproved
from benchmarks.or_library import Instance, read_folder
from benchmarks.peers import OURS, Peer, peer_named
from benchmarks.process_tree import watched
from server.wiring import engine_named
from solver.bounds import prove_solution
from solver.levels import levels_of
from solver.problem import Problem
from solver.units import Ints
from solver.values import level_values

PATIENCE = 2.0
"""Ours is ended after so many times its limit, should it not keep to it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A plan. gap: of the first level without a proof, 0 = there is none."""

    choice: Ints
    gap: float | None


def solve_instance(folder: Path, instance: str, peer: str, limit: float) -> LibraryFigures:
    """Solves the instance of a name; a peer that overruns the limit ends this process."""
    problem = _instance(folder, instance)
    theirs = peer_named(peer)  # its libraries load before the clock starts, ours as well
    solve = _ours if peer == OURS else _claimed(theirs)
    with watched() as tree, ended_after(limit * (PATIENCE if peer == OURS else 1.0)):
        used, start = processor_time(), perf_counter()
        found = solve(problem.problem, limit)
        seconds, processor = perf_counter() - start, processor_time() - used
    memory = max(peak_memory(), tree.peak)
    value = problem.value(found.choice)
    return LibraryFigures(seconds, processor, memory, value, problem.optimum, found.gap)


def _instance(folder: Path, name: str) -> Instance:
    return next(one for one in read_folder(folder) if one.name == name)


def _ours(problem: Problem, limit: float) -> _Found:
    """By the engine `auto`, with the check of what it proves."""
    solution = engine_named("auto", time_limit=timedelta(seconds=limit)).solve(problem)
    levels = levels_of(problem)
    proof = prove_solution(problem, levels, solution)
    _, gap = first_unproved(level_values(problem, levels, solution.choice, proof))
    return _Found(solution.choice, gap)


def _claimed(peer: Peer) -> Callable[[Problem, float], _Found]:
    """By a peer, which claims an optimum or breaks off."""
    return lambda problem, _: _Found(peer.solve(problem).choice, 0.0)
