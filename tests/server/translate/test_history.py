"""Histories of accounts and agents: read all at once, refused one by one (S8)."""

from datetime import timedelta
from typing import Any

import pytest

from solver.facts import History
from tests.server.translate.requests import edited, problems_of, translate

Row = dict[str, Any]


def histories(account: int, *rows: Row) -> dict[str, object]:
    """The change that gives an account these histories."""
    return {f"accounts.{account}.histories": list(rows)}


def changes(*accounts: dict[str, object]) -> dict[str, object]:
    """Accounts a1, a2, ... beside what is changed in them."""
    rows: list[Row] = [{"account_id": f"a{place}"} for place in range(1, len(accounts) + 1)]
    both: dict[str, object] = {"accounts": rows}
    for account in accounts:
        both |= account
    return both


def test_every_account_has_its_own_histories() -> None:
    """Whatever is unset is unknown, a zero is not; two accounts may know the same agent."""
    full = {
        "agent_id": "g1",
        "case_count": 4,
        "sentiment": 0,
        "sentiment_trend": -1e9,
        "need_attention": 1,
        "final_resolver_share": 0.5,
        "mean_resolution_duration": "3600.000001999s",
    }
    asked = edited(
        changes(histories(0, {"agent_id": "g2"}, full), {}, histories(2, {"agent_id": "g1"}))
    )

    hour = timedelta(hours=1, microseconds=1)
    assert [account.histories for account in translate(asked).snapshot.accounts] == [
        (History("g2"), History("g1", 4, 0.0, -1e9, 1.0, 0.5, hour)),
        (),
        (History("g1"),),
    ]


@pytest.mark.parametrize(
    ("fields", "name", "reason"),
    [
        pytest.param({"agent_id": ""}, "agent_id", "REQUIRED", id="no agent"),
        pytest.param({"agent_id": "g9"}, "agent_id", "UNKNOWN_ID", id="unknown agent"),
        pytest.param({"agent_id": "g1"}, "agent_id", "DUPLICATE", id="the agent before"),
        pytest.param({"case_count": -1}, "case_count", "OUT_OF_RANGE", id="cases below 0"),
        pytest.param({"sentiment": 1.5}, "sentiment", "OUT_OF_RANGE", id="sentiment over 1"),
        pytest.param({"sentiment": "NaN"}, "sentiment", "NOT_FINITE", id="no sentiment"),
        pytest.param({"sentiment_trend": 2e9}, "sentiment_trend", "OUT_OF_RANGE", id="trend"),
        pytest.param({"need_attention": -0.1}, "need_attention", "OUT_OF_RANGE", id="need"),
        pytest.param(
            {"final_resolver_share": 90}, "final_resolver_share", "OUT_OF_RANGE", id="percentage"
        ),
        pytest.param(
            {"mean_resolution_duration": "-1s"},
            "mean_resolution_duration",
            "OUT_OF_RANGE",
            id="before it came",
        ),
    ],
)
def test_one_wrong_history_among_right_ones_is_found(fields: Row, name: str, reason: str) -> None:
    wrong = {"agent_id": "g2"} | fields
    right = histories(0, {"agent_id": "g1"}, {"agent_id": "g2"})
    asked = edited(changes(right, histories(1, {"agent_id": "g1"}, wrong)))

    assert problems_of(asked) == [(f"accounts[1].histories[1].{name}", reason)]


def test_problems_come_account_by_account() -> None:
    """Durations first, then the rest row by row, then what else is wrong with the account."""
    late = {"agent_id": "g1", "case_count": -1, "mean_resolution_duration": "-1s"}
    asked = edited(
        changes(
            histories(0, {"agent_id": "g9"}, late) | {"accounts.0.lifetime_value": "NaN"},
            {"accounts.1.time_zone": "Atlantis"},
            histories(2, {"agent_id": "g2", "sentiment": 3}),
        ),
    )

    assert problems_of(asked) == [
        ("accounts[0].histories[1].mean_resolution_duration", "OUT_OF_RANGE"),
        ("accounts[0].histories[0].agent_id", "UNKNOWN_ID"),
        ("accounts[0].histories[1].case_count", "OUT_OF_RANGE"),
        ("accounts[0].lifetime_value", "NOT_FINITE"),
        ("accounts[1].time_zone", "UNKNOWN_ZONE"),
        ("accounts[2].histories[0].sentiment", "OUT_OF_RANGE"),
    ]
