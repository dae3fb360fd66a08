"""All pairs of the optimal face, a block at a time (02 section 3, 04 section 4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from solver.candidates import Candidates
from solver.classes import BLOCK
from solver.engines.course import UNWATCHED, Course, keep_on
from solver.held_fits import Fits
from solver.pricing.open_face import Tight
from solver.units import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some classes with the same open ways.

    place, among: which block of how many of that open set it is; all of them are alike,
    because their classes take turns.
    """

    open_set: int
    place: int
    among: int
    classes: Ints
    ways: Ints


class PairBlocks:
    """The blocks of what is open.

    Asking for scores raises TimeIsUp once the course is over.
    """

    def __init__(self, candidates: Candidates, tight: Tight, course: Course = UNWATCHED) -> None:
        self._course = course
        self.tight = tight
        self.candidates = candidates
        self.blocks = tuple(_blocks(tight))

    def scores(self, block: Block) -> Fits | Ints:
        """Pair scores; shape: classes of the block x its ways."""
        keep_on(self._course)
        return self.candidates.block(self.tight.classes.first[block.classes], block.ways)


def _blocks(tight: Tight) -> Iterator[Block]:
    """Blocks of about BLOCK pairs each."""
    for open_set, (classes, ways) in enumerate(tight.groups()):
        among = -(-len(classes) // max(1, BLOCK // max(len(ways), 1)))
        for place in range(among if len(ways) else 0):
            yield Block(open_set, place, among, classes[place::among], ways)
