"""A search ends before a further try would overrun."""

from server.what_if.pace import Pace


def asked(times: list[float], end: float, first: float) -> list[bool]:
    """What is said at some moments."""
    clock = iter(times)
    now = [0.0]

    def tick() -> float:
        now[0] = next(clock)
        return now[0]

    pace = Pace(lambda: end - now[0], first, tick)
    return [pace.is_over() for _ in times]


def test_the_first_try_must_fit_too() -> None:
    """It takes as long as what came before."""
    assert asked([0], end=10, first=9) == [False]
    assert asked([0], end=10, first=10) == [True]


def test_the_longest_try_so_far_is_what_the_next_one_may_take() -> None:
    assert asked([0, 4, 5], end=10, first=1) == [False, False, False]
    assert asked([0, 4, 7], end=10, first=1) == [False, False, True]
