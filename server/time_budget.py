"""How a call's time is shared out: answer, and in need a fallback, before the deadline.

The time limit bounds the solve, the deadline the whole call. A solver that
overruns is killed, and the time that is left goes to whoever takes its last plan over.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

DEFAULT_TIME_LIMIT = timedelta(seconds=30)

REQUEST_BYTES_PER_SECOND = 1_000_000
"""What translation, compilation and explanation of a request get beside the solve."""
LAST_PATIENCE = timedelta(seconds=10)
"""What a fallback gets more, as far as the deadline allows: a batch late is better than none."""


@dataclass(frozen=True, slots=True)
class Share:
    """Time of one attempt."""

    solve: timedelta
    """For the solve; the engine keeps to it by itself."""
    whole: timedelta
    """For the attempt; then its process is killed."""
    beyond: timedelta = timedelta.max
    """What is left for a fallback then."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Time of one call. Moments are seconds on the event loop's clock."""

    time_limit: timedelta
    deadline: float | None
    """The moment by which the answer must be ready. None: no deadline."""
    request_bytes: int

    def first(self, now: float) -> Share:
        """All of the time left, as long as no solve has begun (see `kept_back`)."""
        share = self._share(now)
        if self.deadline is None:
            return share
        beyond = max(0.0, self.deadline - now) - share.whole.total_seconds()
        return replace(share, beyond=timedelta(seconds=beyond))

    def last(self, now: float) -> Share:
        """All of the time left, and some more."""
        share = self._share(now)
        whole = share.whole + LAST_PATIENCE
        if self.deadline is not None:
            whole = min(whole, timedelta(seconds=max(0.0, self.deadline - now)))
        return Share(share.solve, whole)

    def _share(self, now: float) -> Share:
        limit = self.time_limit.total_seconds()
        overhead = 0.5 + limit / 4 + self.request_bytes / REQUEST_BYTES_PER_SECOND
        whole = limit + overhead
        if self.deadline is not None:
            whole = min(whole, max(0.0, self.deadline - now))
        solve = min(limit, whole - min(overhead, whole / 4))
        return Share(solve=timedelta(seconds=solve), whole=timedelta(seconds=whole))


def kept_back(whole: float, before: float, beyond: float) -> float:
    """What an attempt leaves to a fallback, in seconds: a third of what is left when its solve
    begins, or more where what came before took longer; nothing where that would not do.

    before: what came before the solve. beyond: what is left after the whole attempt.
    """
    rest = max(0.0, whole - before)
    need = max(rest / 3, 1.5 * before) - beyond
    return min(max(0.0, need), rest) if need <= rest / 2 else 0.0


def answer_by(now: float, remaining: float | None) -> float | None:
    """The moment by which a call must be answered, a margin before its deadline.

    `remaining` is in seconds; the margin is 10 % of it, and at least 20 ms.
    """
    if remaining is None:
        return None
    return now + remaining - max(0.020, 0.10 * remaining)
