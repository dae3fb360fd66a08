"""Health (grpc.health.v1): SERVING once solver processes are warm, NOT_SERVING while draining.

The ready-made servicer never ends a watch, and a watch holds up the drain.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence

import grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import HealthServicer

from server.interceptors import Context

SERVING: int = HealthCheckResponse.SERVING
NOT_SERVING: int = HealthCheckResponse.NOT_SERVING
UNKNOWN: int = HealthCheckResponse.SERVICE_UNKNOWN


class Health(HealthServicer):
    """One health for the server as a whole and, under its name, for each service."""

    def __init__(self, services: Sequence[str]) -> None:
        self._names = frozenset(("", *services))
        self._now = NOT_SERVING
        self._is_over = False
        self._changed = asyncio.Condition()

    async def serving(self) -> None:
        """Calls are taken from now on."""
        self._now = SERVING
        async with self._changed:
            self._changed.notify_all()

    async def over(self) -> None:
        """Calls are no longer taken; who watches is told so, and let go."""
        self._now = NOT_SERVING
        self._is_over = True
        async with self._changed:
            self._changed.notify_all()

    async def Check(self, request: HealthCheckRequest, context: Context) -> HealthCheckResponse:
        """The health now; NOT_FOUND for a service that is not ours."""
        if request.service not in self._names:
            await context.abort(grpc.StatusCode.NOT_FOUND, f"No service {request.service!r} here.")
        return _response(self._now)

    async def Watch(
        self, request: HealthCheckRequest, context: Context
    ) -> AsyncIterator[HealthCheckResponse]:
        """The health now and at every change, until the server drains."""
        known = request.service in self._names
        told = None
        while True:
            now = self._now if known else UNKNOWN
            if now != told:
                told = now
                yield _response(told)
            elif self._is_over:
                return
            else:
                async with self._changed:
                    await self._changed.wait()


def _response(status: int) -> HealthCheckResponse:
    return HealthCheckResponse(status=HealthCheckResponse.ServingStatus.Name(status))
