"""The solver process's side of the pipe, called in this process."""

import os
from datetime import UTC, datetime, timedelta

from google.rpc import code_pb2

from server.processes.messages import Answered, Crashed, Refused, WorkerSettings
from server.processes.watch import Caller, Patient
from server.processes.worker import load, replied
from solver.errors import FactsError
from tests.server import scripted

SETTINGS = WorkerSettings(datetime(2026, 3, 2, tzinfo=UTC), timedelta(), timedelta())


def test_an_answer_is_passed_on_with_what_it_was_given() -> None:
    def answer(raw_request: bytes, settings: WorkerSettings, caller: Caller) -> bytes:
        return raw_request + settings.received_time.isoformat().encode()

    reply, raw_response = replied(answer, b"at ", SETTINGS, Patient())

    assert reply == Answered()
    assert raw_response == b"at 2026-03-02T00:00:00+00:00"


def test_an_error_that_callers_may_hear_of_becomes_a_refusal() -> None:
    def answer(raw_request: bytes, settings: WorkerSettings, caller: Caller) -> bytes:
        raise FactsError("Agent 'ada' is there twice.")

    reply, _ = replied(answer, b"", SETTINGS, Patient())

    assert isinstance(reply, Refused)
    assert reply.refusal.code == code_pb2.INVALID_ARGUMENT


def test_a_bug_becomes_a_trace_without_its_message() -> None:
    def answer(raw_request: bytes, settings: WorkerSettings, caller: Caller) -> bytes:
        raise KeyError(raw_request.decode())

    reply, _ = replied(answer, b"the text of a case", SETTINGS, Patient())

    assert isinstance(reply, Crashed)
    assert "KeyError" in reply.trace
    assert "test_worker.py" in reply.trace
    assert "the text of a case" not in reply.trace


def test_the_function_is_found_by_its_dotted_name_and_warmed_up() -> None:
    scripted.warm_ups.clear()

    assert load(scripted.ANSWER) is scripted.answer
    assert scripted.warm_ups == [os.getpid()]


def test_a_function_needs_no_warm_up() -> None:
    assert callable(load("server.processes.worker:replied"))
