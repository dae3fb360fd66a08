"""The priority score and its band, in exact fractions (U2-U4)."""

from datetime import timedelta
from fractions import Fraction
from typing import TypeVar

from solver.check.staff import Staff
from solver.facts import Case, Category, Tier

Known = TypeVar("Known")

HUNDRED = Fraction(100)


class Urgency:
    """Scores of the cases of a snapshot."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._policy = staff.snapshot.policy.urgency

    def score(self, case: Case) -> Fraction:
        """What was sent, else the sum of all points, clamped, and lifted to the floor."""
        if case.urgency is not None:
            return Fraction(case.urgency)
        clamped = min(max(sum(self.points(case), start=Fraction(0)), Fraction(0)), HUNDRED)
        lifted = self.is_vip(case) or self.escalates(case)
        return max(clamped, _exact(self._policy.floor)) if lifted else clamped

    def band(self, case: Case) -> str:
        """The highest band that the score reaches."""
        score = self.score(case)
        return next(name for name, least in self._policy.bands if score >= least)

    def is_vip(self, case: Case) -> bool:
        """The case says so, or else its account."""
        return bool(_first(case.vip, self._staff.account(case).vip))

    def escalates(self, case: Case) -> bool:
        """Its category escalates by itself (U3)."""
        category = self._category(case)
        return category is not None and category.auto_escalates

    def tier(self, case: Case) -> Tier | None:
        """The tier of the case, or else of its account, if the policy has it (U1)."""
        name = case.tier or self._staff.account(case).tier
        return next((tier for tier in self._policy.tiers if tier.name == name), None)

    def _category(self, case: Case) -> Category | None:
        rows = self._policy.categories
        return next((row for row in rows if row.name == case.category), None)

    def points(self, case: Case) -> tuple[Fraction, ...]:
        """All parts of the score, before they are added up and clamped."""
        tier, category = self.tier(case), self._category(case)
        return (
            _exact(self._policy.base_points),
            _exact(tier.points if tier else 0.0),
            _exact(category.points if category else 0.0),
            _exact(self._value_points(case)),
            _exact(self._contact_points(case)),
            _exact(self._policy.vip_points if self.is_vip(case) else 0.0),
            _exact(case.escalation_bonus),
        )

    def _value_points(self, case: Case) -> float:
        """Of the highest value that is exceeded; an unknown one exceeds none."""
        value = _first(case.lifetime_value, self._staff.account(case).lifetime_value)
        rows = self._policy.lifetime_values
        exceeded = [row for row in rows if value is not None and value > row[0]]
        return max(exceeded)[1] if exceeded else self._policy.other_value_points

    def _contact_points(self, case: Case) -> float:
        """Of the shortest span that has not passed."""
        contact = _first(case.last_contact, self._staff.account(case).last_contact)
        if contact is None:
            return 0.0
        age: timedelta = self._staff.snapshot.now - contact
        open_spans = [row for row in self._policy.contacts if age < row[0]]
        return min(open_spans)[1] if open_spans else 0.0


def _first(own: Known | None, other: Known | None) -> Known | None:
    return other if own is None else own


def _exact(number: float) -> Fraction:
    """The number as people write it."""
    return Fraction(str(number))
