"""The best level values of all plans, by trying every one: for tiny requests only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.case_pb2 import Case
from allotment.v1.plan_pb2 import OUTCOME_ASSIGNED, OUTCOME_KEPT, Assignment, Level
from tests.referee.case_file import CaseFile
from tests.referee.checks.levels import Expected, expected_levels
from tests.referee.checks.limits import limits
from tests.referee.owners import is_locked
from tests.referee.second_phase import SecondPhase

Gains = tuple[int, ...]

MAXIMISED = {Level.KIND_INCUMBENTS, Level.KIND_COVERAGE, Level.KIND_FIT}


def plan_count(request: AssignRequest) -> int:
    """Plans to try, allowed by the limits or not."""
    file = CaseFile(request, AssignResponse())
    return prod(len(choices(file, case)) for case in file.snapshot.cases.values())


def best_gains(request: AssignRequest) -> tuple[Gains, Gains]:
    """Gains of the best plan: with all ties of floats rounded against it, and for it."""
    worst, best = zip(*plans(request), strict=True)
    return max(worst), max(best)


def gains(levels: Sequence[Level]) -> Gains:
    """Level values with their signs, so that more is better."""
    return tuple(row.value if row.kind in MAXIMISED else -row.value for row in levels)


def best_override_gains(request: AssignRequest, response: AssignResponse) -> tuple[Gains, Gains]:
    """The same of the second phase, the first one as it was answered (Q9)."""
    phase = SecondPhase(CaseFile(request, response))
    both = [
        [gain(Expected(row[0], row[2])) for row in phase.levels(ways)] for ways in phase.plans()
    ]
    return max(lows(each) for each in both), max(highs(each) for each in both)


def override_plan_count(request: AssignRequest, response: AssignResponse) -> int:
    """Plans of the second phase to try; 1 where it has nothing to do."""
    phase = SecondPhase(CaseFile(request, response))
    return prod(len(ways) + 1 for ways in phase.ways.values())


def lows(both: list[tuple[int, int]]) -> Gains:
    return tuple(low for low, _ in both)


def highs(both: list[tuple[int, int]]) -> Gains:
    return tuple(high for _, high in both)


def plans(request: AssignRequest) -> Iterator[tuple[Gains, Gains]]:
    """Least and most gains of every plan that keeps the limits."""
    file = CaseFile(request, AssignResponse())
    for rows in product(*(choices(file, case) for case in file.snapshot.cases.values())):
        tried = file.with_plan([row for row in rows if row])
        if not list(limits(tried)):
            both = [gain(level) for level in expected_levels(tried)]
            yield lows(both), highs(both)


def gain(level: Expected) -> tuple[int, int]:
    """Least and most."""
    if level.kind in MAXIMISED:
        return level.value.low, level.value.high
    return -level.value.high, -level.value.low


def choices(file: CaseFile, case: Case) -> list[Assignment | None]:
    """What may become of the case: it waits, stays, or goes to somebody through a queue."""
    if is_locked(case):
        return [kept(file, case)]
    new = [
        assigned(file, case, agent, tier.queue.queue_id)
        for agent in file.free_agents(case.case_id)
        for tier in file.refusals.ways(case, agent)
    ]
    return [None, *([kept(file, case)] if case.owner_agent_id else []), *new]


def kept(file: CaseFile, case: Case) -> Assignment:
    """The case with its owner, as a batch would have it."""
    return Assignment(
        case_id=case.case_id,
        outcome=OUTCOME_KEPT,
        agent_id=case.owner_agent_id,
        fit=file.owner_fit(case).fit,
    )


def assigned(file: CaseFile, case: Case, agent: str, queue_id: str) -> Assignment:
    """The pair, charged to the queue, as a batch would have it."""
    return Assignment(
        case_id=case.case_id,
        outcome=OUTCOME_ASSIGNED,
        agent_id=agent,
        queue_id=queue_id,
        fit=file.fits.of(case, agent, queue_id).fit,
    )
