"""Who may solve now, who waits, and for how long."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from statistics import fmean

from server.errors import Busy

RECENT_CALLS = 32
FIRST_GUESS = timedelta(seconds=1)
SHORTEST_WAIT = timedelta(milliseconds=100)
LONGEST_WAIT = timedelta(minutes=1)


class Slots:
    """So many calls at a time, so many waiting in the order they came; the rest is told to go."""

    def __init__(self, count: int, most_waiting: int) -> None:
        self._count = count
        self._most_waiting = most_waiting
        self._free = asyncio.Semaphore(count)
        self._waiting = 0
        self._recent_seconds: deque[float] = deque(maxlen=RECENT_CALLS)

    @property
    def waiting_count(self) -> int:
        """Calls that wait now."""
        return self._waiting

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Holds a slot, waiting for it if need be. Raises Busy where too many wait."""
        await self._take()
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            yield
        finally:
            self._recent_seconds.append(clock() - started)
            self._free.release()

    def expected_wait(self) -> timedelta:
        """When the calls that wait now should be through, by the measured recent ones."""
        if not self._recent_seconds:
            return FIRST_GUESS
        seconds = fmean(self._recent_seconds) * (self._waiting + 1) / self._count
        return min(max(timedelta(seconds=seconds), SHORTEST_WAIT), LONGEST_WAIT)

    def check_room(self) -> None:
        """Raises Busy where too many wait."""
        if self._free.locked() and self._waiting >= self._most_waiting:
            raise Busy(self.expected_wait(), self._waiting)

    async def _take(self) -> None:
        self.check_room()
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
