"""The served cases of a plan, whichever phase served them."""

from dataclasses import dataclass, fields

import numpy as np

from solver.compile import Compiled
from solver.problem import DeskKind
from solver.units import Bools, Indexes, Ints
from solver.values import Served, discounts

OVERRIDE = -1
"""Kind of a pick that goes over capacity limits (Q9); the others are of a DeskKind."""


@dataclass(frozen=True, slots=True, eq=False)
class Picks:
    """One entry per served case, by case.

    queue: -1 where a case stays with its owner. fit: raw, in units of 1e-4; sent: 1
    where the caller decided it. discount: share of the agent's in-batch discount.
    overridden: mask of the limits that an override goes over, else 0.
    """

    case: Ints
    agent: Indexes
    queue: Indexes
    rank: Indexes
    kind: Indexes
    fit: Ints
    sent: Indexes
    discount: Ints
    overridden: Ints

    @property
    def kept(self) -> Bools:
        """True where a case stays with its owner."""
        kept: Bools = self.kind >= DeskKind.KEEP
        return kept

    def where(self, some: Bools) -> "Picks":
        """Some of them. some: shape: picks."""
        return Picks(**{field.name: getattr(self, field.name)[some] for field in fields(Picks)})

    def merged(self, other: "Picks") -> "Picks":
        """Both together, by case."""
        names = [field.name for field in fields(Picks)]
        both = {name: np.concatenate([getattr(self, name), getattr(other, name)]) for name in names}
        order = np.argsort(both["case"], kind="stable")
        return Picks(**{name: column[order] for name, column in both.items()})


def picks_of(compiled: Compiled, choice: Ints) -> Picks:
    """The served cases of the first phase."""
    served = Served.of(compiled.problem, choice)
    triple = served.triple
    return Picks(
        served.case,
        served.agent,
        compiled.queue[triple],
        compiled.problem.triples.rank[triple],
        served.kind,
        compiled.fit[triple],
        compiled.sent[triple],
        discounts(compiled.problem, served, compiled.fit),
        np.zeros(len(triple), dtype=np.int64),
    )
