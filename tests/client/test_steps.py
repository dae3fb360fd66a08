"""The steps of a streamed answer, put together."""

import pytest

from allotment.v1.assignment_service_pb2 import (
    AssignResponse,
    AssignStreamResponse,
    ExplanationChunk,
    SolveProgress,
)
from allotment.v1.explanation_pb2 import Explanation
from allotment.v1.plan_pb2 import Batch
from client import UnknownAnswer
from client.steps import Steps

STEPS = [
    AssignStreamResponse(progress=SolveProgress(stage="solving", round=1)),
    AssignStreamResponse(batch=Batch(assigned_count=1)),
    AssignStreamResponse(batch=Batch(batch_id="b", assigned_count=2)),
    AssignStreamResponse(explanations=ExplanationChunk(explanations=[Explanation(case_id="c1")])),
    AssignStreamResponse(explanations=ExplanationChunk(explanations=[Explanation(case_id="c2")])),
    AssignStreamResponse(rest=AssignResponse()),
]
STEPS[-1].rest.certificate.SetInParent()


def test_the_answer_is_what_the_last_steps_tell() -> None:
    progress: list[SolveProgress] = []
    batches: list[Batch] = []
    answer = Steps(progress.append, batches.append).assembled(STEPS)

    assert answer.batch == STEPS[2].batch
    assert [one.case_id for one in answer.explanations] == ["c1", "c2"]
    assert answer.HasField("certificate")
    assert [one.round for one in progress] == [1]
    assert [one.assigned_count for one in batches] == [1]


def test_nobody_needs_to_listen() -> None:
    assert Steps(None, None).assembled(STEPS).batch.assigned_count == 2


def test_half_an_answer_is_none() -> None:
    with pytest.raises(UnknownAnswer, match="ended before"):
        Steps(None, None).assembled(STEPS[:-1])
