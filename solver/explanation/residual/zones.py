"""Distances above fit between all places of cases, each with its service (02 section 5).

Places between which paths tie above fit, there and back, are one zone: above fit they are as far
from everything, and there are few zones however many places there are.
"""

from dataclasses import dataclass

import numpy as np

from solver.arrays import alike, least_rows
from solver.explanation.residual.leads import Leads
from solver.units import Bools, Ints

MOST = 2**26
"""Sums of vectors that are worth it, level by level: some tenths of a second."""


def zones_of(ties: Bools) -> tuple[Ints, Ints]:
    """A place of each zone, and the zone of each place. ties: places x places, whether a path
    from one to the other ties above fit."""
    return alike([(ties & ties.T).argmax(axis=1)])


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """Distances from zones to zones.

    reached: zones x zones. above: zones x zones x levels above fit; lost: zones x zones x rows,
    the service under its prices; both 0 where not reached.
    """

    reached: Bools
    above: Ints
    lost: Ints

    @staticmethod
    def of(ties: Bools, zone: Ints, leads: tuple[Leads, ...]) -> "Zones | None":
        """By leads, between zones and in them; None where there are too many zones.

        ties: zones x zones; zone: of each node where cases are, and of the sink.
        """
        if len(ties) ** 3 * leads[0].above.shape[1] > MOST:
            return None
        reached, above, lost = _direct(ties, zone, leads)
        for via in range(len(ties)):
            _pass_through(via, reached, above, lost)
        return Zones(reached, above, lost)

    def tight(self, via: int) -> Bools:
        """From where to where no path is shorter above fit than one through a zone."""
        through = self.above[:, via, None] + self.above[None, via, :]
        tight: Bools = (through == self.above).all(axis=-1)
        return tight & self.reached[:, via, None] & self.reached[None, via, :]

    def direct(self, zone: Ints, leads: Leads) -> Ints:
        """Leads that cost something above fit, and no more than the shortest path."""
        tail, head = zone[leads.tail], zone[leads.head]
        some = (leads.above != 0).any(axis=1)
        some &= (leads.above == self.above[tail, head]).all(axis=1)
        return np.flatnonzero(some)


def _direct(ties: Bools, zone: Ints, leads: tuple[Leads, ...]) -> tuple[Bools, Ints, Ints]:
    """What leads from zone to zone without another between them."""
    count = len(ties)
    tied = np.flatnonzero(ties)
    keys = [tied, *(zone[some.tail] * count + zone[some.head] for some in leads)]
    nothing = np.zeros((len(tied), leads[0].above.shape[1]), dtype=np.int64)
    key, vector = np.concatenate(keys), np.concatenate([nothing, *(some.above for some in leads)])
    best = least_rows(key, vector)
    reached = np.zeros(count * count, dtype=np.bool_)
    reached[key[best]] = True
    above = np.zeros((count * count, vector.shape[1]), dtype=np.int64)
    above[key[best]] = vector[best]
    lost = np.zeros((count * count, leads[0].service(tied[:0]).shape[1]), dtype=np.int64)
    start = len(tied)
    for some in leads:
        mine = best[(best >= start) & (best < start + len(some.above))]
        lost[key[mine]] = some.service(mine - start)
        start += len(some.above)
    square = (count, count)
    return reached.reshape(square), above.reshape(*square, -1), lost.reshape(*square, -1)


def _pass_through(via: int, reached: Bools, above: Ints, lost: Ints) -> None:
    """Shortens paths that lead through a zone, in place."""
    through = above[:, via, None] + above[None, via, :]
    better = ~reached | _is_less(through, above)
    better &= reached[:, via, None] & reached[None, via, :]
    start, end = np.nonzero(better)
    lost[start, end] = lost[start, via] + lost[via, end]
    above[start, end] = through[start, end]
    reached[start, end] = True


def _is_less(vectors: Ints, others: Ints) -> Bools:
    """Whether vectors come before others; the levels last."""
    difference = vectors - others
    first = (difference != 0).argmax(axis=-1)
    less: Bools = np.take_along_axis(difference, first[..., None], -1)[..., 0] < 0
    return less
