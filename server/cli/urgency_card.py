"""How an urgency came about, as people read it: its parts, its sum, its deadline."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from allotment.v1 import explanation_pb2 as pb
from allotment.v1 import plan_pb2
from server.translate.times import moment

UNIT = 10_000
HOUR = 3600.0


def urgency_table(row: plan_pb2.Assignment, told: pb.UrgencyBreakdown) -> RenderableType:
    """Score with all parts, band, credit, weight; then what the deadline asks for."""
    table = Table(box=None, pad_edge=False)
    table.add_column("urgency")
    table.add_column("points", justify="right")
    for part in told.parts:
        table.add_row(part.name, f"{part.points / UNIT:g}")
    source = "sent by the caller" if told.sent else "score"
    table.add_row(f"{source}, band {told.band}", f"{told.score / UNIT:g}", style="bold")
    table.add_row("for waiting", f"{told.waiting_credit / UNIT:g}")
    table.add_row("weight = 1 + score + waiting", f"{told.weight / UNIT:g}")
    return Group(table, *(Text(line) for line in _deadline(row, told)))


def _deadline(row: plan_pb2.Assignment, told: pb.UrgencyBreakdown) -> Iterator[str]:
    if row.HasField("sla_deadline_time"):
        left = told.sla_left_duration.ToTimedelta().total_seconds() / HOUR
        words = f"{left:.2f} h left" if left >= 0 else f"{-left:.2f} h too late"
        yield f"First response due {moment(row.sla_deadline_time):%Y-%m-%d %H:%M} UTC: {words}"
    if row.sla_risk:
        yield "At risk: nobody has it."
    if row.HasField("escalated_time"):
        yield f"Escalated {row.escalated_time.ToJsonString()}"
    if row.HasField("warned_time"):
        yield f"Warned of {row.warned_time.ToJsonString()}; bonus {row.escalation_bonus:g}"
