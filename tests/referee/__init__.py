"""An independent referee: reads a request and its answer, reports every broken promise.

It shares no code with the product. It knows queues by name or by a simple filter, with
buckets, teams, tiers, a catch-all, turns, requirements and least fits; drain groups;
designated agents and owners; all sources of availability with zones, holidays, breaks and
time left, absences, counting limits with sources, weighted capacity, overruns, cool-down,
when refusals end, the second phase over limits, the fit of S1-S3, S5, S7 and S8, pillars
that nobody can compute, skills by ontology or model, in-batch discounts, sent scores, and
urgency, sent or computed, with deadlines, holds, manual review and the watch.
"""

from pathlib import Path

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from tests.referee.case_file import CaseFile
from tests.referee.checks import (
    aside,
    better,
    defaults,
    fit,
    holders,
    inputs,
    levels,
    limits,
    overrides,
    overruns,
    pairs,
    places,
    rows,
    skills,
    urgencies,
    waiting,
)

CHECKS = (
    rows.rows,
    rows.outcomes,
    aside.aside,
    urgencies.scores,
    urgencies.breakdowns,
    urgencies.flags,
    urgencies.announcements,
    pairs.pairs,
    limits.limits,
    limits.maximal,
    overruns.overruns,
    overrides.overrides,
    fit.fit,
    fit.weights,
    inputs.inputs,
    skills.topics,
    skills.matching,
    waiting.waiting,
    waiting.next_unblock,
    holders.displacing,
    holders.before,
    holders.owner_queues,
    places.places,
    places.discounts,
    better.better,
    defaults.defaults,
    defaults.notices,
    defaults.pillars,
    defaults.stops,
    levels.levels,
    levels.termination,
)


def complaints(
    request: AssignRequest, response: AssignResponse, skills: Path | None = None
) -> list[str]:
    """Every broken promise, in words; empty: the answer is right.

    skills: the model or ontology that the answer was made with.
    """
    file = CaseFile(request, response, skills)
    return [complaint for check in CHECKS for complaint in check(file)]
