"""The grid of 5-minute UTC slots; a slot stands for its midpoint (S5)."""

from datetime import datetime

import numpy as np

from solver.calendars.intervals import second_at_or_after
from solver.units import Ints

SLOT_SECONDS = 300
HALF_SLOT = SLOT_SECONDS // 2
DAY_SLOTS = 24 * 3600 // SLOT_SECONDS


def midpoints(now: datetime, count: int) -> Ints:
    """UTC seconds of the first midpoints that are not before `now`; shape: slots."""
    first = -((HALF_SLOT - second_at_or_after(now)) // SLOT_SECONDS)
    return (first + np.arange(count, dtype=np.int64)) * SLOT_SECONDS + HALF_SLOT
