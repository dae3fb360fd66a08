"""What a response claims of its levels, and the prices that it brings along."""

from dataclasses import dataclass
from enum import Enum

from solver.units import Ints


class Basis(Enum):
    """What a bound is said to rest on."""

    NOTHING = "nothing"
    PRICES = "prices"
    SOLVER = "a solver's claim"
    UNKNOWN = "something that nobody knows"


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level as people read it; kind: its name; group: from 1, 0 = all; bound: None = unset."""

    kind: str
    group: int
    priority: str
    band: str
    value: int
    bound: int | None
    proved: bool
    case_count: int = 0
    served_count: int = 0

    @property
    def name(self) -> str:
        """For complaints."""
        named = [str(self.group)] if self.group else []
        named += [part for part in (self.priority, self.band) if part]
        return f"{self.kind}({', '.join(named)})" if named else self.kind


@dataclass(frozen=True, slots=True)
class PriceLevel:
    """A level of the prices. value, bound: costs; basis: what the bound rests on."""

    name: str
    value: int
    bound: int | None
    proved: bool
    basis: Basis = Basis.NOTHING


@dataclass(frozen=True, slots=True, eq=False)
class PricedNodes:
    """Nodes of one kind; queue_ids: of desks only; prices: as they were sent, one after the
    other."""

    kind: str
    ids: tuple[str, ...]
    queue_ids: tuple[str, ...]
    prices: Ints


@dataclass(frozen=True, slots=True, eq=False)
class PhaseClaims:
    """One phase. rows: for people; levels: of the prices."""

    rows: tuple[LevelRow, ...] = ()
    levels: tuple[PriceLevel, ...] = ()
    nodes: tuple[PricedNodes, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """Both phases. certified: there is a certificate at all. optimal: the batch says that
    every level is proved. assigned_count: how many cases it says it assigns."""

    first: PhaseClaims
    override: PhaseClaims
    certified: bool
    optimal: bool
    assigned_count: int | None = None
