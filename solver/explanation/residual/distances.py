"""All paths between desks and places of one plan, found when they are asked for."""

from functools import cached_property

from solver.explanation.level_rows import LevelRow
from solver.explanation.residual.arcs import Arcs, Standing
from solver.explanation.residual.beyond import Beyond
from solver.explanation.residual.everywhere import Everywhere
from solver.explanation.residual.service import Service


class Distances:
    """Of a proved plan. arcs: what its problem holds; rows: of the batch's levels."""

    def __init__(self, standing: Standing, arcs: Arcs, rows: tuple[LevelRow, ...]) -> None:
        self.standing = standing
        self._arcs, self._rows = arcs, rows

    @cached_property
    def everywhere(self) -> Everywhere | None:
        """Those that tie above fit; None where there are too many places."""
        return Everywhere.of(self.standing, self._arcs)

    @cached_property
    def beyond(self) -> Beyond | None:
        """Those that cost something above fit; None where there are too many."""
        if self.everywhere is None:
            return None
        return Beyond.of(self.standing, self.everywhere, self._arcs, self.service)

    @cached_property
    def service(self) -> Service:
        """Coverage as people read it."""
        return Service.of(self.standing, self._rows)
