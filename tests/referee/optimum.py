"""The best level values of all plans, by trying every one: for tiny requests only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.plan_pb2 import OUTCOME_ASSIGNED, Assignment, Level
from tests.referee.case_file import CaseFile
from tests.referee.checks.levels import Expected, expected_levels
from tests.referee.checks.limits import limits

Gains = tuple[int, ...]

MAXIMISED = {Level.KIND_COVERAGE, Level.KIND_FIT}


def plan_count(request: AssignRequest) -> int:
    """Plans to try, allowed by the limits or not."""
    file = CaseFile(request, AssignResponse())
    return prod(len(file.free_agents(case)) + 1 for case in file.snapshot.cases)


def best_gains(request: AssignRequest) -> tuple[Gains, Gains]:
    """Gains of the best plan: with all ties of floats rounded against it, and for it."""
    lows, highs = zip(*plans(request), strict=True)
    return max(lows), max(highs)


def gains(levels: Sequence[Level]) -> Gains:
    """Level values with their signs, so that more is better."""
    return tuple(row.value if row.kind in MAXIMISED else -row.value for row in levels)


def plans(request: AssignRequest) -> Iterator[tuple[Gains, Gains]]:
    """Least and most gains of every plan that keeps the limits."""
    file = CaseFile(request, AssignResponse())
    choices = [["", *file.free_agents(case)] for case in file.snapshot.cases]
    for agents in product(*choices):
        plan = dict(zip(file.snapshot.cases, agents, strict=True))
        tried = file.with_plan([row(file, *pair) for pair in plan.items() if pair[1]])
        if not list(limits(tried)):
            both = [gain(level) for level in expected_levels(tried)]
            yield tuple(low for low, _ in both), tuple(high for _, high in both)


def gain(level: Expected) -> tuple[int, int]:
    """Least and most."""
    if level.kind in MAXIMISED:
        return level.value.low, level.value.high
    return -level.value.high, -level.value.low


def row(file: CaseFile, case_id: str, agent: str) -> Assignment:
    """The pair as a batch would have it."""
    case = file.snapshot.cases[case_id]
    return Assignment(
        case_id=case_id,
        outcome=OUTCOME_ASSIGNED,
        agent_id=agent,
        queue_id=case.queue_id,
        fit=file.fits.of(case, agent).fit,
    )
