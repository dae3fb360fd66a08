"""Queues with their buckets and switches, and the groups in which they are drained (Q1-Q8, L4)."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from allotment.v1 import queue_pb2 as wire
from server.translate.checks import (
    COUNT,
    SHARE,
    WEIGHT,
    Once,
    check_known,
    check_number,
    fact_of,
    require,
)
from server.translate.reading import Names
from server.translate.requirements import read_requirements
from server.translate.schedule import read_windows, read_zone
from server.translate.times import ANY, read_duration
from server.violations import Fault, Violations
from solver.facts import DailyLimit, Hours, Period, Queue, Turns, WeeklyWindow

HOURS: Mapping[int, Hours] = {
    wire.Queue.HOURS_UNSPECIFIED: Hours.ASSIGNMENT,
    wire.Queue.HOURS_ASSIGNMENT: Hours.ASSIGNMENT,
    wire.Queue.HOURS_WORKING: Hours.WORKING,
}
PERIODS: Mapping[int, Period] = {
    wire.DailyLimit.PERIOD_UNSPECIFIED: Period.ROLLING,
    wire.DailyLimit.PERIOD_ROLLING: Period.ROLLING,
    wire.DailyLimit.PERIOD_CALENDAR: Period.CALENDAR,
}
TURNS: Mapping[int, Turns] = {
    wire.RoundRobin.MODE_UNSPECIFIED: Turns.NEVER,
    wire.RoundRobin.MODE_NEVER: Turns.NEVER,
    wire.RoundRobin.MODE_ALWAYS: Turns.ALWAYS,
    wire.RoundRobin.MODE_WINDOWS: Turns.WINDOWS,
}
TAKES_PART: Mapping[int, bool] = {
    wire.Queue.WHEN_UNSPECIFIED: True,
    wire.Queue.WHEN_ALWAYS: True,
    wire.Queue.WHEN_NEVER: False,
}
DECIMALS_OF_SUM = 9


@dataclass(frozen=True, slots=True)
class Weighing:
    """How weights of pillars are read; `strict` refuses sums other than 1 (S2)."""

    violations: Violations
    strict: bool

    def weights(
        self, path: str, rows: Sequence[wire.PillarWeight]
    ) -> tuple[tuple[str, float], ...]:
        """(pillar, weight) in their order; empty where nothing is set."""
        seen = Once(self.violations)
        for index, row in enumerate(rows):
            seen.identify(row.pillar, f"{path}[{index}].pillar")
            check_number(self.violations, f"{path}[{index}].weight", row.weight, WEIGHT)
        weights = tuple((row.pillar, row.weight) for row in rows)
        if weights and all(WEIGHT.holds(weight) for _, weight in weights):
            self._check_sum(path, math.fsum(weight for _, weight in weights))
        return weights

    def _check_sum(self, path: str, total: float) -> None:
        if total == 0:
            text = "All weights are 0. Maybe leave them unset for the defaults."
            self.violations.add(path, Fault.OUT_OF_RANGE, text, 0)
        elif self.strict and round(total, DECIMALS_OF_SUM) != 1:
            text = (
                f"The weights sum to {total:.9g}, and `strict_weights` asks for 1. "
                "Maybe unset it: weights are divided by their sum."
            )
            self.violations.add(path, Fault.CONTRADICTION, text, f"{total:.9g}")


def queues_from_proto(
    names: Names, weighing: Weighing, rows: Iterable[wire.Queue], at: str
) -> tuple[Queue, ...]:
    """The queues in their order."""
    seen = Once(names.violations)
    queues = []
    for index, row in enumerate(rows):
        seen.identify(row.queue_id, f"{at}[{index}].queue_id")
        queues.append(_queue(names, weighing, row, f"{at}[{index}]"))
    return tuple(queues)


def _queue(names: Names, weighing: Weighing, row: wire.Queue, at: str) -> Queue:
    violations = names.violations
    buckets = _buckets(names, f"{at}.buckets", row.buckets)
    fallback_ids = _fallbacks(names, f"{at}.fallback_queue_ids", row)
    takes_part = fact_of(violations, f"{at}.when", row.when, TAKES_PART, wire.Queue.When.DESCRIPTOR)
    hours = fact_of(violations, f"{at}.hours", row.hours, HOURS, wire.Queue.Hours.DESCRIPTOR)
    zone = read_zone(violations, f"{at}.time_zone", row.time_zone)
    min_fit, min_fit_wait = _min_fit(violations, at, row)
    turns, turn_windows = _turns(violations, f"{at}.round_robin", row.round_robin)
    return Queue(
        queue_id=row.queue_id,
        buckets=buckets,
        zone=zone,
        hours=hours,
        presence_required=row.presence_required,
        daily_limit=_daily_limit(violations, f"{at}.daily_limit", row),
        requirements=read_requirements(violations, f"{at}.requirements", row.requirements),
        pillar_weights=weighing.weights(f"{at}.pillar_weights", row.pillar_weights),
        fallback_ids=fallback_ids,
        takes_part=takes_part,
        auto_assign=row.auto_assign if row.HasField("auto_assign") else True,
        min_fit=min_fit,
        min_fit_wait=min_fit_wait,
        turns=turns,
        turn_windows=turn_windows,
        filter=row.filter.strip(),
    )


def _fallbacks(names: Names, path: str, row: wire.Queue) -> tuple[str, ...]:
    """Known queues, each once (Q4); circles are told elsewhere."""
    seen = Once(names.violations)
    for index, queue_id in enumerate(row.fallback_queue_ids):
        at = f"{path}[{index}]"
        if check_known(names.violations, at, queue_id, names.queue_ids, "`policy.queues`"):
            seen.check(queue_id, at)
    return tuple(row.fallback_queue_ids)


def _min_fit(violations: Violations, at: str, row: wire.Queue) -> tuple[float, timedelta | None]:
    """Least fit, and after which wait it is waived (Q7)."""
    min_fit = row.min_fit if row.HasField("min_fit") else 0.0
    check_number(violations, f"{at}.min_fit", min_fit, SHARE)
    if not row.HasField("min_fit_wait"):
        return min_fit, None
    return min_fit, read_duration(violations, f"{at}.min_fit_wait", row.min_fit_wait, ANY)


def _turns(
    violations: Violations, at: str, row: wire.RoundRobin
) -> tuple[Turns, tuple[WeeklyWindow, ...]]:
    """When turns decide (Q8)."""
    turns = fact_of(violations, f"{at}.mode", row.mode, TURNS, wire.RoundRobin.Mode.DESCRIPTOR)
    windows = read_windows(violations, f"{at}.windows", row.windows)
    if turns == Turns.WINDOWS and not row.windows:
        require(violations, f"{at}.windows", "MODE_ALWAYS for turns at all times")
    elif row.windows and turns != Turns.WINDOWS:
        text = f"There are windows, but turns are taken {turns.name}. Maybe MODE_WINDOWS."
        violations.add(f"{at}.windows", Fault.CONTRADICTION, text, turns.name)
    return turns, windows


def _buckets(names: Names, path: str, rows: Iterable[wire.Bucket]) -> tuple[frozenset[str], ...]:
    """Agents of each bucket; who is in several counts in the first (Q3)."""
    earlier: frozenset[str] = frozenset()
    buckets = []
    for index, row in enumerate(rows):
        named = names.resolve(f"{path}[{index}]", row.agent_ids, row.team_ids)
        buckets.append(named - earlier)
        earlier |= named
    return tuple(buckets)


def _daily_limit(violations: Violations, at: str, queue: wire.Queue) -> DailyLimit | None:
    if not queue.HasField("daily_limit"):
        return None
    row = queue.daily_limit
    if row.HasField("count"):
        check_number(violations, f"{at}.count", row.count, COUNT)
    else:
        require(violations, f"{at}.count", "leave out the whole limit")
    kinds = wire.DailyLimit.Period.DESCRIPTOR
    return DailyLimit(row.count, fact_of(violations, f"{at}.period", row.period, PERIODS, kinds))


def drain_groups_from_proto(
    violations: Violations, rows: Iterable[wire.DrainGroup], at: str, queue_ids: frozenset[str]
) -> tuple[frozenset[str], ...]:
    """Queue ids of each group, the group served first in front (Q5)."""
    seen = Once(violations)
    for number, row in enumerate(rows):
        path = f"{at}[{number}].queue_ids"
        if not row.queue_ids:
            require(violations, path, "leave out the whole group")
        for index, queue_id in enumerate(row.queue_ids):
            if check_known(violations, f"{path}[{index}]", queue_id, queue_ids, "`policy.queues`"):
                seen.check(queue_id, f"{path}[{index}]")
    return tuple(frozenset(row.queue_ids) for row in rows)
