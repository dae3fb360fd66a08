"""A pair scored again from the request comes out as the response tells it (S1, S14, 02)."""

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from server.pair_scores import score_again
from tests.answering import answer
from tests.referee.case_file import CaseFile
from tests.referee.instances.requests import random_request

SEEDS = range(30)


@pytest.mark.parametrize("seed", SEEDS)
def test_S1_contributions_add_up_and_every_fit_comes_out_again(seed: int) -> None:
    request = random_request(seed)
    response = answer(request)
    rows = {row.case_id: row for row in response.batch.assignments if row.agent_id}
    for told in response.explanations:
        if not told.HasField("fit"):
            continue
        row = rows[told.case_id]
        assert told.fit.fit == row.fit
        if not told.fit.sent:
            assert sum(pillar.contribution for pillar in told.fit.pillars) == row.fit

        again = score_again(request, response, (row.case_id, row.agent_id))

        assert again.fit == told.fit


@pytest.mark.parametrize("seed", range(12))
def test_S14_every_pair_is_scored_unless_the_caller_left_it_out(seed: int) -> None:
    """Blocked ones too, with the refusals that the referee finds."""
    request = random_request(seed)
    request.options.Clear()
    response = answer(request)
    file = CaseFile(request, response)
    solved = [case for case in request.cases if case.case_id in file.snapshot.cases]
    for case in solved[:4]:
        for agent in [
            row.agent_id for row in request.agents if row.agent_id != case.owner_agent_id
        ]:
            found = score_again(request, response, (case.case_id, agent))
            refusals = _refusals(file, request, case.case_id, agent)
            told = [one.reason for one in found.refusals]
            if told != refusals:
                assert (case.case_id, agent) in {
                    (row.case_id, row.agent_id) for row in file.assigned
                }
            assert (found.fit is None) == (NOT_SCORED in told)
            if found.fit is not None and not found.fit.sent:
                parts = [pillar.contribution for pillar in found.fit.pillars]
                assert sum(parts) == found.fit.fit


NOT_SCORED = 2


def _refusals(file: CaseFile, request: AssignRequest, case_id: str, agent: str) -> list[int]:
    case = file.snapshot.cases[case_id]
    if not file.chains.tiers(case):
        return []
    return [int(reason) for reason in file.refusals.of_pair(case, agent)]
