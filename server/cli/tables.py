"""What the program prints about a batch: tables for people."""

from collections import Counter
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from allotment.v1 import explanation_pb2, plan_pb2
from allotment.v1.assignment_service_pb2 import AssignResponse
from allotment.v1.certificate_pb2 import Certificate
from server.cli.bars import bar
from server.cli.worths import worths
from server.translate.refusals import case_reason_in_words, reason_in_words

SET_ASIDE = (plan_pb2.OUTCOME_HELD_BUSINESS_HOURS, plan_pb2.OUTCOME_MANUAL_REVIEW)


def show_response(console: Console, response: AssignResponse, *, rows: int, samples: int) -> None:
    """Prints the batch, some explanations, the proof and the notices."""
    console.print(summary(response))
    if response.batch.engine:
        console.print(assignments(response, rows))
    if any(row.outcome == plan_pb2.OUTCOME_UNASSIGNED for row in response.batch.assignments):
        console.print(waiting(response))
    if any(row.outcome in SET_ASIDE for row in response.batch.assignments):
        console.print(set_aside(response, rows))
    for explanation in _samples(response, samples):
        console.print(card(explanation))
    for worth in worths(response):
        console.print(worth)
    if response.batch.engine:
        console.print(proof(response.batch))
    if response.HasField("certificate"):
        console.print(certificate(response.certificate))
    for notice in response.notices:
        console.print(Text(f"Note: {notice.sentence}", style="yellow"))


def summary(response: AssignResponse) -> RenderableType:
    """The batch in one line, and how long it took."""
    batch = response.batch
    count = len(batch.assignments)
    share = batch.assigned_count / count if count else 0.0
    words = plan_pb2.Termination.Name(batch.termination).removeprefix("TERMINATION_").lower()
    stages = ", ".join(
        f"{stage.name} {stage.duration.ToTimedelta().total_seconds():.2f} s"
        for stage in response.solve_stats.stages
    )
    text = f"{batch.assigned_count} of {count} cases assigned ({share:.0%}), {words}"
    if not batch.termination:
        still = sum(not row.outcome for row in batch.assignments)
        text = f"{still} of {count} cases are open; nothing was solved"
    return Panel(f"{text}\n{stages}", title=f"batch {batch.batch_id[:8]}", expand=False)


def certificate(found: Certificate) -> Text:
    """How much of the proof travels with the answer."""
    nodes = sum(len(one.ids) for one in (*found.nodes, *found.override_nodes))
    levels = [*found.levels, *found.override_levels]
    proved = sum(level.basis == Certificate.BASIS_PRICES for level in levels)
    text = f"Certificate: prices of {nodes:,} nodes prove {proved} of {len(levels)} levels."
    return Text(f"{text} Check them: allotment verify REQUEST RESPONSE")


def assignments(response: AssignResponse, rows: int) -> Table:
    """The first assigned cases."""
    served = [a for a in response.batch.assignments if a.outcome == plan_pb2.OUTCOME_ASSIGNED]
    table = Table(title=f"Assigned (first {min(rows, len(served))} of {len(served)})")
    for name in ("case", "agent", "queue"):
        table.add_column(name)
    for name in ("bucket", "fit"):
        table.add_column(name, justify="right")
    for row in served[:rows]:
        table.add_row(
            row.case_id, row.agent_id, row.queue_id, str(row.bucket), percent(row.fit)
        )  # fmt: skip
    return table


def waiting(response: AssignResponse) -> Table:
    """How many cases wait, by reason, with the refusals of the agents they met."""
    reasons = {
        row.case_id: row.case_reason
        for row in response.batch.assignments
        if row.outcome == plan_pb2.OUTCOME_UNASSIGNED
    }
    refusals: dict[int, Counter[str]] = {reason: Counter() for reason in reasons.values()}
    for explanation in response.explanations:
        if explanation.case_id in reasons:
            refusals[reasons[explanation.case_id]].update(_histogram(explanation))
    table = Table(title=f"Waiting ({len(reasons)})")
    for name in ("reason", "cases", "agents by first refusal, summed over these cases"):
        table.add_column(name)
    for reason, count in Counter(reasons.values()).most_common():
        met = ", ".join(f"{n} {name}" for name, n in refusals[reason].most_common(4))
        table.add_row(case_reason_in_words(reason), str(count), met)
    return table


