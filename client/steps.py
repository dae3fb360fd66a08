"""A streamed answer put together from its steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allotment.v1.assignment_service_pb2 import (
    AssignResponse,
    AssignStreamResponse,
    SolveProgress,
)
from allotment.v1.plan_pb2 import Batch

from .errors import UnknownAnswer


@dataclass(frozen=True, slots=True)
class Steps:
    """Who hears of a batch while it is being decided."""

    on_progress: Callable[[SolveProgress], None] | None
    on_batch: Callable[[Batch], None] | None

    def assembled(self, steps: Iterable[AssignStreamResponse]) -> AssignResponse:
        """The response of Assign. Raises UnknownAnswer where the stream ends before it does."""
        answer, ended = AssignResponse(), False
        for step in steps:
            if step.HasField("progress"):
                self._tell(step.progress)
            elif step.HasField("batch"):
                self._take(answer, step.batch)
            elif step.HasField("explanations"):
                answer.explanations.extend(step.explanations.explanations)
            elif step.HasField("rest"):
                answer.MergeFrom(step.rest)
                ended = True
        if not ended:
            raise UnknownAnswer("The stream ended before the answer did.", "OK", "")
        return answer

    def _tell(self, progress: SolveProgress) -> None:
        if self.on_progress is not None:
            self.on_progress(progress)

    def _take(self, answer: AssignResponse, batch: Batch) -> None:
        """Only the answer has an id."""
        if batch.batch_id:
            answer.batch.CopyFrom(batch)
        elif self.on_batch is not None:
            self.on_batch(batch)
