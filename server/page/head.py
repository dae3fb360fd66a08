"""What a batch comes to: cases by outcome and by queue, and how sure it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allotment.v1 import plan_pb2 as pb
from server.page.names import outcome_name
from server.page.span import Span, span

SERVED = (pb.OUTCOME_ASSIGNED, pb.OUTCOME_KEPT)


@dataclass(frozen=True, slots=True)
class OutcomeShare:
    """How many cases have an outcome. name: of the contract, such as `ASSIGNED`."""

    name: str
    count: int
    bar: Span


@dataclass(frozen=True, slots=True)
class QueueRow:
    """Cases that belong to a queue. queue_id: empty for those that no queue takes.

    fit: mean of the served ones that have one, in units of 1e-4; None without any.
    """

    queue_id: str
    count: int
    served: int
    waiting: int
    fit: int | None
    bar: Span


def by_outcome(rows: Sequence[pb.Assignment]) -> tuple[OutcomeShare, ...]:
    """Outcomes that any case has, in the contract's order, one behind the other."""
    counts, shares, start = Counter(row.outcome for row in rows), [], 0
    for outcome in sorted(counts):
        end = start + counts[outcome]
        bar = span(start, end, len(rows))
        shares.append(OutcomeShare(outcome_name(outcome), counts[outcome], bar))
        start = end
    return tuple(shares)


def by_queue(rows: Iterable[pb.Assignment]) -> tuple[QueueRow, ...]:
    """Queues with the most cases first; bars share the scale of the largest."""
    found: dict[str, list[pb.Assignment]] = {}
    for row in rows:
        found.setdefault(row.owner_queue_id or row.queue_id, []).append(row)
    largest = max(map(len, found.values()), default=0)
    order = sorted(found, key=lambda queue: (-len(found[queue]), queue))
    return tuple(_queue(queue, found[queue], largest) for queue in order)


def _queue(queue_id: str, rows: Sequence[pb.Assignment], largest: int) -> QueueRow:
    served = [row for row in rows if row.outcome in SERVED]
    return QueueRow(
        queue_id=queue_id,
        count=len(rows),
        served=len(served),
        waiting=len(rows) - len(served),
        fit=mean([row.fit for row in served]),
        bar=span(0, len(served), largest),
    )


def mean(values: Sequence[int]) -> int | None:
    """The mean, halves to the even neighbour; None of nothing."""
    return round(sum(values) / len(values)) if values else None
