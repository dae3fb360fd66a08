"""Health (grpc.health.v1): SERVING once solver processes are warm, NOT_SERVING while draining."""

import asyncio
from collections.abc import Sequence
from typing import Any

from grpc_health.v1.health import aio
from grpc_health.v1.health_pb2 import HealthCheckRequest

from server.interceptors import Context


class Health(aio.HealthServicer):
    """The health of the server as a whole, and under the name of each service."""

    def __init__(self, services: Sequence[str]) -> None:
        super().__init__()
        self._names = ("", *services)
        self._watches: set[asyncio.Task[Any]] = set()

    async def say(self, status: int) -> None:
        """Tells everybody who asks or watches."""
        for name in self._names:
            await self.set(name, status)

    async def Watch(self, request: HealthCheckRequest, context: Context) -> None:
        """Streams the health until the caller has enough, or the server drains."""
        watch = asyncio.current_task()
        assert watch is not None
        self._watches.add(watch)
        try:
            await super().Watch(request, context)
        finally:
            self._watches.discard(watch)

    async def end(self) -> None:
        """NOT_SERVING from now on; watches end, which would else hold up the drain."""
        await self.enter_graceful_shutdown()
        await asyncio.sleep(0)
        for watch in self._watches:
            watch.cancel()
