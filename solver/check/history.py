"""Customer history: how account and agent got on (S8)."""

from collections.abc import Iterator

import numpy as np

from solver.check.staff import Staff
from solver.facts import Account, History
from solver.units import Ints, to_ppm

BASELINE = 0.2
"""Where nothing is known."""
HALF_BELIEVED = 3
"""Cases after which a history counts half."""


class Histories:
    """Histories of one snapshot; each account is looked at once."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._rows: dict[str, Ints] = {}

    def ppm(self, case: int) -> Ints:
        """Values of the agents for the account of a case; shape: agents."""
        account = self._staff.account(self._staff.snapshot.cases[case])
        if account.account_id not in self._rows:
            self._rows[account.account_id] = self._row(account)
        return self._rows[account.account_id]

    def _row(self, account: Account) -> Ints:
        values = np.full(len(self._staff.snapshot.agents), BASELINE)
        for one in account.histories:
            values[self._staff.positions([one.agent_id])] = value(account, one)
        return to_ppm(values)


def value(account: Account, history: History) -> float:
    """0.2 + c * (0.8 * max(r, 0) + 0.2 * min(r, 0)) of the mean r of the factors present."""
    present = list(factors(account, history))
    if not present or not history.case_count:
        return BASELINE
    r = sum(present) / len(present)
    c = history.case_count / (history.case_count + HALF_BELIEVED)
    return 0.2 + c * (0.8 * max(r, 0.0) + 0.2 * min(r, 0.0))


def factors(account: Account, history: History) -> Iterator[float]:
    """Those that are known, each from -1 to 1."""
    if history.sentiment is not None:
        yield history.sentiment
    if history.sentiment_trend is not None:
        yield _clamped(history.sentiment_trend)
    if history.need_attention is not None:
        yield 1 - 2 * history.need_attention
    median, mean = account.median_resolution, history.mean_resolution
    if median is not None and mean is not None:
        yield _clamped((median - mean) / median)
    if history.final_resolver_share is not None:
        yield 2 * history.final_resolver_share - 1


def _clamped(number: float) -> float:
    return min(1.0, max(-1.0, number))
