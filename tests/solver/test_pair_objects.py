"""Nothing of pair size is ever a Python object (04 section 4)."""

import gc
import sys
from collections.abc import Callable
from typing import TypeVar

from benchmarks.instances import Order, make_instance
from benchmarks.instances.moments import NOW
from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES, engine_named
from solver.compile import Compiled, compile_problem
from solver.explanation.chosen import Chosen, explain_chosen
from solver.explanation.waiting import Waiting, explain_waiting
from solver.facts import Snapshot
from solver.plan import Plan, solve_compiled

T = TypeVar("T")
ORDER = Order(cases=2_000, agents=800)
PAIRS = 100_000
"""Fewer than the workload has."""


def workload() -> Snapshot:
    """Sixty virtual queues."""
    return snapshot_from_proto(make_instance("enterprise-queues", ORDER), NOW).snapshot


def with_objects_held(work: Callable[[], T]) -> tuple[T, int]:
    """What some work gives, and how many more objects there are while it is held."""
    gc.collect()
    before = sys.getallocatedblocks()
    result = work()
    gc.collect()
    return result, sys.getallocatedblocks() - before


def explained(plan: Plan) -> tuple[tuple[Waiting, ...], Chosen]:
    """The reasons of every case."""
    waiting = explain_waiting(plan.compiled, plan.waiting, proved=plan.proved)
    return waiting, explain_chosen(plan.compiled, plan.picks)


def compiled(snapshot: Snapshot) -> Compiled:
    """The problem with its facts."""
    return compile_problem(snapshot, RULES)


def test_neither_problem_nor_plan_nor_reasons_hold_an_object_per_pair() -> None:
    """They hold arrays, and objects for cases and agents at most."""
    snapshot = workload()
    problem, of_problem = with_objects_held(lambda: compiled(snapshot))
    plan, of_plan = with_objects_held(lambda: solve_compiled(problem, engine_named("auto")))
    _, of_reasons = with_objects_held(lambda: explained(plan))

    assert problem.problem.case_count == ORDER.cases
    assert sum(plan.choice >= 0) > 1_000
    assert of_problem < PAIRS // 10
    assert of_plan < PAIRS // 10
    assert of_reasons < PAIRS // 10


def test_the_workload_has_many_more_pairs_than_objects_are_allowed() -> None:
    assert compiled(workload()).problem.triple_count > PAIRS


def test_an_object_per_pair_would_be_noticed() -> None:
    pairs = compiled(workload()).problem.triple_count

    _, of_list = with_objects_held(lambda: [(pair, str(pair)) for pair in range(pairs)])

    assert of_list > PAIRS // 10
