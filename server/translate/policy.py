"""The policy: what an operator configures, with every name resolved."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from allotment.v1 import policy_pb2 as wire
from server.errors import InvalidRequest, NotHonoured
from server.translate.agent import limits_from_proto
from server.translate.availability import availability_from_proto
from server.translate.chains import check_catch_all, check_chains
from server.translate.checks import (
    CAPACITY,
    COUNT,
    POSITIVE_WEIGHT,
    SHARE,
    WEIGHT,
    Once,
    Range,
    check_known,
    check_number,
    fact_of,
)
from server.translate.filters import (
    check_filters,
    declared_fields_from_proto,
    virtual_accounts_from_proto,
)
from server.translate.queues import Weighing, drain_groups_from_proto, queues_from_proto
from server.translate.reading import Names
from server.translate.schedule import read_absences, read_calendars, read_zone
from server.translate.shift import shifts_from_proto
from server.translate.times import ANY, read_duration
from server.translate.urgency_policy import urgency_from_proto
from server.unimplemented import find_unhonoured
from server.violations import Violations
from solver.facts import (
    CountedSources,
    FitPolicy,
    LimitPolicy,
    ManualMatch,
    Memory,
    OnPillarFailure,
    PenaltyPolicy,
    Policy,
    PriorityLevel,
    RoundRobinFallback,
    Team,
)

DEFAULT = Policy()
MEMORIES: Mapping[int, Memory] = {
    wire.RecentAssignmentPenalty.MEMORY_UNSPECIFIED: Memory.LAST,
    wire.RecentAssignmentPenalty.MEMORY_LAST: Memory.LAST,
    wire.RecentAssignmentPenalty.MEMORY_ALL: Memory.ALL,
}
MANUAL_MATCHES: Mapping[int, ManualMatch] = {
    wire.FitPolicy.MANUAL_SKILL_MATCH_UNSPECIFIED: ManualMatch.FULL,
    wire.FitPolicy.MANUAL_SKILL_MATCH_FULL: ManualMatch.FULL,
    wire.FitPolicy.MANUAL_SKILL_MATCH_PROPORTIONAL: ManualMatch.PROPORTIONAL,
}
ON_FAILURE: Mapping[int, OnPillarFailure] = {
    wire.FitPolicy.ON_PILLAR_FAILURE_UNSPECIFIED: OnPillarFailure.DROP,
    wire.FitPolicy.ON_PILLAR_FAILURE_DROP: OnPillarFailure.DROP,
    wire.FitPolicy.ON_PILLAR_FAILURE_STOP: OnPillarFailure.STOP,
}
ONE_OR_MORE = Range(1, COUNT.most)
ALL = CountedSources.ALL
ALLOTMENT = CountedSources.ALLOTMENT


def priority_names(policy: wire.Policy) -> frozenset[str]:
    """Names of the policy's priority levels, the default ones if it sets none."""
    return frozenset(level.name for level in policy.priority_levels or DEFAULT.priority_levels)


def pillar_names(policy: wire.Policy) -> frozenset[str]:
    """Pillars with a weight anywhere in the policy (S2)."""
    weighed = [row.pillar for row in policy.fit.pillar_weights] or [
        pillar for pillar, _ in DEFAULT.fit.pillar_weights
    ]
    return frozenset(weighed).union(
        row.pillar for queue in policy.queues for row in queue.pillar_weights
    )


