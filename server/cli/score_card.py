"""How a fit came about, as people read it: pillars with bars, inputs, and the sum."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from allotment.v1 import explanation_pb2 as pb
from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import ExplainResponse
from server.cli.bars import bar
from server.cli.others import others
from server.cli.urgency_card import urgency_table
from server.pair_scores import ScoredPair
from server.translate.refusals import case_reason_in_words, reason_in_words

PPM = 1_000_000
FLAGS = {
    pb.PillarContribution.FLAG_SENT: "sent by the caller",
    pb.PillarContribution.FLAG_NO_CUSTOMER_WINDOW: "no customer window known: 0.5",
    pb.PillarContribution.FLAG_NO_HISTORY: "no history with the account: 0.20",
    pb.PillarContribution.FLAG_NO_TOPIC: "no topic of the case known: 0",
    pb.PillarContribution.FLAG_NO_AGENT_HOURS: "no hours of the agent known: 0",
    pb.PillarContribution.FLAG_DROPPED: "could not be computed, left out",
    pb.PillarContribution.FLAG_NO_ONTOLOGY: "no ontology loaded: 0",
}


def case_card(
    row: plan_pb2.Assignment,
    told: pb.Explanation | None,
    levels: Sequence[plan_pb2.Level] = (),
    second: Sequence[plan_pb2.Level] = (),
) -> RenderableType:
    """A case: what became of it, and why. levels: of the batch; second: of its second phase."""
    lines: list[RenderableType] = [Text(_decision(row))]
    if told is None:
        lines.append(Text("No explanation was asked for. Maybe the depth SUMMARY."))
        return Panel(Group(*lines), title=f"case {row.case_id}", expand=False)
    lines.append(Text(told.sentence))
    lines.extend(Text(line) for line in (*_facts(told), *others(told, levels, second)))
    lines.append(urgency_table(row, told.urgency))
    if told.HasField("fit") and told.fit.pillars:
        lines.append(_pillars(told.fit, details=False))
    return Panel(Group(*lines), title=f"case {row.case_id}", expand=False)


def pair_card(
    pair: ScoredPair, row: plan_pb2.Assignment, told: pb.Explanation | None, *, details: bool
) -> RenderableType:
    """A pair: its fit in parts, to the last factor with `details`."""
    lines: list[RenderableType] = [Text(pair.sentence)]
    if pair.fit is not None:
        lines.append(_score(pair.fit, details=details))
    if told is not None and pair.agent_id == row.agent_id and told.discount:
        lines.append(Text(f"Share of the in-batch discount: {told.discount / 10_000:.4f} (S4)"))
    title = f"case {pair.case_id}, agent {pair.agent_id}"
    return Panel(Group(*lines), title=title, expand=False)


def explained_card(told: ExplainResponse) -> RenderableType:
    """A case that was explained anew, and the pair that was asked for."""
    batch = told.batch
    card = case_card(told.assignment, told.explanation, batch.levels, batch.override_levels)
    if not told.HasField("pair"):
        return card
    lines: list[RenderableType] = [Text(told.sentence)]
    if told.HasField("pair_fit"):
        lines.append(_score(told.pair_fit, details=False))
    title = f"agent {told.pair.agent_id}"
    return Group(card, Panel(Group(*lines), title=title, expand=False))


def _decision(row: plan_pb2.Assignment) -> str:
    if row.outcome == plan_pb2.OUTCOME_UNASSIGNED:
        return f"Waiting: {case_reason_in_words(row.case_reason).lower()}"
    outcome = plan_pb2.Outcome.Name(row.outcome).removeprefix("OUTCOME_")
    if not row.agent_id:
        until = f" until {row.held_until_time.ToJsonString()}"
        return f"{outcome}{until}" if row.HasField("held_until_time") else outcome
    via = plan_pb2.Via.Name(row.via).removeprefix("VIA_")
    through = f" through {row.queue_id}, bucket {row.bucket}, via {via}" if row.queue_id else ""
    return f"{outcome} to {row.agent_id}{through}"


def _facts(told: pb.Explanation) -> Iterator[str]:
    if told.queue_ids:
        yield f"Queues, in order: {', '.join(told.queue_ids)}"
    if told.defaults_used:
        yield f"Defaults stood in for: {', '.join(told.defaults_used)}"
    if told.topics:
        yield f"Topics: {', '.join(map(_topic, told.topics))}"
    for count in told.histogram:
        yield f"{count.agent_count:>6} {reason_in_words(count.reason)}"
    if told.HasField("next_unblock_time"):
        yield f"First agent free at {told.next_unblock_time.ToJsonString()}"


def _topic(topic: pb.Topic) -> str:
    source = pb.Topic.Source.Name(topic.source).removeprefix("SOURCE_").lower()
    return f"{topic.skill} ({source}, {topic.confidence / PPM:.2f})"


def _score(fit: pb.FitBreakdown, *, details: bool) -> RenderableType:
    if fit.sent:
        return Text(f"The caller sent this fit as it is: {fit.fit / 10_000:.4f} (S13).")
    lines: list[RenderableType] = [_pillars(fit, details=details)]
    if details:
        lines.extend(Text(line) for line in _sum(fit))
    return Group(*lines)


def _pillars(fit: pb.FitBreakdown, *, details: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("pillar", "value", "", "weight", "contributes"):
        table.add_column(name, justify="left" if name in ("pillar", "") else "right")
    for pillar in fit.pillars:
        table.add_row(
            pillar.pillar,
            f"{pillar.value / PPM:.6f}",
            bar(pillar.value),
            f"{pillar.weight / PPM:.6f}",
            f"{pillar.contribution / 10_000:.4f}",
        )
        if details:
            matches = fit.skill_matches if pillar.pillar == "skills" else ()
            for line in (*_came_from(pillar), *map(_skill, matches)):
                table.add_row(Text(f"  {line}", style="dim"), "", "", "", "")
    table.add_row("fit", "", "", "", f"{fit.fit / 10_000:.4f}", style="bold")
    return table


def _came_from(pillar: pb.PillarContribution) -> Iterator[str]:
    if pillar.flag:
        yield FLAGS.get(pillar.flag, pb.PillarContribution.Flag.Name(pillar.flag))
    for one in pillar.inputs:
        yield f"{one.name} {one.value:g}"


def _skill(match: pb.SkillMatch) -> str:
    by_hand = ", by hand" if match.manual else ""
    return f"{match.skill}: share {match.share / PPM:.6f} x grade {match.grade / PPM:.6f}{by_hand}"


def _sum(fit: pb.FitBreakdown) -> Iterator[str]:
    """The arithmetic in the numbers of the model (02 section 2), so that it can be redone."""
    before = sum(pillar.weight * pillar.value for pillar in fit.pillars)
    queue = f"queue {fit.queue_id!r}" if fit.queue_id else "the policy"
    yield f"Weights of {queue}. Sum of weight x value: {before / 10**12:.12f}"
    told = ", ".join(f"{one.name} {one.value:g}" for one in fit.penalty_inputs)
    penalty = f"1 - penalty ({told})" if told else "1 - penalty (none)"
    yield f"x {penalty}: {fit.keep / PPM:.6f}"
    parts = " + ".join(f"{pillar.contribution / 10_000:.4f}" for pillar in fit.pillars)
    yield f"= {before * fit.keep / 10**18:.10f}, rounded half to even: {fit.fit / 10_000:.4f}"
    yield f"Contributions add up exactly: {parts} = {fit.fit / 10_000:.4f}"
