"""Certificates of solves that time ended: nothing in them fails, and what is open is named."""

from collections import Counter
from collections.abc import Callable

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from server.answer import respond
from server.processes.watch import Patient, Watch
from tests.answering import SETTINGS
from tests.solver.check.certificate.judged import certified, factored, verdict

SEEDS = range(12)
ASKED = (0, 1, 2, 4, 8)


class Ticking:
    """A clock that goes on by a step whenever it is read."""

    def __init__(self, step: float) -> None:
        self._now, self._step = 0.0, step

    def __call__(self) -> float:
        self._now += self._step
        return self._now


def cut_short(request: AssignRequest, readings: int) -> AssignResponse:
    """The answer when time is over after some readings of the clock."""
    limit = SETTINGS.time_limit.total_seconds()
    clock: Callable[[], float] = Ticking(limit / (readings + 1))
    return respond(request, SETTINGS, Watch(SETTINGS, Patient(), clock))


def tally(kind: str) -> Counter[str]:
    """How many are verified, and what the others leave open."""
    counts = Counter[str]()
    for seed in SEEDS:
        request = certified(kind, seed)
        for readings in ASKED:
            response = cut_short(request, readings)
            found = verdict(request, response)
            assert not found.failures, (seed, readings, list(found.failures))
            counts["verified"] += found.verified
            counts.update(gap.split(":")[0].split(";")[0] for gap in found.unverified)
    return counts


@pytest.mark.parametrize("kind", ["rich", "random"])
def test_answers_of_solves_that_were_ended_hold_as_far_as_they_go(kind: str) -> None:
    counts = tally(kind)
    assert counts["verified"]
    assert counts["there are no prices"]


def test_the_same_for_factored_problems() -> None:
    with factored():
        counts = tally("random")
    assert counts["verified"]
    assert counts["the prices prove only the levels before these"]
