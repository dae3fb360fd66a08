"""A solver process that has to be killed takes no plan with it (02 section 3, "Anytime")."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2
from benchmarks.instances import Order, make_instance
from tests.e2e.serving import Server, serving
from tests.server.processes.living import eventually
from tests.server.stuck import ANSWER

TEAM = make_instance("team", Order(cases=60, agents=12, seed=3))
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(answer=ANSWER) as running:
        yield running


def assigned(server: Server, subject: str, *, baseline: bool = False) -> wire.AssignResponse:
    """The answer where the first case has this subject; a solve gets half a second."""
    request = wire.AssignRequest()
    request.CopyFrom(TEAM)
    request.cases[0].subject = subject
    request.options.baseline = baseline
    request.options.time_limit.FromMilliseconds(500)
    with server.client() as client:
        return client.assign(request, MINUTE)


@pytest.fixture(scope="module")
def whole(server: Server) -> wire.AssignResponse:
    """What comes without any trouble."""
    response = assigned(server, "fine", baseline=True)
    assert response.batch.termination == plan_pb2.TERMINATION_OPTIMAL
    return response


@pytest.mark.parametrize("way", ["spin", "stopped"])
def test_the_plan_of_a_process_that_was_killed_goes_out_with_its_proof(
    server: Server, whole: wire.AssignResponse, way: str
) -> None:
    """It is explained like any other, and the server gets a new process."""
    response = assigned(server, way)

    assert response.batch.termination == plan_pb2.TERMINATION_OPTIMAL
    assert response.batch.assignments == whole.batch.assignments
    assert response.batch.levels == whole.batch.levels
    assert response.explanations == whole.explanations
    assert eventually(server.is_whole)


def test_what_was_not_proved_by_then_is_not_called_proved(
    server: Server, whole: wire.AssignResponse
) -> None:
    batch = assigned(server, "half").batch

    assert batch.termination == plan_pb2.TERMINATION_FEASIBLE
    assert [level.value for level in batch.levels] == [level.value for level in whole.batch.levels]
    *above, fit, tie_break = [level.proved for level in batch.levels]
    assert all(above)
    assert above
    assert not fit
    assert not tie_break
    assert batch.batch_id != whole.batch.batch_id


@pytest.mark.parametrize("way", ["silent", "broken"])
def test_without_a_plan_that_keeps_to_all_limits_one_case_after_the_other_goes_out(
    server: Server, whole: wire.AssignResponse, way: str
) -> None:
    batch = assigned(server, way).batch

    assert batch.termination == plan_pb2.TERMINATION_FALLBACK
    assert batch.engine == "sequential"
    (greedy, _) = whole.batch.baselines
    assert [level.value for level in batch.levels] == [level.value for level in greedy.levels]
