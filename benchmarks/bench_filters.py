"""Measures filters of virtual queues over many cases (Q2).

Run: `python -m benchmarks.bench_filters --cases 100000 --filters 100`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter

import typer

from benchmarks.instances.dice import Dice
from constraints.filters import Columns, FilterSet, field_table, parse_filter
from solver.facts import Account, Case, Policy

ACCOUNTS = 5_000
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
WORDS = ("login", "invoice", "outage", "password", "export", "refund", "slow", "error")
CATEGORIES = ("outage", "billing", "general question", "feature request")
TIERS = ("Premium", "Standard", "Basic", "")

TEMPLATES = (
    "queue = 'q{n}' AND priority IN ('P1', 'P2')",
    "subject CONTAINS '{word} {n}' OR category = 'outage'",
    "urgency >= {n} AND (tier = 'Premium' OR created < now - {n}h)",
    "NOT (queue IN ('q1', 'q2', 'q{n}')) AND account LIKE 'acc{n}%'",
    "category = 'billing' AND age BETWEEN {n}m AND {n}h",
    "subject LIKE '%{word}%{n}_' AND tier IS NOT NULL",
    "account IN ('acc{n}', 'acc1{n}', 'acc2{n}') OR urgency IS NULL",
    "priority <= 'P2' AND NOT category = 'general question' AND effort > 1",
    "account = 'acc{n}' OR (tier = 'Basic' AND urgency > {n})",
    "created BETWEEN '2026-03-01' AND '2026-03-04' AND queue != 'q{n}'",
)
"""What team leads write; each is filled with numbers and words."""


def main(cases: int = 100_000, filters: int = 100, repeats: int = 3) -> None:
    """Prints the best time of each step."""
    table = field_table(Policy())
    tickets, customers = make_tickets(cases), make_customers()
    texts = make_filters(filters)
    parsed = FilterSet(tuple(parse_filter(text, table) for text in texts))
    best = {
        "parse and check the filters": timed(
            lambda: [parse_filter(text, table) for text in texts], repeats
        ),
        "first cycle step: columns and masks": timed(
            lambda: parsed.masks(Columns(table, tickets, customers), NOW), repeats
        ),
        "masks alone": warm(parsed, Columns(table, tickets, customers), repeats),
    }
    typer.echo(f"{filters} filters x {cases} cases, best of {repeats}")
    for step, seconds in best.items():
        typer.echo(f"{seconds:8.3f} s  {step}")


def timed(work: Callable[[], object], repeats: int) -> float:
    """Shortest time in seconds."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def warm(parsed: FilterSet, columns: Columns, repeats: int) -> float:
    """Shortest time in seconds with columns that are there already."""
    parsed.masks(columns, NOW)
    return timed(lambda: parsed.masks(columns, NOW), repeats)


def make_filters(count: int) -> list[str]:
    """Filters, all different."""
    return [
        TEMPLATES[n % len(TEMPLATES)].format(n=n, word=WORDS[n % len(WORDS)])
        for n in range(1, count + 1)
    ]


def make_tickets(count: int) -> tuple[Case, ...]:
    """Cases of 200 queues and 5,000 accounts; every subject is different."""
    dice = Dice(seed=1, purpose=77)
    columns = [dice.whole(0, 999_999, count).tolist() for _ in range(6)]
    return tuple(_ticket(place, row) for place, row in enumerate(zip(*columns, strict=True)))


def make_customers() -> tuple[Account, ...]:
    """The accounts of the cases."""
    return tuple(Account(f"acc{n}", tier=TIERS[n % len(TIERS)]) for n in range(ACCOUNTS))


def _ticket(place: int, row: tuple[int, ...]) -> Case:
    queue, account, minutes, priority, category, urgency = row
    return Case(
        case_id=f"c{place:06}",
        created=NOW - timedelta(minutes=minutes % 20_000),
        queue_id=f"q{queue % 200}",
        account_id=f"acc{account % ACCOUNTS}",
        priority=f"P{priority % 4 + 1}",
        urgency=None if urgency % 10 == 0 else urgency % 100,
        effort=1.0 + priority % 3,
        category=CATEGORIES[category % len(CATEGORIES)],
        subject=f"{WORDS[category % len(WORDS)]} {urgency} in module {account}",
    )


if __name__ == "__main__":
    typer.run(main)
