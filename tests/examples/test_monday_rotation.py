"""I6, the Monday rotation: turns inside the window, fit outside it."""

from allotment.v1.plan_pb2 import VIA_OPTIMISED, VIA_ROUND_ROBIN
from tests.examples.shipped import assigned, at, example, judged


def test_I6_at_ten_the_least_recent_get_the_leads() -> None:
    """Di never had one and Cy's last one is the oldest; a ticket does not count."""
    rows = assigned(judged(example("monday_rotation"))).values()

    assert {(row.agent_id, row.via) for row in rows} == {
        ("di", VIA_ROUND_ROBIN),
        ("cy", VIA_ROUND_ROBIN),
    }


def test_I6_at_two_the_same_snapshot_goes_by_fit() -> None:
    """Ava and Bo have the most time left."""
    later = at(example("monday_rotation"), "2026-03-02T14:00:00-06:00")
    rows = assigned(judged(later)).values()

    assert {(row.agent_id, row.via) for row in rows} == {
        ("ava", VIA_OPTIMISED),
        ("bo", VIA_OPTIMISED),
    }


def test_I6_the_window_is_on_the_wall_of_the_queues_zone() -> None:
    """At 11:00 in Chicago it is over, and the week after, in summer time, it is too."""
    moments = {
        "2026-03-02T10:59:59-06:00": VIA_ROUND_ROBIN,
        "2026-03-02T11:00:00-06:00": VIA_OPTIMISED,
        "2026-03-09T09:00:00-05:00": VIA_ROUND_ROBIN,
        "2026-03-09T11:00:00-05:00": VIA_OPTIMISED,
    }
    for moment, via in moments.items():
        rows = assigned(judged(at(example("monday_rotation"), moment)))
        assert {row.via for row in rows.values()} == {via}, moment
