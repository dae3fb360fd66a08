"""Each different customer is looked at once, however many cases he has (S5)."""

from objectives.customers import customers_of
from tests.builders import VIENNA, account, case, snapshot, window

DAY = (window("09:00", "17:00"),)


def test_S5_cases_whose_facts_agree_share_a_profile() -> None:
    cases = (
        case("c1", account_id="k1"),
        case("c2", zone=VIENNA, activity_windows=DAY),
        case("c3"),
        case("c4", account_id="k1"),
        case("c5", account_id="unknown"),
    )
    accounts = (account("k1", zone=VIENNA, activity_windows=DAY),)
    found = customers_of(snapshot(cases=cases, accounts=accounts))

    assert found.row.tolist() == [0, 0, 1, 0, 1]
    assert [bool(one.activity.windows) for one in found.profiles] == [True, False]
