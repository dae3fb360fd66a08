"""What is seen of all cases before the solve is not worked out a second time."""

from dataclasses import fields

import numpy as np

from server.translate.snapshot import snapshot_from_proto
from server.wiring import RULES, compile_sighted
from solver.compile import compile_problem
from solver.triage import without
from tests.answering import SETTINGS
from tests.referee.instances.requests import random_request


def test_the_problem_is_the_same_seen_before_or_not() -> None:
    """Cases that are set aside are left out of what was seen."""
    aside = 0
    for seed in range(40):
        facts = snapshot_from_proto(random_request(seed), SETTINGS.received_time).snapshot
        sighting = RULES.sight(facts)
        aside += int(sighting.triage.aside.sum())
        seen = compile_sighted(sighting)
        anew = compile_problem(without(facts, sighting.triage.aside), RULES)
        for field in fields(anew.urgency):
            assert same(getattr(seen.urgency, field.name), getattr(anew.urgency, field.name)), seed
        for name in ("group", "urgency_class", "urgency", "new_room", "place", "discount"):
            assert same(getattr(seen.problem, name), getattr(anew.problem, name)), seed
        for name in ("case", "desk", "rank", "order", "score"):
            assert same(getattr(seen.problem.triples, name), getattr(anew.problem.triples, name))
    assert aside > 3


def same(first: object, second: object) -> bool:
    """Arrays alike, and scores of urgency by their arrays."""
    if hasattr(first, "parts"):
        return all(
            same(getattr(first, name), getattr(second, name)) for name in ("value", "sent", "exact")
        )
    return np.array_equal(np.asarray(first), np.asarray(second))
