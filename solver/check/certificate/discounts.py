"""In-batch discounts: what an agent's k-th case costs more (S4, 02 section 2).

`m * ((1 - p(t)) - (1 - p(0))^(k-1)) + w_band * (1 - p(0)) * (min(1, util + (k-1) * step) -
min(1, util))`, 0 for k = 1. Computed in floats in the order in which it is written here, the
mean m carried through: (sum of pillar sums after the penalty - before it * ...) / pairs; rounded
half to even in the end.
"""

from dataclasses import dataclass

import numpy as np

from solver.check.certificate.survey import Survey
from solver.check.fits import Fits
from solver.check.penalty import penalty
from solver.facts import Memory, PenaltyPolicy
from solver.units import PPM, Floats, Ints, to_score


@dataclass(frozen=True, slots=True, eq=False)
class Discounts:
    """All that the discounts are made of; before, after: mean pillar sums without and with
    the penalty, utilisation, step: shape: agents."""

    first: float
    band: float
    memory: Memory
    before: Floats
    after: Floats
    utilisation: Floats
    step: Floats

    @staticmethod
    def of(fits: Fits, found: Survey, policy: PenaltyPolicy, cases: Ints) -> "Discounts":
        """From a look at all pairs. cases: of the batch."""
        whole = PPM**2 * np.maximum(found.pairs, 1).astype(np.float64)
        return Discounts(
            first=penalty(policy, 0.0),
            band=fits.band_weight(),
            memory=policy.memory,
            before=(found.computed + found.sent) / whole,
            after=(found.computed * (fits.kept / PPM) + found.sent) / whole,
            utilisation=fits.load.reported,
            step=fits.load.step(cases),
        )

    def up_to(self, most: int) -> Ints:
        """Discounts of the agents' first, second, ... cases; shape: agents x most."""
        later = np.arange(1, most, dtype=np.float64)
        table = np.zeros((len(self.before), most))
        table[:, 1:] = self._penalty(later) + self._bandwidth(later)
        return to_score(table)

    def _penalty(self, later: Floats) -> Floats:
        """As if the cases before had just been assigned; shape: agents x later ones."""
        kept = (1.0 - self.first) ** later
        if self.memory == Memory.ALL:
            return self.after[:, None] * (1.0 - kept)
        return self.after[:, None] - self.before[:, None] * kept

    def _bandwidth(self, later: Floats) -> Floats:
        """What the cases before take of the bandwidth; shape: agents x later ones."""
        start = self.utilisation[:, None]
        use = start + later * self.step[:, None]
        lost = np.minimum(1.0, use) - np.minimum(1.0, start)
        return self.band * (1.0 - self.first) * lost
