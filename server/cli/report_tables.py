"""What the program prints about a report: a ranking for each facet, or all of it as JSON."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from server.reports.ranking import Report, Row
from server.reports.suggestions import Suggestion

NOTHING = "(none)"
"""Shown for cases without a value."""

HEADLINES = {
    "catch-all": "fell into the catch-all",
    "override": "went to manual review",
    "manual": "were changed by hand",
}
SHOWN_REASONS = 3


def show_report(console: Console, report: Report) -> None:
    """Prints the headline, why, and one table for each facet."""
    share = report.count / report.case_count if report.case_count else 0.0
    console.print(
        f"{report.count} of {report.case_count} cases ({share:.0%}) {HEADLINES[report.name]},"
        f" in {report.record_count} recorded batches.",
        highlight=False,
    )
    if report.count:
        console.print(f"Why: {_counts(report.why, len(report.why))}.", highlight=False)
    if report.refusals:
        refusals = _counts(report.refusals, len(report.refusals))
        console.print(
            f"Agents of their own queues, by first refusal: {refusals}.", highlight=False
        )  # fmt: skip
    for facet, rows, total in report.facets:
        console.print(_table(facet, rows, total))


def as_fields(report: Report) -> dict[str, object]:
    """The report as JSON has it."""
    return {
        "report": report.name,
        "record_count": report.record_count,
        "case_count": report.case_count,
        "count": report.count,
        "why": dict(report.why),
        "refusals": dict(report.refusals),
        "by": {
            facet: {"value_count": total, "rows": [_fields(row) for row in rows]}
            for facet, rows, total in report.facets
        },
    }


def _fields(row: Row) -> dict[str, object]:
    return {
        "value": row.value,
        "count": row.count,
        "share": round(row.share, 6),
        "why": dict(row.why),
        "refusals": dict(row.refusals),
        "suggestion": row.suggestion and _suggestion_fields(row.suggestion),
    }


def _suggestion_fields(suggestion: Suggestion) -> dict[str, object]:
    return {
        "filter": suggestion.filter,
        "takes": suggestion.taken,
        "takes_others": suggestion.others,
    }


def _table(facet: str, rows: Iterable[Row], total: int) -> Table:
    rows = list(rows)
    more = f", first {len(rows)} of {total}" if total > len(rows) else ""
    words = facet.replace("_", " ")
    table = Table(title=f"By {words}{more}", title_justify="left")
    table.add_column(words, overflow="fold")
    table.add_column("cases", justify="right")
    table.add_column("share", justify="right")
    table.add_column("why", overflow="fold")
    table.add_column("filter for a rule", overflow="fold")
    table.add_column("takes", justify="right")
    for row in rows:
        table.add_row(
            Text(row.value or NOTHING),
            str(row.count),
            f"{row.share:.0%}",
            Text(_reasons(row)),
            Text(row.suggestion.filter if row.suggestion else ""),
            Text(_takes(row.suggestion)),
        )
    return table


def _reasons(row: Row) -> str:
    """Why, and the rules behind it."""
    rules = _counts(row.refusals, SHOWN_REASONS)
    return _counts(row.why, SHOWN_REASONS) + (f"\n{rules}" if rules else "")


def _counts(counts: Iterable[tuple[str, int]], most: int) -> str:
    return ", ".join(f"{count} {name}" for name, count in list(counts)[:most])


def _takes(suggestion: Suggestion | None) -> str:
    """How many of the row, and how many others."""
    if suggestion is None:
        return ""
    others = f" and {suggestion.others} others" if suggestion.others else ""
    return f"{suggestion.taken}{others}"
