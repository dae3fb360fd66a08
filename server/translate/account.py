"""The accounts behind the cases, and what is known of them and single agents."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from allotment.v1 import case_pb2 as wire
from server.translate.checks import Once, require
from server.translate.history import histories_from_proto, tell_wrong
from server.translate.reading import Reading
from server.translate.requirements import read_attributes
from server.translate.schedule import read_windows, read_zone
from server.translate.standing import read_standing
from server.translate.times import POSITIVE, read_duration
from server.violations import Violations
from solver.facts import Account, History


def accounts_from_proto(reading: Reading, rows: Sequence[wire.Account]) -> tuple[Account, ...]:
    """The accounts in the order of the request."""
    seen = Once(reading.violations)
    histories: Sequence[tuple[History, ...] | None]
    histories = histories_from_proto(reading.agent_ids, rows) or [None] * len(rows)
    return tuple(
        _account(reading, seen, row, f"accounts[{index}]", histories[index])
        for index, row in enumerate(rows)
    )


def _account(
    reading: Reading,
    seen: Once,
    row: wire.Account,
    at: str,
    histories: tuple[History, ...] | None,
) -> Account:
    """histories: None where some of the request are wrong."""
    violations = reading.violations
    seen.identify(row.account_id, f"{at}.account_id")
    zone = read_zone(violations, f"{at}.time_zone", row.time_zone)
    if row.activity_windows and not row.time_zone:
        advice = "Europe/Vienna: the activity windows are local hours"
        require(violations, f"{at}.time_zone", advice)
    windows = read_windows(violations, f"{at}.activity_windows", row.activity_windows)
    skip_weekends = row.skip_weekends if row.HasField("skip_weekends") else None
    return Account(
        account_id=row.account_id,
        zone=zone,
        activity_windows=windows,
        skip_weekends=skip_weekends,
        designated_agent_id=row.designated_agent_id,
        attributes=read_attributes(violations, f"{at}.attributes", row.attributes),
        histories=_histories(reading, f"{at}.histories", row, histories),
        median_resolution=_median_resolution(violations, at, row),
        **read_standing(violations, row, at),
    )


def _median_resolution(violations: Violations, at: str, row: wire.Account) -> timedelta | None:
    if not row.HasField("median_resolution_duration"):
        return None
    path = f"{at}.median_resolution_duration"
    return read_duration(violations, path, row.median_resolution_duration, POSITIVE)


def _histories(
    reading: Reading, path: str, row: wire.Account, told: tuple[History, ...] | None
) -> tuple[History, ...]:
    """Those read already, else none and what is wrong with them."""
    if told is None:
        tell_wrong(reading, path, row.histories)
    return told or ()


def zoned(rows: Iterable[wire.Account]) -> frozenset[str]:
    """Ids of the accounts that name a time zone, right or wrong."""
    return frozenset(row.account_id for row in rows if row.time_zone)
