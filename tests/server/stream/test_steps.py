"""An answer in steps, none of them too big."""

from allotment.v1.assignment_service_pb2 import AssignResponse, AssignStreamResponse
from client.steps import Steps
from server.stream.steps import MOST_BYTES, MOST_ROWS, steps_of
from tests.answering import answer
from tests.referee.instances.requests import random_request


def steps(response: AssignResponse) -> list[AssignStreamResponse]:
    raw = response.SerializeToString(deterministic=True)
    return [AssignStreamResponse.FromString(step) for step in steps_of(raw)]


def kinds(response: AssignResponse) -> list[str | None]:
    return [step.WhichOneof("step") for step in steps(response)]


def test_the_steps_together_are_the_answer() -> None:
    """To the byte: batch, explanations, certificate and all else."""
    for seed in range(10):
        request = random_request(seed)
        request.options.certificate = True
        response = answer(request)
        again = Steps(None, None).assembled(steps(response))
        assert again.SerializeToString(deterministic=True) == response.SerializeToString(
            deterministic=True
        )


def test_explanations_come_so_many_at_a_time() -> None:
    response = AssignResponse()
    response.batch.batch_id = "b"
    for number in range(2 * MOST_ROWS + 1):
        response.explanations.add(case_id=f"c{number}")

    sizes = [len(step.explanations.explanations) for step in steps(response)]
    assert sizes == [0, MOST_ROWS, MOST_ROWS, 1, 0]


def test_and_so_many_bytes_unless_one_is_bigger_by_itself() -> None:
    response = AssignResponse()
    for size in (MOST_BYTES // 2, MOST_BYTES // 3, MOST_BYTES // 3, 2 * MOST_BYTES, 10):
        response.explanations.add(sentence="x" * size)

    found = steps(response)
    assert [len(step.explanations.explanations) for step in found] == [2, 1, 1, 1, 0]
    assert [step.ByteSize() > MOST_BYTES + 100 for step in found] == [
        False, False, True, False, False,
    ]  # fmt: skip


def test_what_is_not_there_is_no_step() -> None:
    """A request that was only checked has no batch; an empty batch is one."""
    assert kinds(AssignResponse()) == ["rest"]
    empty = AssignResponse()
    empty.batch.SetInParent()
    assert kinds(empty) == ["batch", "rest"]
