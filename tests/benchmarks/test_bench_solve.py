"""A measured solve gets its time, and no more, as a call does."""

from datetime import timedelta

from benchmarks.bench_solve import solve_once, watching
from benchmarks.instances import Order, make_instance


def test_without_a_limit_a_solve_is_never_over() -> None:
    assert not watching(None).is_over()


def test_a_solve_is_over_when_its_time_is() -> None:
    assert watching(timedelta(0)).is_over()
    assert not watching(timedelta(hours=1)).is_over()


def test_a_solve_without_time_leaves_a_plan_with_what_is_proved() -> None:
    order = Order(cases=200, agents=50, tightness=1.3)
    raw = make_instance("weighted-sparse", order).SerializeToString()

    hurried, patient = solve_once(raw, 1e-3), solve_once(raw, 10.0)

    assert not hurried.proved
    assert hurried.served > 0
    assert patient.served >= hurried.served
    assert patient.unproved in ("", "fit", "tie-break")
