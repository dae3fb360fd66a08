"""Bands of the priority score (U4)."""

from solver.facts import Case, Policy


def band(case: Case, policy: Policy) -> str:
    """The highest band that the score of the case reaches."""
    return next(name for name, least in policy.urgency.bands if score(case) >= least)


def score(case: Case) -> float:
    """The urgency that was sent, else 0 (U2)."""
    return case.urgency or 0.0
