"""A deadline never loses a batch and never breaks a limit (promise 6)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2
from benchmarks.instances import Order, make_instance
from server.main import ANSWER
from tests.e2e.serving import Server, small_server
from tests.solver.check.told import Both

DENSE = make_instance("dense", Order(cases=350, agents=200, seed=2, tightness=0.7))
"""Too large to hold: core and pricing."""
MINUTES = timedelta(minutes=5)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with small_server(answer=ANSWER) as running:
        yield running


@pytest.fixture(scope="module")
def both() -> Both:
    """What the checker says of answers to it."""
    return Both(DENSE)


@pytest.mark.parametrize("milliseconds", [1, 10, 30, 60, 100, 150, 300])
def test_whatever_the_limit_a_batch_comes_and_keeps_to_all_limits(
    server: Server, both: Both, milliseconds: int
) -> None:
    """Levels are proved from the first one on, and the termination says it."""
    request = wire.AssignRequest()
    request.CopyFrom(DENSE)
    request.options.time_limit.FromMilliseconds(milliseconds)

    with server.client() as client:
        response = client.assign(request, MINUTES)

    assert both.complaints(response) == ()
    assert len(response.explanations) == len(DENSE.cases)
    proved = [level.proved for level in response.batch.levels]
    assert proved == sorted(proved, reverse=True)
    optimal = response.batch.termination == plan_pb2.TERMINATION_OPTIMAL
    assert all(proved) == optimal
    assert proved[0]
    assert not optimal or milliseconds > 1
    if not optimal:
        assert any(
            row.case_reason == plan_pb2.CASE_REASON_TIME_LIMIT for row in response.batch.assignments
        )
