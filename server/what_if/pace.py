"""When a search that tries one thing after the other has to end."""

from collections.abc import Callable
from time import monotonic


class Pace:
    """Ends a search before a further try would overrun.

    A try takes as long as the longest one so far, `first` seconds at least.
    """

    def __init__(
        self, left: Callable[[], float], first: float, clock: Callable[[], float] = monotonic
    ) -> None:
        """left: seconds until time is over. The first try begins now."""
        self._left = left
        self._longest = first
        self._clock = clock
        self._last: float | None = None

    def is_over(self) -> bool:
        """Asked before every try."""
        now = self._clock()
        if self._last is not None:
            self._longest = max(self._longest, now - self._last)
        self._last = now
        return self._left() <= self._longest
