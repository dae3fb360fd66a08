"""Certificates of plans that time ended claim no more than they prove (02 sections 3 and 4)."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from server.answer import respond
from server.processes.watch import Patient, Watch
from solver.pricing import loop
from tests.answering import SETTINGS
from tests.solver.check.certificate.judged import certified, factored, verdict

HOURS = replace(SETTINGS, time_limit=timedelta(hours=1), time_left=timedelta(hours=2))


class Hasty(Patient):
    """A caller who has enough after so many questions."""

    def __init__(self, asks: int) -> None:
        self.asks = asks

    def has_enough(self) -> bool:
        self.asks -= 1
        return self.asks < 0


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cores that begin with the wrong ways, and have to grow."""
    for name in ("FIRST", "MORE", "FEWEST", "MOST"):
        monkeypatch.setattr(loop, name, 1)
    monkeypatch.setattr(loop, "first_prices", lambda problem, _: np.zeros_like(problem.new_room))


@pytest.mark.parametrize("start", range(0, 30, 10))
def test_nothing_in_them_fails_and_only_whole_ones_are_verified(start: int) -> None:
    unfinished = 0
    with factored():
        for seed in range(start, start + 10):
            request = certified("random", seed)
            for asks in (0, 3, 6, 12):
                response = respond(request, HOURS, Watch(HOURS, Hasty(asks)))
                found = verdict(request, response)
                assert not found.failures, (seed, asks, list(found.failures))
                if not all(level.proved for level in response.batch.levels):
                    assert not found.verified
                    unfinished += 1
    assert unfinished > 3
