"""Skills: how well an agent knows the topics of a case (S9).

There is no ontology yet, so nobody matches (S11).
"""

from dataclasses import dataclass

from objectives.constant import constant
from solver.factors import TableFactor
from solver.facts import Snapshot
from solver.rules import Flag, Pillar


@dataclass(frozen=True, slots=True)
class Skills:
    """No match for any pair."""

    name: str = "skills"

    def factor(self, snapshot: Snapshot) -> TableFactor:
        """0 everywhere."""
        return constant(snapshot, 0, Flag.NO_ONTOLOGY)


SKILLS: Pillar = Skills()