def policy_from_proto(
    violations: Violations, policy: wire.Policy, agent_ids: frozenset[str], at: str = "policy"
) -> Policy:
    """The policy for a snapshot of these agents; `at` is its path in the request."""
    zone = read_zone(violations, f"{at}.time_zone", policy.time_zone)
    levels = _priority_levels(violations, f"{at}.priority_levels", policy.priority_levels)
    teams = _teams(violations, f"{at}.teams", policy.teams, agent_ids)
    members = {team.team_id: team.agent_ids for team in teams}
    path = f"{at}.holiday_calendars"
    calendars = read_calendars(violations, path, policy.holiday_calendars)
    queue_ids = frozenset(row.queue_id for row in policy.queues)
    names = Names(violations, agent_ids, members, calendars, queue_ids)
    shifts = shifts_from_proto(names, policy.shifts, f"{at}.shifts")
    weighing = Weighing(violations, policy.fit.strict_weights)
    queues = queues_from_proto(names, weighing, policy.queues, f"{at}.queues")
    check_chains(violations, queues, f"{at}.queues")
    path, groups = f"{at}.drain_groups", policy.drain_groups
    drain_groups = drain_groups_from_proto(violations, groups, path, queue_ids)
    catch_all = policy.catch_all_queue_id
    check_catch_all(names, catch_all, f"{at}.catch_all_queue_id")
    fit = _fit(weighing, f"{at}.fit", policy.fit)
    limits = _limit_policy(violations, f"{at}.limit_policy", policy.limit_policy)
    availability = availability_from_proto(violations, f"{at}.availability", policy.availability)
    path = f"{at}.virtual_accounts"
    virtual_accounts = virtual_accounts_from_proto(violations, path, policy.virtual_accounts)
    path = f"{at}.field_declarations"
    declared = declared_fields_from_proto(violations, path, policy.field_declarations)
    facts = Policy(
        policy_id=policy.policy_id or DEFAULT.policy_id,
        version=policy.version,
        zone=zone or DEFAULT.zone,
        priority_levels=levels or DEFAULT.priority_levels,
        teams=teams,
        shifts=shifts,
        queues=queues,
        drain_groups=drain_groups,
        fit=fit,
        limits=limits,
        availability=availability,
        urgency=urgency_from_proto(names, policy.urgency, f"{at}.urgency"),
        cooldown=_cooldown(violations, f"{at}.cooldown", policy),
        switch_cost=_switch_cost(violations, f"{at}.switch_cost", policy),
        catch_all_id=catch_all,
        max_candidates=_max_candidates(violations, f"{at}.max_candidates", policy),
        fallback=_fallback(violations, f"{at}.round_robin_fallback", policy),
        virtual_accounts=virtual_accounts,
        declared_fields=declared,
    )
    check_filters(violations, f"{at}.queues", facts)
    return facts


def _fallback(violations: Violations, at: str, policy: wire.Policy) -> RoundRobinFallback:
    """Priority cases over the limits (Q9)."""
    row, names = policy.round_robin_fallback, priority_names(policy)
    seen = Once(violations)
    for index, name in enumerate(row.priorities):
        path = f"{at}.priorities[{index}]"
        if check_known(violations, path, name, names, "the policy's priority levels"):
            seen.check(name, path)
    most = row.max_overrides_per_agent if row.HasField("max_overrides_per_agent") else None
    if most is not None:
        check_number(violations, f"{at}.max_overrides_per_agent", most, COUNT)
    return RoundRobinFallback(frozenset(row.priorities), row.override_weighted, most)


def _priority_levels(
    violations: Violations, path: str, rows: Iterable[wire.PriorityLevel]
) -> tuple[PriorityLevel, ...]:
    seen = Once(violations)
    for index, row in enumerate(rows):
        seen.identify(row.name, f"{path}[{index}].name")
        check_number(violations, f"{path}[{index}].weight", row.weight, POSITIVE_WEIGHT)
    return tuple(PriorityLevel(row.name, row.weight) for row in rows)


def _teams(
    violations: Violations, path: str, rows: Iterable[wire.Team], agent_ids: frozenset[str]
) -> tuple[Team, ...]:
    seen = Once(violations)
    teams = []
    for index, row in enumerate(rows):
        at = f"{path}[{index}]"
        seen.identify(row.team_id, f"{at}.team_id")
        limits = limits_from_proto(violations, f"{at}.limits", row.limits)
        absences = read_absences(violations, f"{at}.absences", row.absences)
        members = agent_ids.intersection(row.agent_ids)
        teams.append(Team(row.team_id, members, limits, absences))
    return tuple(teams)


