"""What is known of accounts and single agents (S8); there are many, so they are checked at once."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Literal, TypeAlias

from allotment.v1 import case_pb2 as wire
from server.translate.checks import COUNT, SHARE, Once, Range, check_known, check_number
from server.translate.reading import Reading
from server.translate.times import ANY, read_duration
from server.violations import Violations
from solver.facts import History

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


def histories_from_proto(
    agent_ids: AbstractSet[str], accounts: Sequence[wire.Account]
) -> list[tuple[History, ...]] | None:
    """The histories of each account; None where anything is wrong, which `tell_wrong` tells."""
    wrong = Violations()
    histories = [tuple([_history(wrong, row) for row in account.histories]) for account in accounts]
    return None if wrong or not _are_right(agent_ids, histories) else histories


def _history(violations: Violations, row: wire.CustomerHistory) -> History:
    has = row.HasField
    return History(
        row.agent_id,
        row.case_count,
        row.sentiment if has("sentiment") else None,
        row.sentiment_trend if has("sentiment_trend") else None,
        row.need_attention if has("need_attention") else None,
        row.final_resolver_share if has("final_resolver_share") else None,
        read_duration(violations, "", row.mean_resolution_duration, ANY)
        if has("mean_resolution_duration")
        else None,
    )


def _are_right(known: AbstractSet[str], histories: Sequence[Sequence[History]]) -> bool:
    """True where each account names agents of the request, none twice, and numbers in range."""
    columns = zip(*chain.from_iterable(histories), strict=True)
    agent_ids = {*next(columns, ())}
    return (
        "" not in agent_ids
        and agent_ids <= known
        and all(len({one.agent_id for one in each}) == len(each) for each in histories)
        and min(next(columns, ()), default=0) >= 0
        and all(map(Range.holds_all, _ALLOWED.values(), columns))
    )


def tell_wrong(reading: Reading, path: str, rows: Sequence[wire.CustomerHistory]) -> None:
    """Notes whatever is wrong with the histories of an account."""
    violations, seen = reading.violations, Once(reading.violations)
    for index, row in enumerate(rows):
        if row.HasField("mean_resolution_duration"):
            at = f"{path}[{index}].mean_resolution_duration"
            read_duration(violations, at, row.mean_resolution_duration, ANY)
    for index, row in enumerate(rows):
        at = f"{path}[{index}]"
        if seen.identify(row.agent_id, f"{at}.agent_id"):
            check_known(violations, f"{at}.agent_id", row.agent_id, reading.agent_ids, "`agents`")
        check_number(violations, f"{at}.case_count", row.case_count, COUNT)
        for name, allowed in _ALLOWED.items():
            if row.HasField(name):
                check_number(violations, f"{at}.{name}", getattr(row, name), allowed)
