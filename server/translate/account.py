"""The accounts behind the cases, and what is known of them and single agents."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import starmap
from typing import Literal, TypeAlias

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
    """What is known of the account and single agents (S8), column by column: there are many."""
    if not rows:
        return ()
    agent_ids, counts = [row.agent_id for row in rows], [row.case_count for row in rows]
    factors = {name: _factors(rows, name) for name in _ALLOWED}
    resolutions = [
        _mean_resolution(reading.violations, f"{path}[{i}]", row)
        if row.HasField("mean_resolution_duration")
        else None
        for i, row in enumerate(rows)
    ]
    if not _are_right(reading.agent_ids, agent_ids, counts, factors):
        _tell_wrong(reading, path, rows)
    columns = (agent_ids, counts, *factors.values(), resolutions)
    return tuple(starmap(History, zip(*columns, strict=True)))


Factors: TypeAlias = list[float | None]
FactorName: TypeAlias = Literal[
    "sentiment", "sentiment_trend", "need_attention", "final_resolver_share"
]

_ALLOWED: Mapping[FactorName, Range] = {
    "sentiment": Range(-1, 1),
    "sentiment_trend": Range(-1e9, 1e9),
    "need_attention": SHARE,
    "final_resolver_share": SHARE,
}
"""In the order of the fields of `History`."""


def _factors(rows: Sequence[wire.CustomerHistory], name: FactorName) -> Factors:
    """A factor of all histories, None where it is absent."""
    return [getattr(row, name) if row.HasField(name) else None for row in rows]


def _are_right(
    known: Collection[str],
    agent_ids: Sequence[str],
    counts: Sequence[int],
    factors: Mapping[FactorName, Factors],
) -> bool:
    """True where `_tell_wrong` would find nothing."""
    once = set(agent_ids)
    return (
        len(once) == len(agent_ids)
        and "" not in once
        and all(agent_id in known for agent_id in once)
        and min(counts) >= 0
        and all(_ALLOWED[name].holds_all(values) for name, values in factors.items())
    )


def _tell_wrong(reading: Reading, path: str, rows: Sequence[wire.CustomerHistory]) -> None:
    """Notes whatever is wrong with ids and numbers."""
    violations, seen = reading.violations, Once(reading.violations)
    for index, row in enumerate(rows):
        at = f"{path}[{index}]"
        if seen.identify(row.agent_id, f"{at}.agent_id"):
            check_known(violations, f"{at}.agent_id", row.agent_id, reading.agent_ids, "`agents`")
        check_number(violations, f"{at}.case_count", row.case_count, COUNT)
        for name, allowed in _ALLOWED.items():
            if row.HasField(name):
                check_number(violations, f"{at}.{name}", getattr(row, name), allowed)


def _mean_resolution(
    violations: Violations, at: str, row: wire.CustomerHistory
) -> timedelta | None:
    """The duration, where there is one."""
    path = f"{at}.mean_resolution_duration"
    return read_duration(violations, path, row.mean_resolution_duration, ANY)


def zoned(rows: Iterable[wire.Account]) -> frozenset[str]:
    """Ids of the accounts that name a time zone, right or wrong."""
    return frozenset(row.account_id for row in rows if row.time_zone)
