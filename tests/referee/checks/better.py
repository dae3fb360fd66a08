"""Better-scored agents: the best of those in the case's queues, blocked by what (02 section 5)."""

from collections.abc import Iterator

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import explanation_pb2 as why
from allotment.v1.case_pb2 import Case
from tests.referee import owners
from tests.referee.case_file import CaseFile
from tests.referee.checks.places import eligible
from tests.referee.refusals import Reasons

MOST = {
    wire.EXPLANATION_DEPTH_UNSPECIFIED: 1,
    wire.EXPLANATION_DEPTH_SUMMARY: 1,
    wire.EXPLANATION_DEPTH_FULL: 3,
}


def better(file: CaseFile) -> Iterator[str]:
    """Whoever suits best, ties by id; a blocked one with all reasons of his nearest queue."""
    most = MOST.get(file.everything.request.options.explanation_depth, 0)
    for row in (*file.assigned, *file.kept, *file.overrides):
        if row.case_id not in file.explanations:
            continue
        case, told = file.case(row), file.explanations[row.case_id].better_agents
        known = {} if owners.is_locked(case) else _known(file, case)
        own = file.fit(row).fit
        above = [one for one in known if known[one][0] > own and one != row.agent_id]
        above.sort(key=lambda agent: (-known[agent][0], agent))
        found = [
            (one.agent_id, (one.fit, [refusal.reason for refusal in one.refusals])) for one in told
        ]
        if found != (expected := [(agent, known[agent]) for agent in above[:most]]):
            yield f"{row.case_id}: better agents {found}, but {expected}"


def _known(file: CaseFile, case: Case) -> dict[str, tuple[int, Reasons]]:
    """Fit and reasons of everybody in the case's queues who has a fit."""
    free = eligible(file, case)
    known: dict[str, tuple[int, Reasons]] = {agent: (fit, []) for agent, fit in free.items()}
    tiers = [
        tier for tier in file.chains.tiers(case) if tier.queue.queue_id not in file.refusals.stopped
    ]
    for agent in file.snapshot.agents.keys() - known.keys():
        if not any(file.chains.is_inside(case, agent, tier) for tier in tiers):
            continue
        each = [(file.refusals.of(case, agent, tier), tier.queue.queue_id) for tier in tiers]
        reasons, queue_id = max(each, key=lambda one: one[0][0])
        if why.PAIR_REASON_NOT_SCORED not in reasons:
            known[agent] = file.fits.of(case, agent, queue_id).fit, reasons
    return known
