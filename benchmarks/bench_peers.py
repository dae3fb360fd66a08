"""Measures one solver on the plain variant of a snapshot."""

from time import perf_counter

from benchmarks.bench_solve import built
from benchmarks.deadline import ended_after
from benchmarks.figures import PeerFigures, peak_memory, processor_time, reset_peak_memory
from benchmarks.jobs import NEAR
from benchmarks.peers import PROFILES, Answer, nearing_peer, peer_named
from benchmarks.plain import factored_plain, held, plain
from benchmarks.process_tree import watched
from solver.compile import Compiled
from solver.errors import SolveError, UnsuitedError
from solver.network import build_network
from solver.problem import Problem
from solver.proof import flow_of


def solve_plain(raw_request: bytes, name: str, limit: float) -> PeerFigures:
    """Build + solve of one peer; SIGALRM ends this process after `limit` seconds of it."""
    problem = plain_for(built(raw_request), name)
    peer = peer_named(name)
    reset_peak_memory()
    with watched() as tree, ended_after(limit):
        start, used = perf_counter(), processor_time()
        answer = peer.solve(problem)
        seconds, processor = perf_counter() - start, processor_time() - used
    memory = max(peak_memory(), tree.peak)
    served, fit = worth(answer)
    return PeerFigures(seconds, processor, memory, served, fit)


def solve_nearly(raw_request: bytes, name: str, limit: float) -> PeerFigures:
    """The same until the fit is proved within `NEAR`."""
    problem = plain_for(built(raw_request), name)
    peer = nearing_peer(name)
    reset_peak_memory()
    with watched() as tree, ended_after(limit):
        start, used = perf_counter(), processor_time()
        found = peer.solve_near(problem, NEAR)
        seconds, processor = perf_counter() - start, processor_time() - used
    memory = max(peak_memory(), tree.peak)
    return PeerFigures(seconds, processor, memory, *worth(found.answer), found.gap)


def plain_for(compiled: Compiled, name: str) -> Problem:
    """The plain variant as a peer gets it: with all of its pairs, unless it can do without.

    Raises UnsuitedError where it cannot solve it.
    """
    factored = factored_plain(compiled.problem)
    if factored is not None:
        return factored if PROFILES[name].factored else held(factored)
    problem = plain(compiled.held().problem)
    if problem.weighted is not None and not PROFILES[name].weighs:
        raise UnsuitedError(f"The peer {name!r} does not know weighted capacity.")
    return problem


def worth(answer: Answer) -> tuple[int, int]:
    """Cases served and sum of scores, counted by us; raises SolveError if a limit is broken."""
    problem, choice = answer.problem, answer.choice
    if flow_of(build_network(problem), choice) is None:
        raise SolveError("The plan breaks a limit.")
    used = choice[choice >= 0]
    return len(used), int(problem.triples.score[used].sum())