def set_aside(response: AssignResponse, rows: int) -> Table:
    """The first cases that were held or go to a person, with their urgency."""
    aside = [row for row in response.batch.assignments if row.outcome in SET_ASIDE]
    table = Table(title=f"Set aside (first {min(rows, len(aside))} of {len(aside)})")
    for name in ("case", "outcome", "until", "band"):
        table.add_column(name)
    table.add_column("urgency", justify="right")
    for row in aside[:rows]:
        until = row.held_until_time.ToJsonString() if row.HasField("held_until_time") else ""
        outcome = plan_pb2.Outcome.Name(row.outcome).removeprefix("OUTCOME_")
        table.add_row(row.case_id, outcome, until, row.band, f"{row.urgency / 10_000:g}")
    return table


def card(explanation: explanation_pb2.Explanation) -> RenderableType:
    """One explanation with bars for its pillars."""
    lines: list[RenderableType] = [Text(explanation.sentence), Text(_urgency(explanation.urgency))]
    if explanation.HasField("fit") and explanation.fit.pillars:
        lines.append(_pillars(explanation.fit))
    return Panel(Group(*lines), title=f"case {explanation.case_id}", expand=False)


def proof(batch: plan_pb2.Batch) -> Table:
    """Every level with its value, and whether it is proved."""
    table = Table(title=f"Proof (engine {batch.engine})")
    table.add_column("level")
    table.add_column("value", justify="right")
    table.add_column("served", justify="right")
    table.add_column("proved")
    for level in batch.levels:
        served = f"{level.served_count} of {level.case_count}" if level.case_count else ""
        table.add_row(
            level_name(level), f"{level.value:,}", served, "yes" if level.proved else "no"
        )  # fmt: skip
    return table


def level_name(level: plan_pb2.Level) -> str:
    """A level in words, such as `coverage, group 1, P1 premium`."""
    kind = plan_pb2.Level.Kind.Name(level.kind).removeprefix("KIND_").lower().replace("_", "-")
    group = f"group {level.drain_group}" if level.drain_group else ""
    urgency_class = f"{level.priority} {level.band}".strip()
    return ", ".join(filter(None, (kind, group, urgency_class)))


def percent(score: int) -> str:
    """Units of 1e-4 as people read them."""
    return f"{score / 100:.1f} %"


def _urgency(told: explanation_pb2.UrgencyBreakdown) -> str:
    """A score with its parts in one line."""
    parts = ", ".join(f"{part.name} {part.points / 10_000:g}" for part in told.parts)
    source = "sent" if told.sent else parts or "nothing known"
    return f"Urgency {told.score / 10_000:g} ({told.band}): {source}"


def _pillars(fit: explanation_pb2.FitBreakdown) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("pillar", "value", "", "weight", "contributes"):
        table.add_column(name, justify="left" if name in ("pillar", "") else "right")
    for pillar in fit.pillars:
        table.add_row(
            pillar.pillar,
            f"{pillar.value / 10_000:.1f} %",
            bar(pillar.value),
            f"{pillar.weight / 1_000_000:.3f}",
            percent(pillar.contribution),
        )
    table.add_row("after recent-assignment penalty", "", "", f"x {fit.keep / 1e6:.3f}", "")
    table.add_row("fit", "", "", "", percent(fit.fit))
    return table


def _samples(response: AssignResponse, count: int) -> Iterable[explanation_pb2.Explanation]:
    """Some assigned and some waiting cases: as many of each as there are, up to half."""
    outcomes = {row.case_id: row.outcome for row in response.batch.assignments}
    served = [
        explanation
        for explanation in response.explanations
        if outcomes[explanation.case_id] == plan_pb2.OUTCOME_ASSIGNED
    ]
    others = [
        explanation
        for explanation in response.explanations
        if outcomes[explanation.case_id] != plan_pb2.OUTCOME_ASSIGNED
    ]
    half = (count + 1) // 2
    return [*served[:half], *others[: count - min(half, len(served))]]


def _histogram(explanation: explanation_pb2.Explanation) -> dict[str, int]:
    return {reason_in_words(row.reason): row.agent_count for row in explanation.histogram}
