"""The program's own answer function, but with engines that get stuck; tests only.

Solver processes load it by name: `tests.server.stuck:answer`. The subject of the first case
tells the engine's way to get stuck, after it has told of the optimum:

spin       minutes in C with the GIL held
stopped    its process is stopped, as with SIGSTOP
silent     it spins before it has told of anything
half       it spins, and has told of prices for the levels above fit only
broken     it spins, and has told of a plan that breaks limits
patient    it has told of prices for the levels above fit only, and waits until it is over

A file that the environment names as STUCK_MARK is written once it has told.
"""

import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import server.answer
from allotment.v1.assignment_service_pb2 import AssignRequest
from server.processes.messages import WorkerSettings
from server.processes.watch import Caller
from solver.engines.course import UNWATCHED, Course
from solver.engines.engine import Solution
from solver.engines.flow import FlowEngine
from solver.errors import TimeIsUp
from solver.problem import Problem

ANSWER = "tests.server.stuck:answer"

answer_well = server.answer.answer
warm_up = server.answer.warm_up


def answer(raw_request: bytes, settings: WorkerSettings, caller: Caller) -> bytes:
    """The answer, unless the first case wants something else."""
    request = AssignRequest.FromString(raw_request)
    way = request.cases[0].subject
    if way in WAYS:
        vars(server.answer)["engine_named"] = lambda *_: Stuck(way)
    return answer_well(raw_request, settings, caller)


@dataclass(frozen=True)
class Stuck:
    """Solves the problem, tells of it, and never comes back."""

    way: str
    name: str = "stuck"
    prices_candidates: bool = True

    def solve(self, problem: Problem, course: Course = UNWATCHED) -> Solution:
        solution = FlowEngine().solve(problem)
        time.sleep(0.1)
        if self.way != "silent":
            course.found(lambda: WAYS[self.way](problem, solution))
        if "STUCK_MARK" in os.environ:
            Path(os.environ["STUCK_MARK"]).touch()
        if self.way == "patient":
            while not course.is_over():
                time.sleep(0.01)
            raise TimeIsUp("The caller has enough.")
        if self.way == "stopped":
            os.kill(os.getpid(), signal.SIGSTOP)
        return _spinning()


def _spinning() -> Solution:
    """Nothing short of SIGKILL ends it."""
    return Solution(np.array([7**100_000_000 % 10]))


def _half(_: Problem, solution: Solution) -> Solution:
    assert solution.prices is not None
    return replace(solution, prices=solution.prices[:, :-2])


def _broken(problem: Problem, solution: Solution) -> Solution:
    """Everybody takes the first triple that he may."""
    first = problem.first_triples()
    some = first[:-1] < first[1:]
    return replace(solution, choice=np.where(some, first[:-1], -1))


WAYS: Mapping[str, Callable[[Problem, Solution], Solution]] = {
    "spin": lambda _, solution: solution,
    "stopped": lambda _, solution: solution,
    "silent": lambda _, solution: solution,
    "half": _half,
    "patient": _half,
    "broken": _broken,
}
