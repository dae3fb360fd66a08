"""The accounts behind the cases, and what is known of them and single agents."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Literal

from allotment.v1 import case_pb2 as wire
from server.translate.checks import (
    COUNT,
    SHARE,
    Once,
    Range,
    check_known,
    check_number,
    require,
)
from server.translate.reading import Reading
from server.translate.requirements import read_attributes
from server.translate.schedule import read_windows, read_zone
from server.translate.standing import read_standing
from server.translate.times import ANY, POSITIVE, read_duration
from server.violations import Violations
from solver.facts import Account, History


def accounts_from_proto(reading: Reading, rows: Iterable[wire.Account]) -> tuple[Account, ...]:
    """The accounts in the order of the request."""
    seen = Once(reading.violations)
    return tuple(
        _account(reading, seen, row, f"accounts[{index}]") for index, row in enumerate(rows)
    )


def _account(reading: Reading, seen: Once, row: wire.Account, at: str) -> Account:
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
        histories=_histories(reading, f"{at}.histories", row.histories),
        median_resolution=_median_resolution(violations, at, row),
        **read_standing(violations, row, at),
    )


def _median_resolution(violations: Violations, at: str, row: wire.Account) -> timedelta | None:
    if not row.HasField("median_resolution_duration"):
        return None
    path = f"{at}.median_resolution_duration"
    return read_duration(violations, path, row.median_resolution_duration, POSITIVE)


def _histories(
    reading: Reading, path: str, rows: Sequence[wire.CustomerHistory]
) -> tuple[History, ...]:
    """What is known of the account and single agents (S8)."""
    if not rows:
        return ()
    seen = Once(reading.violations)
    return tuple(_history(reading, seen, row, f"{path}[{i}]") for i, row in enumerate(rows))


def _history(reading: Reading, seen: Once, row: wire.CustomerHistory, at: str) -> History:
    violations, agent_id = reading.violations, row.agent_id
    if seen.identify(agent_id, f"{at}.agent_id"):
        check_known(violations, f"{at}.agent_id", agent_id, reading.agent_ids, "`agents`")
    if not COUNT.holds(row.case_count):
        check_number(violations, f"{at}.case_count", row.case_count, COUNT)
    return History(
        agent_id=agent_id,
        case_count=row.case_count,
        sentiment=_factor(violations, at, row, "sentiment"),
        sentiment_trend=_factor(violations, at, row, "sentiment_trend"),
        need_attention=_factor(violations, at, row, "need_attention"),
        mean_resolution=_mean_resolution(violations, at, row),
        final_resolver_share=_factor(violations, at, row, "final_resolver_share"),
    )


FactorName = Literal["sentiment", "sentiment_trend", "need_attention", "final_resolver_share"]

_ALLOWED: Mapping[FactorName, Range] = {
    "sentiment": Range(-1, 1),
    "sentiment_trend": Range(-1e9, 1e9),
    "need_attention": SHARE,
    "final_resolver_share": SHARE,
}


def _factor(
    violations: Violations, at: str, row: wire.CustomerHistory, name: FactorName
) -> float | None:
    """A factor of a history, None where it is absent."""
    if not row.HasField(name):
        return None
    value: float = getattr(row, name)
    check_number(violations, f"{at}.{name}", value, _ALLOWED[name])
    return value


def _mean_resolution(
    violations: Violations, at: str, row: wire.CustomerHistory
) -> timedelta | None:
    if not row.HasField("mean_resolution_duration"):
        return None
    path = f"{at}.mean_resolution_duration"
    return read_duration(violations, path, row.mean_resolution_duration, ANY)


def zoned(rows: Iterable[wire.Account]) -> frozenset[str]:
    """Ids of the accounts that name a time zone, right or wrong."""
    return frozenset(row.account_id for row in rows if row.time_zone)
