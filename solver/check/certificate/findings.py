"""What the conditions find, as complaints, and how many levels they leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from solver.check.complaint import Complaint, Wrong
from solver.units import Ints

MOST = 10
"""Complaints of a kind."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A complaint; level: the first one that is not proved because of it."""

    level: int
    complaint: Complaint


@dataclass(slots=True)
class Findings:
    """All findings of one phase. proved: levels that are left; pairs: how many were looked at;
    looked: the prices were held against the conditions."""

    proved: int
    looked: bool = False
    complaints: list[Complaint] = field(default_factory=list)
    pairs: int = 0
    _counts: Counter[Wrong] = field(default_factory=Counter)

    def add(self, found: Iterable[Finding]) -> None:
        """Keeps the first ones of every kind, and counts all."""
        for one in found:
            self.proved = min(self.proved, one.level)
            self.tell([one.complaint])

    def tell(self, complaints: Iterable[Complaint]) -> None:
        """The same for what leaves the proofs alone."""
        for one in complaints:
            self._counts[one.wrong] += 1
            if self._counts[one.wrong] <= MOST:
                self.complaints.append(one)


def written(vector: "Ints | list[int]") -> str:
    """A vector of levels, for people."""
    return f"({', '.join(str(number) for number in list(vector))})"
