"""What a solve in a solver process is told of time, and what it tells on its way (02 section 3)."""

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from server.processes.messages import Began, News, OnTheWay, WorkerSettings
from server.time_budget import kept_back
from solver.handed_over import hand_over
from solver.progress import Incumbent


class Caller(Protocol):
    """The serving process, while a call is being answered."""

    def tell(self, news: News) -> None:
        """The solve begins, or there is a plan."""

    def has_enough(self) -> bool:
        """It takes the best plan so far."""


class Patient:
    """A caller who waits for the answer."""

    def tell(self, news: News) -> None:
        """Does not listen."""

    def has_enough(self) -> bool:
        """Never."""
        return False


SHARE = 0.02
"""Of the time of a solve, for telling: plans are worked out and sent no more often."""

SOON = 0.005
"""Seconds in which no plan is worth telling."""


class Watch:
    """A solve that ends in time, and whose plans outlive its process."""

    def __init__(
        self,
        settings: WorkerSettings,
        caller: Caller,
        clock: Callable[[], float] = monotonic,
        raw_batch: Callable[[Incumbent], bytes] = lambda _: b"",
    ) -> None:
        """The call has come now. raw_batch: a plan as a batch, for callers who want batches."""
        self._settings = settings
        self._caller = caller
        self._clock = clock
        self._raw_batch = raw_batch
        self._received = self._began = self._over = self._late = clock()
        self._spent = 0.0

    def begin(self) -> None:
        """The solve begins now. Its answer will take about half as long as what was before it."""
        self._began = self._clock()
        self._caller.tell(Began())
        before = self._began - self._received
        whole = self._settings.time_left.total_seconds()
        whole -= kept_back(whole, before, self._settings.time_beyond.total_seconds())
        end = self._received + _within(whole) - before / 2
        limit = self._settings.time_limit.total_seconds()
        self._over = min(self._began + _within(limit), end)
        self._late = max(self._over, (self._over + end) / 2)

    def is_over(self) -> bool:
        """The time for the solve has ended."""
        return self._clock() >= self._over or self._caller.has_enough()

    def left(self) -> float:
        """Seconds until then."""
        return self._over - self._clock()

    def is_late(self) -> bool:
        """So has half of what is left for the proof and the rest of the answer."""
        return self._clock() >= self._late

    def found(self, make: Callable[[], Incumbent]) -> None:
        """Tells of it, as long as that takes little of the time."""
        start = self._clock()
        if start - self._began < SOON or self._spent > SHARE * (start - self._began):
            return
        incumbent = make()
        self._caller.tell(self._told(incumbent))
        self._spent += self._clock() - start

    def _told(self, incumbent: Incumbent) -> OnTheWay:
        """The plan, for whoever takes it over, and for people."""
        wanted = self._settings.tells_batches
        return OnTheWay(
            hand_over(incumbent),
            incumbent.levels,
            incumbent.reachable,
            incumbent.compiled.urgency.class_names,
            self._raw_batch(incumbent) if wanted else b"",
        )


def _within(seconds: float) -> float:
    """A limit less a margin of 10 % and at least 20 ms, but half of it at most."""
    return seconds - min(max(0.020, 0.10 * seconds), seconds / 2)
