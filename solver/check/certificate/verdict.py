"""What the checker says of a response in the end."""

from dataclasses import dataclass
from enum import Enum

from solver.check.complaint import Complaint


class Condition(Enum):
    """What was checked; the text is for people."""

    FEASIBLE = "every case is accounted for once, every pair is allowed, every limit holds"
    VALUES = "the value of every level, counted anew from the facts"
    CASES = "price(case) <= 0, and = 0 for a case that waits"
    PAIRS = "price(case) <= cost + price(agent, queue) for every allowed pair, = for the one used"
    LIMITS = "along every limit the price falls by what its units cost"
    SUM = "the prices add up to the value of the plan"


class Why(Enum):
    """Why something was left unverified."""

    FAILED_BEFORE = "the prices were not looked at, because the batch itself is wrong"
    NO_CERTIFICATE = "there is no certificate, so nothing tells that no better plan exists"
    NO_PRICES = "there are no prices; bounds, where there are any, are a solver's claims"
    SOME_LEVELS = "the prices prove only the levels before these; of these, values were counted"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that could not be verified. levels: by name."""

    why: Why
    levels: tuple[str, ...] = ()

    def __str__(self) -> str:
        """A line for people."""
        return ": ".join([self.why.value, *([", ".join(self.levels)] if self.levels else [])])


@dataclass(frozen=True, slots=True)
class Verdict:
    """failures: what is wrong. gaps: what could not be told. pair_count: allowed (case, agent,
    queue) that were held against prices. proved_levels: by the prices, by name."""

    failures: tuple[Complaint, ...] = ()
    gaps: tuple[Gap, ...] = ()
    conditions: tuple[Condition, ...] = ()
    pair_count: int = 0
    proved_levels: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        """Every condition holds, for every level."""
        return not self.failures and not self.gaps

    def with_(self, other: "Verdict") -> "Verdict":
        """Both phases together."""
        conditions = dict.fromkeys((*self.conditions, *other.conditions))
        return Verdict(
            self.failures + other.failures,
            self.gaps + other.gaps,
            tuple(one for one in Condition if one in conditions),
            self.pair_count + other.pair_count,
            self.proved_levels + other.proved_levels,
        )
