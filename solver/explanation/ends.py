"""Ends of refusals, known or not (V4).

An end that nobody knows lies somewhere between now and never. So latest and earliest
ends are taken of both bounds, and where they agree the answer is known: an agent whose
end is unknown hides it only if he could be the first.
"""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from solver.moments import moment_at
from solver.rules import NEVER, UNKNOWN
from solver.units import Bools, Ints

FREE = UNKNOWN
"""Before every moment: where nothing refuses."""
NO_WAIT = -(2**62)
"""With the creation of a case added, still before every moment."""


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """Between which moments refusals end, in UTC microseconds; both of one shape.

    The same moment where it is known, both NEVER where waiting does not help. Below 0
    nothing is known of the first, and nothing refuses of the last.
    """

    first: Ints
    last: Ints

    def __and__(self, other: "Span") -> "Span":
        """Where both must have ended."""
        return Span(np.maximum(self.first, other.first), np.maximum(self.last, other.last))

    def __getitem__(self, chosen: Bools | Ints | slice) -> "Span":
        return Span(self.first[chosen], self.last[chosen])

    def until(self, places: Ints, ends: "Span") -> "Span":
        """With further refusals at some places: they must have ended as well."""
        both = Span(self.first.copy(), self.last.copy())
        both.first[places] = np.maximum(self.first[places], ends.first)
        both.last[places] = np.maximum(self.last[places], ends.last)
        return both

    def in_any_queue(self) -> "Span":
        """Where one of the entries will do; from entries x agents to agents."""
        return Span(self.first.min(axis=0), self.last.min(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Ends of refusals of cases alike; all of one shape.

    span: by the clock. wait: nor before the case has waited so long, in microseconds
    since its creation, or NO_WAIT.
    """

    span: Span
    wait: Ints

    @staticmethod
    def at(moments: Ints) -> "Ends":
        """Ends by the clock: moments in UTC microseconds, UNKNOWN or NEVER."""
        last = np.where(moments == UNKNOWN, NEVER, moments)
        return Ends(Span(moments, last), np.full(moments.shape, NO_WAIT))

    @staticmethod
    def after(waits: Ints) -> "Ends":
        """Ends after waits in microseconds, or NEVER."""
        moments = np.where(waits == NEVER, NEVER, FREE)
        return Ends(Span(moments, moments), np.where(waits == NEVER, NO_WAIT, waits))

    def __and__(self, other: "Ends") -> "Ends":
        """Where both must have ended."""
        return Ends(self.span & other.span, np.maximum(self.wait, other.wait))

    def where(self, refused: Bools) -> "Ends":
        """Only where something refuses; elsewhere everybody is free."""
        first = np.where(refused, self.span.first, FREE)
        last = np.where(refused, self.span.last, FREE)
        return Ends(Span(first, last), np.where(refused, self.wait, NO_WAIT))

    def of(self, created: int | Ints) -> Span:
        """The ends for a case created at this UTC microsecond, or for one each."""
        waited = self.wait + created
        return self.span & Span(waited, waited)

    def earliest(self, agents: Bools) -> "Ends":
        """The earliest of some agents, whatever the entry, for each different wait.

        From entries x agents to waits.
        """
        wait, place = np.unique(self.wait[:, agents], return_inverse=True)
        span = Span(np.full(len(wait), NEVER), np.full(len(wait), NEVER))
        np.minimum.at(span.first, place.ravel(), self.span.first[:, agents].ravel())
        np.minimum.at(span.last, place.ravel(), self.span.last[:, agents].ravel())
        return Ends(span, wait)


def free(shape: tuple[int, ...]) -> Ends:
    """Nothing refuses."""
    nothing = np.full(shape, FREE, dtype=np.int64)
    return Ends(Span(nothing, nothing), np.full(shape, NO_WAIT, dtype=np.int64))


def first_end(span: Span) -> datetime | None:
    """When the first refusal ends; None if nobody can tell, or if none ever does."""
    refused = span.last >= 0
    first = int(span.first[refused].min(initial=NEVER))
    last = int(span.last[refused].min(initial=NEVER))
    return moment_at(first) if first == last < NEVER else None
