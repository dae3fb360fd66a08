"""Short ways to ask for scores."""

from typing import Any

from objectives import urgency
from solver.facts import UrgencyPolicy
from solver.urgency import Urgency
from tests.builders import account, case, policy, snapshot


def urgency_of(*, rules: dict[str, Any] | None = None, **facts: Any) -> Urgency:
    """Urgency of one case of account k1, about which nothing is known."""
    one = case(**{"account_id": "k1", **facts})
    written = policy(urgency=UrgencyPolicy(**(rules or {})))
    return urgency(snapshot(cases=(one,), accounts=(account(),), policy=written))


def score(*, rules: dict[str, Any] | None = None, **facts: Any) -> float:
    """Its score."""
    return int(urgency_of(rules=rules, **facts).score.value[0]) / 10_000


def parts(*, rules: dict[str, Any] | None = None, **facts: Any) -> dict[str, float]:
    """What its score is made of, without what is 0."""
    found = urgency_of(rules=rules, **facts).score.parts
    return {name: int(points[0]) / 10_000 for name, points in found if points[0]}


def band(*, rules: dict[str, Any] | None = None, **facts: Any) -> str:
    """Its band."""
    found = urgency_of(rules=rules, **facts)
    return found.band_names[int(found.band[0])]
