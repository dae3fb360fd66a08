"""How much of a calendar's open time passes, and when so much has passed (U1, U6)."""

from dataclasses import dataclass

import numpy as np

from solver.calendars.weekly import Calendar
from solver.moments import SECOND_MICROS
from solver.units import Ints

NEVER = np.iinfo(np.int64).max
"""As a moment: it does not come before the horizon."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenTime:
    """The open spans of a calendar between two moments, all in UTC microseconds.

    start, end: of each span; before: open time before it; shape: spans.
    """

    start: Ints
    end: Ints
    before: Ints

    @staticmethod
    def of(calendar: Calendar, since: int, until: int) -> "OpenTime":
        """Between two moments, whole seconds around them."""
        last = -(-until // SECOND_MICROS)
        spans = calendar.intervals(since // SECOND_MICROS, last) * SECOND_MICROS
        length = spans[:, 1] - spans[:, 0]
        return OpenTime(spans[:, 0], spans[:, 1], np.cumsum(length) - length)

    def passed(self, moment: Ints) -> Ints:
        """Open time before each moment."""
        if not len(self.start):
            return np.zeros_like(moment)
        span = np.searchsorted(self.start, moment, side="right") - 1
        begun = np.maximum(span, 0)
        inside = np.minimum(moment, self.end[begun]) - self.start[begun]
        return np.where(span < 0, 0, self.before[begun] + inside)

    def reached(self, amount: Ints) -> Ints:
        """The first moment before which so much open time has passed; amounts above 0."""
        if not len(self.start):
            return np.full_like(amount, NEVER)
        span = np.searchsorted(self.before + (self.end - self.start), amount, side="left")
        known = np.minimum(span, len(self.start) - 1)
        moment = self.start[known] + (amount - self.before[known])
        return np.where(span < len(self.start), moment, NEVER)

    def next_open(self, moment: Ints) -> Ints:
        """The first open moment at or after each."""
        if not len(self.start):
            return np.full_like(moment, NEVER)
        span = np.searchsorted(self.end, moment, side="right")
        known = np.minimum(span, len(self.start) - 1)
        opens = np.maximum(self.start[known], moment)
        return np.where(span < len(self.start), opens, NEVER)
