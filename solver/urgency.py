"""Who goes first, and until when: what urgency knows of every case (U1-U4, U7-U9)."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from solver.units import Bools, Indexes, Ints

NO_DEADLINE = np.iinfo(np.int64).max
"""As a moment or a time left: there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """Urgency scores and how they came about (U2, U3), in units of 1e-4; shape: cases.

    value: from 0 to 100. parts: named points that add up to the value, all 0 where it was
    sent. exact: the value before it was rounded, for the bands.
    """

    value: Ints
    parts: tuple[tuple[str, Ints], ...]
    sent: Bools
    exact: "np.ndarray[tuple[int], np.dtype[np.float64]]"

    def of(self, chosen: Ints) -> "Score":
        """Of some of the cases."""
        parts = tuple((name, points[chosen]) for name, points in self.parts)
        return Score(self.value[chosen], parts, self.sent[chosen], self.exact[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Urgency:
    """Who goes first inside a drain group (U9).

    credit: for waiting, in units of 1e-4 (U8). band: position in `band_names` (U4).
    vip, auto_escalated: U3. after_hours: never held for business hours (U6).
    urgency_class: 0 first. All of shape: cases.
    class_names: (priority level, band) of each class; empty texts where a policy drops one.
    """

    score: Score
    credit: Ints
    band: Indexes
    band_names: tuple[str, ...]
    vip: Bools
    auto_escalated: Bools
    after_hours: Bools
    urgency_class: Indexes
    class_names: tuple[tuple[str, str], ...]

    @property
    def weight(self) -> Ints:
        """u(i) = 1 + score + credit in units of 1e-4, above 0; shape: cases."""
        return ONE + self.score.value + self.credit

    def of(self, chosen: Ints) -> "Urgency":
        """Of some of the cases."""
        return Urgency(
            score=self.score.of(chosen),
            credit=self.credit[chosen],
            band=self.band[chosen],
            band_names=self.band_names,
            vip=self.vip[chosen],
            auto_escalated=self.auto_escalated[chosen],
            after_hours=self.after_hours[chosen],
            urgency_class=self.urgency_class[chosen],
            class_names=self.class_names,
        )


ONE = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class BusinessZones:
    """Where the business hours of each case are local. place: in `zones`; shape: cases."""

    zones: tuple[ZoneInfo, ...]
    place: Indexes


@dataclass(frozen=True, slots=True, eq=False)
class Deadlines:
    """When first responses are due (U1), NO_DEADLINE for cases without; shape: cases.

    due: UTC microseconds. response: microseconds on the tier's clock. left: the same, from
    now on, below 0 once it is over.
    """

    due: Ints
    response: Ints
    left: Ints
