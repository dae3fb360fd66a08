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
from server.envelope import (
    Envelope,
    policy_snapshot_inside,
    read_envelope,
    request_inside,
    snapshot_inside,
)
from server.errors import Overdue, OverLimits, RpcNotHonoured, WorkerCrashed
from server.interceptors import Context
from server.learning.skills_in_force import SkillsInForce
from server.logs import note
from server.policy_file.in_force import PolicyInForce
from server.processes.errors import RefusedThere
from server.processes.messages import Crashed, Refused
from server.processes.pool import Call, SolverPool
from server.remembered import Remembered
from server.time_budget import DEFAULT_TIME_LIMIT, Budget, answer_by
from server.unimplemented import TABLE, Rpc

SERVICE = assignment_service_pb2.DESCRIPTOR.services_by_name["AssignmentService"]

NOT_HONOURED = tuple(
    entry.name for entry in TABLE if isinstance(entry, Rpc) and entry.service == SERVICE.name
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The biggest request that is taken, in rows."""

    max_cases: int = 100_000
    max_agents: int = 10_000
    max_time_limit: timedelta = timedelta(minutes=10)
    """A solve that is stuck holds its slot for that long at most, whatever its caller wants."""


@dataclass(frozen=True, slots=True)
class AssignmentService:
    """The RPCs of AssignmentService."""

    pool: SolverPool
    remembered: Remembered
    limits: Limits = Limits()
    time_limit: timedelta = DEFAULT_TIME_LIMIT
    """For requests that name none."""
    policy: PolicyInForce = field(default_factory=PolicyInForce)
    """For requests that bring none."""
    skills: SkillsInForce = field(default_factory=SkillsInForce)
    """What is known of skills."""

    def handlers(self) -> grpc.GenericRpcHandler:
        """All RPCs of the service; those that are not written yet refuse by name."""
        behaviours: dict[str, grpc.RpcMethodHandler[Any, Any]] = {
            "Assign": grpc.unary_unary_rpc_method_handler(self.assign),
            "LintPolicy": grpc.unary_unary_rpc_method_handler(self.lint_policy),
            "Check": grpc.unary_unary_rpc_method_handler(self.check),
            "Explain": grpc.unary_unary_rpc_method_handler(self.explain),
            "Recommend": grpc.unary_unary_rpc_method_handler(self.recommend),
            "Simulate": grpc.unary_unary_rpc_method_handler(self.simulate),
            "VerifyCertificate": grpc.unary_unary_rpc_method_handler(self.verify_certificate),
        } | {rpc: grpc.stream_stream_rpc_method_handler(_refusing(rpc)) for rpc in NOT_HONOURED}
        return grpc.method_handlers_generic_handler(SERVICE.full_name, behaviours)

    async def assign(self, raw_request: bytes, context: Context) -> bytes:
        """Decides one snapshot; both sides are serialised messages."""
        envelope = read_envelope(raw_request)
        call = self._call("Assign", raw_request, envelope, context)
        async with _in_time(call):
            return await self._answer(envelope.request_id, call)

    async def lint_policy(self, raw_request: bytes, context: Context) -> bytes:
        """Reads a policy for mistakes; both sides are serialised messages."""
        envelope = read_envelope(policy_snapshot_inside(raw_request))
        async with _in_time(call := self._call("LintPolicy", raw_request, envelope, context)):
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
        async with _in_time(call := self._call(rpc, raw_request, envelope, context)):
            return await self._solve(call)

    async def verify_certificate(self, raw_request: bytes, context: Context) -> bytes:
        """Judges an answer; both sides are serialised messages. The request's time limit was
        for its solve."""
        envelope = replace(read_envelope(request_inside(raw_request)), time_limit=None)
        call = self._call("VerifyCertificate", raw_request, envelope, context)
        whole = replace(call.budget, time_limit=self.limits.max_time_limit)
        async with _in_time(call):
            return await self._solve(replace(call, budget=whole))

    def _call(self, rpc: str, raw_request: bytes, envelope: Envelope, context: Context) -> Call:
        """The call as the pool takes it; raises OverLimits where it is too big."""
        _note(envelope, raw_request)
        _check_size(envelope, self.limits)
        deadline = answer_by(asyncio.get_running_loop().time(), context.time_remaining())
        limit = envelope.time_limit or self.time_limit
        budget = Budget(limit, deadline, len(raw_request))
        return Call(raw_request, budget, datetime.now(UTC), self.policy.raw, rpc, self.skills.file)

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
async def _in_time(call: Call) -> AsyncIterator[None]:
    """Raises Overdue once the call's deadline is near."""
    try:
        async with asyncio.timeout_at(call.budget.deadline):
            yield
    except TimeoutError as error:
        raise Overdue("The deadline is near and there is no batch.") from error


def _refusing(name: str) -> Callable[[Any, Context], Awaitable[None]]:
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


def _check_size(envelope: Envelope, limits: Limits) -> None:
    """Raises OverLimits for a request with too many rows, or that wants too much time."""
    if envelope.time_limit is not None and envelope.time_limit > limits.max_time_limit:
        most = int(limits.max_time_limit.total_seconds())
        raise OverLimits(
            f"options.time_limit is {envelope.time_limit}; this server solves for {most} seconds "
            "at most.\nMaybe leave it unset.",
            {"max_time_limit_seconds": most},
        )
    if envelope.case_count <= limits.max_cases and envelope.agent_count <= limits.max_agents:
        return
    raise OverLimits(
        f"The request has {envelope.case_count} cases and {envelope.agent_count} agents; "
        f"this server takes {limits.max_cases} and {limits.max_agents}.\n"
        "Maybe send organisations that share no agent one by one.",
        {
            "case_count": envelope.case_count,
            "agent_count": envelope.agent_count,
            "max_cases": limits.max_cases,
            "max_agents": limits.max_agents,
        },
    )
