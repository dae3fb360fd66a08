"""Customer history from what a log told up to the moment (S8)."""

from allotment.v1.case_pb2 import CustomerHistory
from tests.server.importing.logs import Row, event, imported


def story(number: str, day: int, hours: int, *agents: str, caller: str = "Caller 1") -> list[Row]:
    """Opened at 08:00 of a March day, held by the agents in turn, resolved after so many hours."""
    opened = f"{day}/3/2016 08:00"
    rows = [
        event(number, f"{day}/3/2016 08:{10 + place}", assigned_to=agent, caller_id=caller,
              opened_at=opened)
        for place, agent in enumerate(agents)
    ]  # fmt: skip
    done = f"{day}/3/2016 {8 + hours:02d}:00"
    state = {"incident_state": "Resolved", "assigned_to": agents[-1]}
    return [*rows, event(number, done, caller_id=caller, opened_at=opened, **state)]


WAITS = event("WAIT", "9/3/2016 09:00")


def histories(rows: list[Row], at: str = "2016-03-10 12:00") -> dict[str, CustomerHistory]:
    """What the caller of the waiting incident and single agents know of each other."""
    (account,) = imported([*rows, WAITS], at).request.accounts
    return {row.agent_id: row for row in account.histories}


def test_S8_who_resolved_in_the_end_and_how_fast() -> None:
    rows = [
        *story("A", 1, 2, "Ann"),
        *story("B", 2, 4, "Bob", "Ann"),
        *story("C", 3, 12, "Ann", "Bob"),
    ]

    found = histories(rows)

    assert (found["Ann"].case_count, found["Bob"].case_count) == (3, 2)
    assert round(found["Ann"].final_resolver_share, 4) == 0.6667
    assert found["Bob"].final_resolver_share == 0.5
    assert found["Ann"].mean_resolution_duration.seconds == 3 * 3600
    assert found["Bob"].mean_resolution_duration.seconds == 12 * 3600
    (account,) = imported([*rows, WAITS]).request.accounts
    assert account.median_resolution_duration.seconds == 4 * 3600


def test_S8_who_only_held_a_case_has_no_resolution_time() -> None:
    found = histories(story("B", 2, 4, "Bob", "Ann"))

    assert found["Bob"].final_resolver_share == 0
    assert not found["Bob"].HasField("mean_resolution_duration")


def test_S8_nothing_after_the_moment_is_known() -> None:
    rows = [*story("A", 1, 2, "Ann"), *story("B", 8, 2, "Bob")]

    assert histories(rows, "2016-03-09 12:00").keys() == {"Ann", "Bob"}
    assert histories(
        [*story("A", 1, 2, "Ann"), *story("B", 9, 8, "Bob")], "2016-03-09 12:00"
    ).keys() == {"Ann"}


def test_S8_an_incident_that_was_opened_again_is_not_resolved() -> None:
    again = event("A", "2/3/2016 08:00", assigned_to="Ann", incident_state="Active")

    assert histories([*story("A", 1, 2, "Ann"), again, *story("B", 3, 2, "Bob")]).keys() == {"Bob"}


def test_S8_customers_are_kept_apart() -> None:
    rows = [*story("A", 1, 2, "Ann", caller="Caller 7"), *story("B", 3, 2, "Bob")]

    assert histories(rows).keys() == {"Bob"}
