"""Requests and answers that do not belong together are told apart."""

import pytest
from google.protobuf import json_format

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.policy_pb2 import Policy
from server.errors import ReportError
from server.reports.record import Record, check_record
from tests.answering import answer
from tests.answers.asking import agent, agents, case, queue, request

ASKED = request([case("c1", "q")], agents("ann"), [queue("q", "ann")])
ANSWER = answer(ASKED)


def refused(asked: AssignRequest, response: AssignResponse = ANSWER, **facts: Policy) -> str:
    with pytest.raises(ReportError) as caught:
        check_record(Record("a, b", asked, response, **facts))
    return str(caught.value)


def test_an_answer_that_decides_nothing() -> None:
    assert "a, b: the answer decides nothing" in refused(ASKED, AssignResponse())


def test_an_answer_to_other_cases() -> None:
    other = request([case("c2", "q")], agents("ann"), [queue("q", "ann")])

    assert "differ in case 'c1': it is not in the request" in refused(other)


def test_an_answer_without_some_cases() -> None:
    more = request([case("c1", "q"), case("c2", "q")], agents("ann"), [queue("q", "ann")])

    assert "differ in case 'c2': the answer has no row for it" in refused(more)


def test_an_answer_to_other_facts() -> None:
    other = request(
        [case("c1", "q")], [agent("ann", limits={"backlog": 3})], [queue("q", "ann")]
    )  # fmt: skip

    assert "from other facts" in refused(other)


def test_an_answer_by_the_servers_own_policy_needs_that_policy() -> None:
    """A recorded request does not hold it."""
    bare = AssignRequest()
    bare.CopyFrom(ASKED)
    bare.ClearField("policy")

    assert "--policy" in refused(bare)
    check_record(Record("a, b", bare, ANSWER, policy=ASKED.policy))


def test_an_answer_of_another_version_is_taken_on_trust() -> None:
    old = AssignResponse()
    old.CopyFrom(ANSWER)
    json_format.ParseDict({"serverVersion": "0.0.1", "policyHash": "x"}, old.batch)

    check_record(Record("a, b", ASKED, old))
