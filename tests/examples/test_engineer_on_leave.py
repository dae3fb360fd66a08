"""I2, the engineer on leave: bucket 2 while he is away, and back to him on return."""

from tests.examples.shipped import assigned, at, example, judged

KEY = ("lighthouse-7", "northwind-4")


def test_I2_on_leave_his_accounts_fall_to_bucket_2_best_history_first() -> None:
    """Goran knows Lighthouse best, Frida knows Northwind best."""
    rows = assigned(judged(example("engineer_on_leave")))

    assert [(rows[case].agent_id, rows[case].bucket) for case in KEY] == [
        ("goran", 2),
        ("frida", 2),
    ]


def test_I2_on_return_they_are_his_again() -> None:
    """From the first moment back; the day before he left was no different."""
    for moment in ("2026-03-23T09:00:00+01:00", "2026-03-31T12:00:00+02:00"):
        rows = assigned(judged(at(example("engineer_on_leave"), moment)))
        assert [(rows[case].agent_id, rows[case].bucket) for case in KEY] == [("erik", 1)] * 2


def test_I2_other_customers_never_get_him() -> None:
    """He is in no bucket, so he is nobody else's; for them the team is bucket 1."""
    for moment in ("2026-03-11T10:00:00+01:00", "2026-03-23T09:00:00+01:00"):
        row = assigned(judged(at(example("engineer_on_leave"), moment)))["corner-1"]
        assert row.agent_id != "erik"
        assert row.bucket == 1