def _fit(weighing: Weighing, at: str, row: wire.FitPolicy) -> FitPolicy:
    violations, default = weighing.violations, DEFAULT.fit
    weights = weighing.weights(f"{at}.pillar_weights", row.pillar_weights)
    penalty = _penalty(violations, f"{at}.recent_assignment_penalty", row.recent_assignment_penalty)
    capacity = row.default_capacity if row.HasField("default_capacity") else None
    if capacity is not None:
        check_number(violations, f"{at}.default_capacity", capacity, CAPACITY)
    path = f"{at}.status_multipliers"
    multipliers = _status_multipliers(violations, path, row.status_multipliers)
    path, kind = f"{at}.on_pillar_failure", wire.FitPolicy.OnPillarFailure.DESCRIPTOR
    on_failure = fact_of(violations, path, row.on_pillar_failure, ON_FAILURE, kind)
    path, kind = f"{at}.manual_skill_match", wire.FitPolicy.ManualSkillMatch.DESCRIPTOR
    manual = fact_of(violations, path, row.manual_skill_match, MANUAL_MATCHES, kind)
    return FitPolicy(
        pillar_weights=weights or default.pillar_weights,
        penalty=penalty,
        in_batch_discount=row.in_batch_discount if row.HasField("in_batch_discount") else True,
        skip_weekends=row.skip_weekends if row.HasField("skip_weekends") else True,
        default_capacity=default.default_capacity if capacity is None else capacity,
        status_multipliers=multipliers or default.status_multipliers,
        manual_match=manual,
        on_pillar_failure=on_failure,
    )


def _penalty(violations: Violations, at: str, row: wire.RecentAssignmentPenalty) -> PenaltyPolicy:
    default = DEFAULT.fit.penalty
    weight = row.weight if row.HasField("weight") else default.weight
    check_number(violations, f"{at}.weight", weight, SHARE)
    window = None
    if row.HasField("window"):
        window = read_duration(violations, f"{at}.window", row.window, ANY)
    kind = wire.RecentAssignmentPenalty.Memory.DESCRIPTOR
    memory = fact_of(violations, f"{at}.memory", row.memory, MEMORIES, kind)
    return PenaltyPolicy(weight, default.window if window is None else window, memory)


def _status_multipliers(
    violations: Violations, path: str, rows: Iterable[wire.StatusMultiplier]
) -> tuple[tuple[str, float], ...]:
    seen = Once(violations)
    for index, row in enumerate(rows):
        seen.identify(row.status, f"{path}[{index}].status")
        check_number(violations, f"{path}[{index}].multiplier", row.multiplier, WEIGHT)
    return tuple((row.status, row.multiplier) for row in rows)


def _limit_policy(violations: Violations, at: str, row: wire.LimitPolicy) -> LimitPolicy:
    def sources(name: str, default: CountedSources) -> CountedSources:
        facts: dict[int, CountedSources] = {
            wire.COUNTED_SOURCES_UNSPECIFIED: default,
            wire.COUNTED_SOURCES_ALL: ALL,
            wire.COUNTED_SOURCES_ALLOTMENT: ALLOTMENT,
        }
        kind = wire.CountedSources.DESCRIPTOR
        return fact_of(violations, f"{at}.{name}", getattr(row, name), facts, kind)

    return LimitPolicy(
        limits=limits_from_proto(violations, f"{at}.limits", row.limits),
        backlog_sources=sources("backlog_sources", ALL),
        hourly_sources=sources("hourly_sources", ALL),
        daily_sources=sources("daily_sources", ALLOTMENT),
    )


def _cooldown(violations: Violations, path: str, policy: wire.Policy) -> timedelta:
    if not policy.HasField("cooldown"):
        return DEFAULT.cooldown
    return read_duration(violations, path, policy.cooldown, ANY) or timedelta(0)


def _switch_cost(violations: Violations, path: str, policy: wire.Policy) -> float:
    """Fit that a move must gain (O3)."""
    cost = policy.switch_cost if policy.HasField("switch_cost") else DEFAULT.switch_cost
    check_number(violations, path, cost, SHARE)
    return cost


def _max_candidates(violations: Violations, path: str, policy: wire.Policy) -> int:
    if not policy.HasField("max_candidates"):
        return DEFAULT.max_candidates
    check_number(violations, path, policy.max_candidates, ONE_OR_MORE)
    return policy.max_candidates


def check_policy(policy: wire.Policy) -> None:
    """Checks a policy on its own, as the server does before it takes one into force.

    Raises NotHonoured if it sets what this version does not honour, else
    InvalidRequest with every violation.
    """
    unhonoured = find_unhonoured(policy, "policy")
    if unhonoured:
        raise NotHonoured(unhonoured.first, unhonoured.rest)
    violations = Violations()
    policy_from_proto(violations, policy, frozenset())
    if violations:
        raise InvalidRequest(violations.first, violations.rest)
