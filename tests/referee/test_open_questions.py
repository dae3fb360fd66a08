"""Rows of the spec that the product does not follow yet, or that the spec leaves open.

Each test states the referee's reading and fails until the product follows it,
or until the spec says otherwise and the test goes.
"""

import pytest

from allotment.v1.plan_pb2 import CASE_REASON_AUTO_ASSIGN_STOPPED
from tests.answering import answer
from tests.referee.test_settled_questions import request


@pytest.mark.xfail(reason='02 section 2 "Numbers", S15: the product assigns with a fit of 0')
def test_a_scope_stops_when_its_last_pillar_cannot_be_computed() -> None:
    """Nothing is left to tell who suits the case, so the queue decides nothing (R8)."""
    response = answer(request({}, fit={"pillarWeights": [{"pillar": "x", "weight": 1}]}))
    assert response.batch.assignments[0].case_reason == CASE_REASON_AUTO_ASSIGN_STOPPED
