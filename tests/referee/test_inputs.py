"""The referee reads what fits came from: a wrong number in it is found."""

from collections.abc import Callable

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.explanation_pb2 import FitBreakdown
from tests.answering import answer
from tests.referee import complaints
from tests.referee.example import example


def asked() -> AssignRequest:
    """The example, in which an account and everybody know each other."""
    request = example()
    for agent in request.agents:
        row = request.accounts[0].histories.add(agent_id=agent.agent_id, case_count=2)
        row.sentiment = 0.5
    return request


def changed(pillar: str) -> Callable[[FitBreakdown], None]:
    """Another number behind one pillar, wherever there is one."""

    def change(fit: FitBreakdown) -> None:
        for row in fit.pillars:
            if row.pillar == pillar and row.inputs:
                row.inputs[0].value += 1

    return change


def older(fit: FitBreakdown) -> None:
    for row in fit.penalty_inputs:
        row.value += 1


def silent(fit: FitBreakdown) -> None:
    for row in fit.pillars:
        del row.inputs[:]


def test_right_inputs_are_right() -> None:
    request = asked()

    assert complaints(request, answer(request)) == []


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        pytest.param(changed("time_overlap"), "time_overlap from", id="overlap"),
        pytest.param(changed("bandwidth"), "bandwidth from", id="load"),
        pytest.param(changed("customer_history"), "customer_history from", id="history"),
        pytest.param(older, "penalty from", id="penalty"),
        pytest.param(silent, "bandwidth from []", id="nothing told"),
    ],
)
def test_a_wrong_input_is_found(fault: Callable[[FitBreakdown], None], complaint: str) -> None:
    request = asked()
    response = answer(request)
    for explanation in response.explanations:
        if explanation.HasField("fit"):
            fault(explanation.fit)

    found = complaints(request, response)

    assert any(complaint in each for each in found), found
