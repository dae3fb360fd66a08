"""Measures one solver on the plain variant of a snapshot."""

import signal
from time import perf_counter

from benchmarks.bench_solve import built
from benchmarks.figures import PeerFigures, peak_memory
from benchmarks.peers import peer_named
from benchmarks.plain import plain
from solver.errors import SolveError
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of
from solver.units import Ints


def solve_plain(raw_request: bytes, name: str, limit: float) -> PeerFigures:
    """Build + solve of one peer; SIGALRM ends this process after `limit` seconds of it."""
    problem = plain(built(raw_request).held().problem)
    peer = peer_named(name)
    signal.setitimer(signal.ITIMER_REAL, limit)
    start = perf_counter()
    choice = peer.solve(problem)
    seconds = perf_counter() - start
    signal.setitimer(signal.ITIMER_REAL, 0)
    served, fit = worth(problem, choice)
    return PeerFigures(seconds, peak_memory(), served, fit)


def worth(problem: Problem, choice: Ints) -> tuple[int, int]:
    """Cases served and sum of scores, counted by us; raises SolveError if a limit is broken."""
    if flow_of(build_network(problem), choice) is None:
        raise SolveError("The plan breaks a limit.")
    used = choice[choice >= 0]
    return len(used), int(problem.triples.score[used].sum())
