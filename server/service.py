"""AssignmentService: bytes in, bytes out.

The serving process reads the envelope only. Translation and solve happen in a
solver process, so that a poisonous request cannot hold up or stop the server.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc

from allotment.v1 import assignment_service_pb2
from allotment.v1.assignment_service_pb2 import SolveProgress
from server.envelope import (
    Envelope,
    policy_snapshot_inside,
    read_envelope,
    request_inside,
    snapshot_inside,
)
from server.errors import Overdue, RpcNotHonoured, WorkerCrashed
from server.interceptors import Context
from server.learning.skills_in_force import SkillsInForce
from server.logs import note
from server.policy_file.in_force import PolicyInForce
from server.processes.errors import RefusedThere
from server.processes.messages import Crashed, Refused
from server.processes.pool import Call, SolverPool
from server.remembered import Remembered
from server.sizes import Limits, check_size
from server.stream.arriving import Arriving
from server.stream.progress import WAITING
from server.stream.steps import steps_of
from server.stream.telling import patient, progress_step, telling
from server.time_budget import DEFAULT_TIME_LIMIT, Budget, answer_by
from server.unimplemented import TABLE, Rpc

SERVICE = assignment_service_pb2.DESCRIPTOR.services_by_name["AssignmentService"]

NOT_HONOURED = tuple(
    entry.name for entry in TABLE if isinstance(entry, Rpc) and entry.service == SERVICE.name
)


@dataclass(frozen=True, slots=True)
class AssignmentService:
    """The RPCs of AssignmentService."""

    pool: SolverPool
    remembered: Remembered
    limits: Limits = field(default_factory=Limits)
    time_limit: timedelta = DEFAULT_TIME_LIMIT
    """For requests that name none."""
    policy: PolicyInForce = field(default_factory=PolicyInForce)
    """For requests that bring none."""
    skills: SkillsInForce = field(default_factory=SkillsInForce)
    """What is known of skills."""
    patience: timedelta = timedelta(seconds=30)
    """For each message of a stream, both ways."""

    def handlers(self) -> grpc.GenericRpcHandler:
        """All RPCs of the service; those that are not written yet refuse by name."""
        behaviours: dict[str, grpc.RpcMethodHandler[Any, Any]] = {
            "Assign": grpc.unary_unary_rpc_method_handler(self.assign),
            "AssignStream": grpc.stream_stream_rpc_method_handler(self.assign_stream),
            "LintPolicy": grpc.unary_unary_rpc_method_handler(self.lint_policy),
            "Check": grpc.unary_unary_rpc_method_handler(self.check),
            "Explain": grpc.unary_unary_rpc_method_handler(self.explain),
            "Recommend": grpc.unary_unary_rpc_method_handler(self.recommend),
            "Simulate": grpc.unary_unary_rpc_method_handler(self.simulate),
            "VerifyCertificate": grpc.unary_unary_rpc_method_handler(self.verify_certificate),
        } | {rpc: grpc.stream_stream_rpc_method_handler(refusing(rpc)) for rpc in NOT_HONOURED}
        return grpc.method_handlers_generic_handler(SERVICE.full_name, behaviours)

    async def assign(self, raw_request: bytes, context: Context) -> bytes:
        """Decides one snapshot; both sides are serialised messages."""
        envelope = read_envelope(raw_request)
        call = self._call("Assign", raw_request, envelope, context)
        async with _in_time(call.budget.deadline):
            return await self._answer(envelope.request_id, call)

    async def assign_stream(self, chunks: AsyncIterator[bytes], context: Context) -> None:
        """Decides one snapshot that comes in chunks, and tells how far it is; all messages are
        serialised. Whoever is slow to send or to take holds no place among those who solve."""
        self.pool.check_room()
        arriving, write = Arriving(self.limits), patient(context.write, self.patience)
        async with _in_time(self._deadline(context)):
            raw_request = await arriving.take_all(chunks, self.patience)
        note(chunk_count=arriving.chunk_count)
        call = self._call("Assign", raw_request, arriving.envelope, context)
        async with _in_time(call.budget.deadline):
            await write(progress_step(SolveProgress(stage=WAITING)))
            async with telling(write) as hear:
                told = replace(call, heard=hear, tells_batches=True)
                raw_response = await self._answer(arriving.envelope.request_id, told)
        for step in steps_of(raw_response, self.limits.max_message_bytes):
            await write(step)

    async def lint_policy(self, raw_request: bytes, context: Context) -> bytes:
        """Reads a policy for mistakes; both sides are serialised messages."""
        envelope = read_envelope(policy_snapshot_inside(raw_request))
        call = self._call("LintPolicy", raw_request, envelope, context)
        async with _in_time(call.budget.deadline):
            return await self._solve(call)

    async def recommend(self, raw_request: bytes, context: Context) -> bytes:
        """Ranks all agents for one case; both sides are serialised messages."""
        return await self._asked("Recommend", raw_request, context)

    async def check(self, raw_request: bytes, context: Context) -> bytes:
        """Judges the caller's own plan; both sides are serialised messages."""
        return await self._asked("Check", raw_request, context)

    async def explain(self, raw_request: bytes, context: Context) -> bytes:
        """Tells why a case is decided as it is; both sides are serialised messages."""
        return await self._asked("Explain", raw_request, context)

    async def simulate(self, raw_request: bytes, context: Context) -> bytes:
        """Decides a snapshot with and without changes; both sides are serialised messages."""
        return await self._asked("Simulate", raw_request, context)

    async def _asked(self, rpc: str, raw_request: bytes, context: Context) -> bytes:
        """Answers a question about a snapshot, its first field."""
        envelope = read_envelope(snapshot_inside(raw_request))
        call = self._call(rpc, raw_request, envelope, context)
        async with _in_time(call.budget.deadline):
            return await self._solve(call)

    async def verify_certificate(self, raw_request: bytes, context: Context) -> bytes:
        """Judges an answer; both sides are serialised messages. The request's time limit was
        for its solve."""
        envelope = replace(read_envelope(request_inside(raw_request)), time_limit=None)
        call = self._call("VerifyCertificate", raw_request, envelope, context)
        whole = replace(call.budget, time_limit=self.limits.max_time_limit)
        async with _in_time(call.budget.deadline):
            return await self._solve(replace(call, budget=whole))

    def _call(self, rpc: str, raw_request: bytes, envelope: Envelope, context: Context) -> Call:
        """The call as the pool takes it; raises OverLimits where it is too big."""
        _note(envelope, raw_request)
        check_size(envelope, self.limits)
        limit = envelope.time_limit or self.time_limit
        budget = Budget(limit, self._deadline(context), len(raw_request))
        return Call(raw_request, budget, datetime.now(UTC), self.policy.raw, rpc, self.skills.file)

    def _deadline(self, context: Context) -> float | None:
        return answer_by(asyncio.get_running_loop().time(), context.time_remaining())

    async def _answer(self, request_id: str, call: Call) -> bytes:
        if not request_id:
            return await self._solve(call)
        return await self.remembered.answer(request_id, call.raw_request, lambda: self._solve(call))

    async def _solve(self, call: Call) -> bytes:
        reply, raw_response = await self.pool.answer(call)
        if isinstance(reply, Refused):
            raise RefusedThere(reply.refusal)
        if isinstance(reply, Crashed):
            raise WorkerCrashed(reply.trace)
        note(response_bytes=len(raw_response))
        return raw_response


@asynccontextmanager
async def _in_time(deadline: float | None) -> AsyncIterator[None]:
    """Raises Overdue once a call's deadline is near."""
    try:
        async with asyncio.timeout_at(deadline):
            yield
    except TimeoutError as error:
        raise Overdue("The deadline is near and there is no batch.") from error


def refusing(name: str) -> Callable[[Any, Context], Awaitable[None]]:
    """Refuses an RPC of whatever shape before it reads anything."""

    async def refuse(_: Any, __: Context) -> None:
        raise RpcNotHonoured(f"{SERVICE.name}.{name}")

    return refuse


def _note(envelope: Envelope, raw_request: bytes) -> None:
    note(
        case_count=envelope.case_count,
        agent_count=envelope.agent_count,
        request_bytes=len(raw_request),
    )
