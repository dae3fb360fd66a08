"""Customer history of an account and an agent (S8), in exact fractions."""

from fractions import Fraction
from statistics import mean

from allotment.v1.case_pb2 import Account, Case, CustomerHistory
from tests.referee.loads import decimal
from tests.referee.moments import length
from tests.referee.snapshot import Snapshot


def entry(snapshot: Snapshot, case: Case, agent: str) -> tuple[Account, CustomerHistory] | None:
    """What the case's account and the agent know of each other."""
    account = snapshot.accounts.get(case.account_id)
    if account is None:
        return None
    found = [row for row in account.histories if row.agent_id == agent]
    return (account, found[0]) if found else None


def history(snapshot: Snapshot, case: Case, agent: str) -> Fraction | None:
    """The pillar's value; None: there is no case or no factor."""
    found = entry(snapshot, case, agent)
    return None if found is None else value(*found)


def value(account: Account, row: CustomerHistory) -> Fraction | None:
    present = [value for _, value in factors(account, row)]
    if not present or not row.case_count:
        return None
    r = mean(present)
    believed = Fraction(row.case_count, row.case_count + 3)
    return Fraction(1, 5) + believed * r * (Fraction(4, 5) if r > 0 else Fraction(1, 5))


def factors(account: Account, row: CustomerHistory) -> list[tuple[str, Fraction]]:
    """Those that are present, by name, each from -1 to 1."""
    found = []
    if row.HasField("sentiment"):
        found.append(("sentiment", decimal(row.sentiment)))
    if row.HasField("sentiment_trend"):
        found.append(("sentiment_trend", clamped(decimal(row.sentiment_trend))))
    if row.HasField("need_attention"):
        found.append(("need_attention", 1 - 2 * decimal(row.need_attention)))
    if row.HasField("mean_resolution_duration") and account.HasField("median_resolution_duration"):
        median = Fraction(length(account.median_resolution_duration))
        found.append(
            ("resolution", clamped((median - length(row.mean_resolution_duration)) / median))
        )
    if row.HasField("final_resolver_share"):
        found.append(("final_resolver", 2 * decimal(row.final_resolver_share) - 1))
    return found


def clamped(number: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(-1), number))
