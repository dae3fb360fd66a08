"""Pillars of which nothing is known yet have their default and say so (S11)."""

from objectives.skills import SKILLS
from solver.rules import Flag
from tests.builders import agent, case, snapshot
from tests.objectives.lookup import flags, values

FACTS = snapshot(cases=(case("c1"), case("c2")), agents=(agent("a1"), agent("a2"), agent("a3")))


def test_S11_without_an_ontology_nobody_matches() -> None:
    factor = SKILLS.factor(FACTS)

    assert values(factor, FACTS) == [[0] * 3] * 2
    assert flags(factor, FACTS) == [[Flag.NO_ONTOLOGY] * 3] * 2
