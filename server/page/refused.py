"""Why cases wait: their reasons, and what refuses the agents of their queues."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from allotment.v1 import explanation_pb2, plan_pb2
from server.page.names import case_reason_name, reason_name
from server.page.span import Span, span


@dataclass(frozen=True, slots=True)
class Bar:
    """A reason with its count."""

    name: str
    count: int
    bar: Span


def case_reasons(rows: Iterable[plan_pb2.Assignment]) -> tuple[Bar, ...]:
    """Reasons of the waiting cases, the most frequent first."""
    waiting = [row.case_reason for row in rows if row.outcome == plan_pb2.OUTCOME_UNASSIGNED]
    return _bars(Counter(map(case_reason_name, waiting)))


def refusals(
    told: Iterable[explanation_pb2.Explanation], case_ids: frozenset[str]
) -> tuple[Bar, ...]:
    """Agents of the cases' queues by first reason, summed over the cases."""
    counts: Counter[str] = Counter()
    for one in told:
        if one.case_id in case_ids:
            for row in one.histogram:
                counts[reason_name(row.reason)] += row.agent_count
    return _bars(counts)


def histogram(told: explanation_pb2.Explanation) -> tuple[Bar, ...]:
    """Agents of one case's queues by first reason; bars share the scale of all its agents."""
    return tuple(
        Bar(reason_name(row.reason), row.agent_count, span(0, row.agent_count, told.agent_count))
        for row in told.histogram
    )


def _bars(counts: Counter[str]) -> tuple[Bar, ...]:
    """The largest first, ties by name; bars share its scale."""
    most = max(counts.values(), default=0)
    order = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Bar(name, count, span(0, count, most)) for name, count in order)
