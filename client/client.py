"""The client: one channel to one server, safe to share between threads."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import TracebackType
from typing import Self, TypeVar
from uuid import uuid4

import grpc
from google.protobuf.message import Message
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse

from allotment.v1.assignment_service_pb2 import (
    AssignRequest,
    AssignResponse,
    AssignStreamResponse,
    CheckRequest,
    CheckResponse,
    ExplainRequest,
    ExplainResponse,
    LintPolicyRequest,
    LintPolicyResponse,
    RecommendRequest,
    RecommendResponse,
    SimulateRequest,
    SimulateResponse,
    SolveProgress,
    VerifyCertificateRequest,
    VerifyCertificateResponse,
)
from allotment.v1.plan_pb2 import Batch
from allotment.v1.policy_pb2 import Policy

from .channel import MAX_STATUS_BYTES, STATUS_BYTES, Tls, opened
from .chunks import Chunks, body_of
from .errors import Closed, TooLarge, Unavailable
from .retry import DEFAULT, Retry, with_retries
from .status import STREAM, error_of
from .steps import Steps

Q = TypeVar("Q")
A = TypeVar("A")
M = TypeVar("M", bound=Message)

ASSIGN = "/allotment.v1.AssignmentService/Assign"
ASSIGN_STREAM = "/allotment.v1.AssignmentService/AssignStream"
CHECK = "/allotment.v1.AssignmentService/Check"
EXPLAIN = "/allotment.v1.AssignmentService/Explain"
LINT_POLICY = "/allotment.v1.AssignmentService/LintPolicy"
RECOMMEND = "/allotment.v1.AssignmentService/Recommend"
SIMULATE = "/allotment.v1.AssignmentService/Simulate"
VERIFY_CERTIFICATE = "/allotment.v1.AssignmentService/VerifyCertificate"
HEALTH = "/grpc.health.v1.Health/Check"

MESSAGE_BYTES = 128 * 1024 * 1024
DEFAULT_TIMEOUT = timedelta(seconds=60)
HEALTH_TIMEOUT = timedelta(seconds=5)
CLOSED = "This client was closed."
POLL = timedelta(milliseconds=50)
METADATA = ((MAX_STATUS_BYTES, str(STATUS_BYTES)),)


class Client:
    """Calls the assignment service.

    with Client("127.0.0.1:50051") as client:
        response = client.assign(request)

    Every method raises what errors.py draws, and nothing of gRPC.
    """

    def __init__(
        self,
        address: str,
        *,
        tls: Tls | None = None,
        retry: Retry = DEFAULT,
        max_message_bytes: int = MESSAGE_BYTES,
    ) -> None:
        """Opens a channel to HOST:PORT, encrypted with `tls`; connects at the first call."""
        self._address = address
        self._retry = retry
        self._is_closed = False
        self._max_message_bytes = max_message_bytes
        self._channel = opened(address, tls, max_message_bytes)
        self._assign = _rpc(self._channel, ASSIGN, AssignResponse)
        self._assign_stream: grpc.StreamStreamMultiCallable[bytes, AssignStreamResponse]
        self._assign_stream = self._channel.stream_stream(
            ASSIGN_STREAM, response_deserializer=AssignStreamResponse.FromString
        )
        self._lint_policy = _rpc(self._channel, LINT_POLICY, LintPolicyResponse)
        self._recommend = _rpc(self._channel, RECOMMEND, RecommendResponse)
        self._check_plan = _rpc(self._channel, CHECK, CheckResponse)
        self._explain = _rpc(self._channel, EXPLAIN, ExplainResponse)
        self._simulate = _rpc(self._channel, SIMULATE, SimulateResponse)
        self._verify = _rpc(self._channel, VERIFY_CERTIFICATE, VerifyCertificateResponse)
        self._check: grpc.UnaryUnaryMultiCallable[HealthCheckRequest, HealthCheckResponse]
        self._check = self._channel.unary_unary(
            HEALTH,
            request_serializer=HealthCheckRequest.SerializeToString,
            response_deserializer=HealthCheckResponse.FromString,
        )

    def assign(
        self, request: AssignRequest, timeout: timedelta = DEFAULT_TIMEOUT
    ) -> AssignResponse:
        """Decides one snapshot; the timeout covers retries too.

        A request without request_id is sent with a new one, so that the server
        can tell a retry from a second request; `request` itself is not changed.
        Raises TooLarge before anything is sent where the message is too big.
        """
        head, rows = body_of(request, str(uuid4()))
        return self._sent(self._assign, head + rows, timeout)

    def assign_stream(
        self,
        request: AssignRequest,
        on_progress: Callable[[SolveProgress], None] | None = None,
        on_batch: Callable[[Batch], None] | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
    ) -> AssignResponse:
        """The same in chunks, however big request and answer are.

        on_progress: hears how far the solve is; on_batch: takes plans on the way. Raises
        TooLarge where a single row is too big for a message.
        """
        head, rows = body_of(request, str(uuid4()))
        chunks = Chunks.of(head, rows, self._max_message_bytes)
        steps = Steps(on_progress, on_batch)
        return with_retries(lambda left: self._streamed(chunks, steps, left), self._retry, timeout)

    def lint_policy(
        self,
        policy: Policy,
        snapshot: AssignRequest | None = None,
        timeout: timedelta = DEFAULT_TIMEOUT,
    ) -> LintPolicyResponse:
        """Reads a policy for mistakes, which come back as findings and not as errors.

        snapshot: facts that the checks may look at; its own policy does not count.
        Raises TooLarge before anything is sent where the message is too big.
        """
        request = LintPolicyRequest(policy=policy, snapshot=snapshot)
        return self._sent(self._lint_policy, _written(request), timeout)

    def recommend(
        self, question: RecommendRequest, timeout: timedelta = DEFAULT_TIMEOUT
    ) -> RecommendResponse:
        """Ranks all agents for one case, a page at a time.

        Raises NotFound for an unknown case, TooLarge before anything is sent where the
        message is too big.
        """
        return self._sent(self._recommend, _written(question), timeout)

    def check(self, question: CheckRequest, timeout: timedelta = DEFAULT_TIMEOUT) -> CheckResponse:
        """Has the caller's own plan judged: what is broken comes back, and is no error.

        Raises TooLarge before anything is sent where the message is too big.
        """
        return self._sent(self._check_plan, _written(question), timeout)

    def explain(
        self, question: ExplainRequest, timeout: timedelta = DEFAULT_TIMEOUT
    ) -> ExplainResponse:
        """Has a snapshot decided, and one case or pair of it explained.

        Raises NotFound for an unknown case or agent, TooLarge before anything is sent where
        the message is too big.
        """
        return self._sent(self._explain, _written(question), timeout)

    def simulate(
        self, question: SimulateRequest, timeout: timedelta = DEFAULT_TIMEOUT
    ) -> SimulateResponse:
        """Has a snapshot decided with and without changes, and the difference told.

        Raises NotFound where a change names an unknown agent or case, TooLarge before
        anything is sent where the message is too big.
        """
        return self._sent(self._simulate, _written(question), timeout)

    def verify_certificate(
        self,
        request: AssignRequest,
        response: AssignResponse,
        timeout: timedelta = DEFAULT_TIMEOUT,
    ) -> VerifyCertificateResponse:
        """Has an answer checked from its request: what fails comes back, and is no error.

        Raises TooLarge before anything is sent where both together are too big.
        """
        question = VerifyCertificateRequest(request=request, response=response)
        return self._sent(self._verify, _written(question), timeout)

    def is_serving(self, timeout: timedelta = HEALTH_TIMEOUT) -> bool:
        """Whether the server says that it takes calls. Raises Unavailable without a server."""
        answer = self._call(self._check, HealthCheckRequest(), timeout)
        return bool(answer.status == HealthCheckResponse.SERVING)

    def wait_until_ready(self, timeout: timedelta = DEFAULT_TIMEOUT) -> None:
        """Returns once the server takes calls; raises Unavailable when it still does not."""
        end = time.monotonic() + timeout.total_seconds()
        while not self._seems_ready():
            if time.monotonic() + POLL.total_seconds() > end:
                raise Unavailable(
                    f"{self._address} is not ready after {timeout.total_seconds():g} seconds.\n"
                    "Maybe no server runs there, or it speaks TLS and this client does not."
                )
            time.sleep(POLL.total_seconds())

    def close(self) -> None:
        """Gives up running calls and closes the channel."""
        self._is_closed = True
        self._channel.close()

    def __enter__(self) -> Self:
        """Nothing but self: the channel is open already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes the channel."""
        self.close()

    def _seems_ready(self) -> bool:
        try:
            return self.is_serving()
        except Unavailable:
            return False

    def _sent(
        self, method: "grpc.UnaryUnaryMultiCallable[bytes, A]", body: bytes, timeout: timedelta
    ) -> A:
        """The answer to a request that is not too big, after retries if need be."""
        if len(body) > self._max_message_bytes:
            raise TooLarge(
                f"The request has {len(body)} bytes; one message takes "
                f"{self._max_message_bytes}.\n{STREAM}",
                {"max_message_bytes": self._max_message_bytes},
                one_message=True,
            )
        return with_retries(lambda left: self._call(method, body, left), self._retry, timeout)

    def _streamed(self, chunks: Chunks, steps: Steps, timeout: timedelta) -> AssignResponse:
        with self._told():
            call = self._assign_stream(
                iter(chunks), timeout=timeout.total_seconds(), metadata=METADATA
            )
            try:
                return steps.assembled(call)
            finally:
                call.cancel()

    def _call(
        self, method: "grpc.UnaryUnaryMultiCallable[Q, A]", message: Q, timeout: timedelta
    ) -> A:
        with self._told():
            return method(message, timeout=timeout.total_seconds(), metadata=METADATA)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turns what gRPC raises into errors of ours."""
        try:
            yield
        except grpc.RpcError as error:
            raise (Closed(CLOSED) if self._is_closed else error_of(error)) from error
        except ValueError as error:
            if not self._is_closed:
                raise
            raise Closed(CLOSED) from error


def _rpc(
    channel: grpc.Channel, name: str, answer: type[M]
) -> "grpc.UnaryUnaryMultiCallable[bytes, M]":
    """A call that takes a serialised message: retries send the same bytes."""
    return channel.unary_unary(name, response_deserializer=answer.FromString)


def _written(question: Message) -> bytes:
    return question.SerializeToString(deterministic=True)
