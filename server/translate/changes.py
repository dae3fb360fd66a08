"""What it would take, and what one more of something is worth, into the answer (depth FULL)."""

from collections.abc import Callable, Iterable, Sequence

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import explanation_pb2 as pb
from server.translate.regrets import SOLVE_LIMIT
from solver.engines.auto import AutoEngine
from solver.explanation import sentences
from solver.explanation.changes.change import Change, ChangeKind
from solver.explanation.changes.search import what_would_it_take
from solver.explanation.level_rows import LevelRow, level_rows
from solver.explanation.regret import QUICK
from solver.explanation.shadow.price import Gain, ShadowPrice
from solver.explanation.shadow.prices import shadow_prices
from solver.levels import levels_of
from solver.plan import Plan
from solver.values import LevelValue


def tell_changes(plan: Plan, rows: Iterable[pb.Explanation], is_over: Callable[[], bool]) -> None:
    """Adds to every case that waits what would get it served, by case id until time ends."""
    if plan.compiled.problem.triple_count > QUICK:
        return
    by_id, cases = {row.case_id: row for row in rows}, plan.compiled.snapshot.cases
    for case in plan.waiting.nonzero()[0].tolist():
        tell_changes_of(plan, case, by_id[cases[case].case_id], is_over)


def tell_changes_of(
    plan: Plan, case: int, row: pb.Explanation, is_over: Callable[[], bool]
) -> None:
    """Adds to one case that waits what would get it served, however large the batch is."""
    found = what_would_it_take(plan, AutoEngine(), case, is_over)
    row.changes.extend(_change(plan, one) for one in found.changes)
    row.complete = found.complete


def _change(plan: Plan, one: Change) -> pb.Change:
    """One change with its sentence."""
    snapshot = plan.compiled.snapshot
    agent = snapshot.agents[one.agent].agent_id if one.agent >= 0 else ""
    queue = snapshot.policy.queues[one.queue].queue_id if one.queue >= 0 else ""
    joins = one.kind == ChangeKind.AGENT
    return pb.Change(
        kind=pb.Change.Kind.ValueType(one.kind),
        subject_id=queue if joins else agent,
        name=one.reason.name if one.reason else one.skill,
        amount=one.amount,
        queue_id="" if joins else queue,
        sentence=sentences.change(one, agent, queue),
    )


def tell_prices(plan: Plan, response: wire.AssignResponse, is_over: Callable[[], bool]) -> None:
    """Adds what one more of something is worth: of agents, queues and skills, by kind."""
    found = shadow_prices(plan, AutoEngine(SOLVE_LIMIT), is_over)
    response.shadow_prices.extend(_price(plan, one) for one in found.prices)
    response.shadow_prices_complete = not found.untried
    response.untried_unit_count = found.untried


def _price(plan: Plan, one: ShadowPrice) -> pb.ShadowPrice:
    snapshot = plan.compiled.snapshot
    agent = snapshot.agents[one.agent].agent_id if one.agent >= 0 else ""
    queue = snapshot.policy.queues[one.queue].queue_id if one.queue >= 0 else ""
    more = sentences.OneMore(one.kind, agent, queue, one.skill, one.level)
    return pb.ShadowPrice(
        kind=pb.ShadowPrice.Kind.ValueType(one.kind),
        subject_id=queue or one.skill or agent,
        gain=one.gain.gain,
        sentence=sentences.price(more, _gains(plan, one.gain)),
        agent_id=agent if one.skill else "",
        level=one.level,
    )


def _gains(plan: Plan, gain: Gain) -> list[sentences.LevelGain]:
    """By row of the plan's levels."""
    problem = plan.compiled.problem
    rows = level_rows(problem, levels_of(problem))
    columns = zip(rows, gain.gain, gain.served, strict=True)
    return [
        sentences.LevelGain(row.kind, _group(plan, row), _class(plan, row), amount, served)
        for row, amount, served in columns
    ]


def _group(plan: Plan, row: LevelRow) -> str:
    """Such as `group 1`; empty where there is but one."""
    several = plan.compiled.problem.group_count > 1
    return f"group {row.group + 1}" if several and row.group >= 0 else ""


def _class(plan: Plan, row: LevelRow) -> str:
    """Such as `P1 premium`; empty where a level is not one of a class."""
    if row.urgency_class < 0:
        return ""
    names = plan.compiled.urgency.class_names[row.urgency_class]
    return " ".join(name for name in names if name)


def loss_in_words(plan: Plan, loss: Sequence[int]) -> str:
    """A loss of the plan's levels."""
    problem = plan.compiled.problem
    rows = level_rows(problem, levels_of(problem))
    return sentences.loss(
        [
            sentences.LevelLoss(row.kind, _about(plan, row), amount)
            for row, amount in zip(rows, loss, strict=True)
        ]
    )


def override_loss_in_words(plan: Plan, loss: Sequence[int]) -> str:
    """A loss of the levels of the plan's second phase."""
    names = plan.compiled.urgency.class_names
    levels = plan.overrides.levels if plan.overrides else ()
    return sentences.loss(
        [
            sentences.LevelLoss(level.kind, _class_about(names, level), amount)
            for level, amount in zip(levels, loss, strict=True)
        ]
    )


def _class_about(names: Sequence[tuple[str, str]], level: LevelValue) -> str:
    """Group and class: those of all groups are numbered one group after the other."""
    if level.urgency_class < 0:
        return ""
    group, urgency_class = divmod(level.urgency_class, len(names))
    return ", ".join(part for part in (f"group {group + 1}", *names[urgency_class]) if part)


def _about(plan: Plan, row: LevelRow) -> str:
    """Group and class, such as `group 1, P1`."""
    group = [f"group {row.group + 1}"] if row.group >= 0 else []
    names = plan.compiled.urgency.class_names[row.urgency_class] if row.urgency_class >= 0 else ()
    return ", ".join(part for part in (*group, *names) if part)
