"""Rules that stand in no tuple: the one place where each takes effect, and what it is without.

A place that has moved is told by `make check`: mend it here, it is the same rule still.
"""

from tests.coverage.rules import Rule

MATCHING = "constraints/matching.py"
QUEUES = "constraints/queues.py"
WIRING = "server/wiring.py"
LEVELS = "solver/levels.py"
LIMITS = "solver/limits.py"
SOURCES = "constraints/sources.py"
REQUIREMENTS = "constraints/requirements.py"
WEEKLY = "solver/calendars/weekly.py"

LINES = (
    Rule(
        "the queue that the case names", ("Q1",), MATCHING,
        "[] if case.queue_id not in crm else [crm[case.queue_id]]", "list[int]()",
    ),
    Rule(
        "filters", ("Q2",), MATCHING,
        "    for case, one in zip(*np.nonzero(taken.T), strict=True):",
        "    for case, one in zip(*np.nonzero(taken.T * 0), strict=True):",
    ),
    Rule(
        "agents outside all buckets", ("Q3",), "solver/eligibility.py",
        "np.where(memberships.bucket < 0, Reason.NOT_IN_QUEUE.bit, 0)",
        "np.where(memberships.bucket < -1, Reason.NOT_IN_QUEUE.bit, 0)",
    ),
    Rule("level rank", ("Q3", "Q4"), LEVELS, ", Rank(group), Order(group))", ", Order(group))"),
    Rule(
        "fallback queues", ("Q4",), QUEUES,
        "for queue_id in self._queues[place].fallback_ids:", "for queue_id in ():",
    ),
    Rule(
        "drain groups", ("Q5",), QUEUES,
        "for group, queues in enumerate(policy.drain_groups) for",
        "for group, queues in enumerate(()) for",
    ),
    Rule("only queues of the first group", ("Q6",), QUEUES, "if groups[queue] == first)", ")"),
    Rule("level order", ("Q6",), LEVELS, ", Rank(group), Order(group))", ", Rank(group))"),
    Rule(
        "least fit", ("Q7",), "solver/compile.py",
        "np.flatnonzero(least[rows.entry] > 0)", "np.flatnonzero(least[rows.entry] < 0)",
    ),
    Rule(
        "waived least fit", ("Q7",), "constraints/min_fit.py",
        "wait is not None and waited[case] >= wait", "False",
    ),
    Rule(
        "queues that require presence", ("Q7",), "constraints/presence.py",
        "required[:, None] | deciding", "deciding",
    ),
    Rule("level rounds", ("Q8",), LEVELS, "*grouped, *rounds, Fit()", "*grouped, Fit()"),
    Rule(
        "scores by turns", ("Q8",), "solver/scoring.py",
        "by_turns = self.rotation.turning[queue] & ~owned", "by_turns = owned & ~owned",
    ),
    Rule(
        "round-robin fallback", ("Q9",), "solver/plan.py",
        "overrides = override_limits(compiled, solution.choice)", "overrides = None",
    ),
    Rule(
        "catch-all", ("Q10",), QUEUES,
        "self.catch_all = self._place.get(policy.catch_all_id, NO_QUEUE)",
        "self.catch_all = NO_QUEUE",
    ),
    Rule(
        "links of teams and shifts", ("Q11",), "solver/members.py",
        "linked[agent_id].append(group)", "pass",
    ),
    Rule(
        "widening", ("Q12",), "constraints/requirements.py",
        "return widen is None or snapshot.now - case.created < widen", "return True",
    ),
    Rule(
        "designated agents", ("Q13",), QUEUES,
        "return places.get(agent_id, NOBODY)", "return NOBODY",
    ),
    Rule(
        "weighted capacity", ("L2",), WIRING,
        "= constraints.WEIGHTED_CAPACITY", "= None",
    ),
    Rule(
        "offers that came back, per hour", ("L5",), "constraints/limits/hourly.py",
        "if not recent.came_back and counts", "if counts",
    ),
    Rule(
        "offers that came back, per day", ("L5",), "constraints/limits/queue_daily.py",
        " or recent.came_back:", ":",
    ),
    Rule(
        "sources that count", ("L5",), LIMITS,
        "return sources == CountedSources.ALL or source == Source.ALLOTMENT", "return True",
    ),
    Rule("lowest limit", ("L5",), LIMITS, "return min((limit", "return max((limit"),
    Rule(
        "source shifts", ("V1",), SOURCES,
        "[bool(shifts) for shifts in shifts_of(snapshot)]",
        "[False for _ in shifts_of(snapshot)]",
    ),
    Rule(
        "source presence", ("V1",), SOURCES,
        "[bool(agent.presence or agent.custom_presence) for agent in snapshot.agents]",
        "[bool(agent.custom_presence) for agent in snapshot.agents]",
    ),
    Rule(
        "source custom field", ("V1",), SOURCES,
        "[bool(agent.presence or agent.custom_presence) for agent in snapshot.agents]",
        "[bool(agent.presence) for agent in snapshot.agents]",
    ),
    Rule(
        "source predicted hours", ("V1",), SOURCES,
        "[bool(agent.predicted_hours) for agent in snapshot.agents]",
        "[False for _ in snapshot.agents]",
    ),
    Rule(
        "first source decides", ("V1",), SOURCES,
        "    if snapshot.policy.availability.mode == SourceMode.FIRST:\n", "    if False:\n",
    ),
    Rule(
        "holidays", ("V2",), WEEKLY, "return day not in self.holidays and any(", "return any("
    ),
    Rule(
        "windows over midnight", ("V2",), WEEKLY,
        " or self._runs(today - ONE_DAY, minute + MINUTES_PER_DAY)", "",
    ),
    Rule(
        "ends of refusals", ("V4",), "solver/explanation/unblock.py",
        "return np.broadcast_to(rule.unblock(self._snapshot), shape)",
        "return np.full(shape, UNKNOWN, dtype=np.int64)",
    ),
    Rule(
        "recent-assignment penalty", ("S3",), "objectives/recent_assignment.py",
        "return to_ppm(1.0 - penalty.weight * np.nan_to_num(recency, nan=0.0))",
        "return to_ppm(1.0 + 0.0 * recency)",
    ),
    Rule(
        "in-batch discount", ("S4",), "objectives/in_batch_discount.py",
        "    if not snapshot.policy.fit.in_batch_discount:\n", "    if True:\n",
    ),
    Rule(
        "inferred topics", ("S9",), "objectives/learning/case_skills.py",
        "if self.model is None or not texts:", "if True:",
    ),
    Rule(
        "skills by hand", ("S10",), "objectives/skills.py",
        "manual[at, column] = skill.manual", "pass",
    ),
    Rule(
        "complexity as effort", ("S12",), "server/translate/topics.py",
        "if not row.HasField(\"effort\"):", "if False:",
    ),
    Rule(
        "penalty in the fit", ("S1",), "solver/explanation/breakdown.py",
        "keep = np.where(pairs.kept | pairs.sent, PPM, facts.keep[pairs.agent])",
        "keep = np.full_like(facts.keep[pairs.agent], PPM)",
    ),
    Rule(
        "weights of queues", ("S2",), "objectives/pillars.py",
        "effective(_without(queue.pillar_weights or policy.fit.pillar_weights, dropped), names)",
        "effective(_without(policy.fit.pillar_weights, dropped), names)",
    ),
    Rule(
        "strict weights", ("S2",), "server/translate/queues.py",
        "elif self.strict and round(total, DECIMALS_OF_SUM) != 1:", "elif False:",
    ),
    Rule(
        "all assignments remembered", ("S3",), "objectives/recent_assignment.py",
        "    if penalty.memory == Memory.LAST:\n", "    if True:\n",
    ),
    Rule(
        "discount beside all assignments", ("S4",), "objectives/in_batch_discount.py",
        "if snapshot.policy.fit.penalty.memory == Memory.ALL:", "if False:",
    ),
    Rule(
        "forgetting", ("S6",), "objectives/learning/predicted_hours.py",
        "remembered(activity.age, smoothing.half_life)", "remembered(activity.age, None)",
    ),
    Rule(
        "belief in few cases", ("S8",), "objectives/customer_history.py",
        "self.cases / (self.cases + HALF_BELIEVED)", "1.0",
    ),
    Rule(
        "resolution against the median", ("S8",), "objectives/customer_history.py",
        "_column(list(map(_resolution, medians, [history.mean_resolution for history in met])))",
        "_column([None for _ in met])",
    ),
    Rule(
        "efforts of pairs", ("S13",), "constraints/limits/capacity.py",
        "own=sent_weights(snapshot, levels),", "",
    ),
    Rule(
        "blocks left out of the overlap", ("S14",), "objectives/would_be.py",
        "LIFTED.isdisjoint(reasons)", "True",
    ),
    Rule(
        "no fit of pairs that are not scored", ("S14",), "solver/explanation/pair.py",
        "if Reason.NOT_SCORED in reasons:", "if False:",
    ),
    Rule(
        "queues stopped by a policy", ("S15",), "objectives/degradation.py",
        "if policy.fit.on_pillar_failure == OnPillarFailure.STOP:", "if False:",
    ),
    Rule(
        "weights of a failed pillar shared", ("S15",), "objectives/fit.py",
        "weights = queue_weights(policy, failed)", "weights = queue_weights(policy)",
    ),
    Rule(
        "notices of failed pillars", ("S15",), "server/translate/notices.py",
        "        *_dropped(compiled),\n", "",
    ),
    Rule(
        "pairs that are not scored", ("S13",), WIRING, "objectives.scored_pairs(snapshot)", "None"
    ),
    Rule("level incumbents", ("O3",), LEVELS, "return (*owned, *grouped,", "return (*grouped,"),
    Rule(
        "names of those who sent a case on", ("Q3",), "server/translate/explanation.py",
        "case_ids.extend([cases[holder].case_id for holder in holding])", "pass",
    ),
    Rule(
        "owner queues", ("Q10",), "server/translate/plan.py",
        "row.owner_queue_id = queue_id", "pass",
    ),
    Rule(
        "nothing but capacity is overridden", ("Q9",), "solver/overrides.py",
        "rows[masks & ~over == 0]", "rows[masks >= 0]",
    ),
    Rule(
        "what the case requires", ("Q12",), REQUIREMENTS,
        "(*fact.requirements, *of_queue)", "of_queue",
    ),
    Rule(
        "what the queue requires", ("Q12",), REQUIREMENTS,
        "(*fact.requirements, *of_queue)", "fact.requirements",
    ),
    Rule(
        "absences of teams", ("L6", "Q11"), "solver/members.py",
        "tuple(absence for team in teams for absence in team.absences)", "()",
    ),
    Rule(
        "the edge of the window", ("L3",), "constraints/limits/hourly.py",
        "if now - window < time <= now]", "if now - window <= time <= now]",
    ),
    Rule(
        "the edge of the rolling day", ("L4",), "constraints/limits/queue_daily.py",
        "return now - DAY < time <= now", "return now - DAY <= time <= now",
    ),
    Rule(
        "days of the calendar", ("L4",), "constraints/limits/queue_daily.py",
        "queue.daily_limit.period == Period.CALENDAR:\n        zone", "False:\n        zone",
    ),
    Rule(
        "the business clock", ("U1",), "objectives/urgency/clocks.py",
        "_is_on(snapshot, Clock.BUSINESS)[tier]", "_is_on(snapshot, Clock.BUSINESS)[tier * 0 - 1]",
    ),
    Rule(
        "the clamp", ("U2",), "objectives/urgency/components.py",
        "np.clip(total, 0, HIGHEST) - total", "total * 0",
    ),
    Rule(
        "facts of the account", ("U2",), "objectives/urgency/standing.py",
        "accounts.get(case.account_id, own) if", "own if",
    ),
    Rule(
        "sent urgency", ("U2",), "objectives/urgency/floors.py",
        "[case.urgency is not None for case in snapshot.cases]", "[False for _ in snapshot.cases]",
    ),
    Rule(
        "tiers that route after hours", ("U6",), "objectives/urgency/after_hours.py",
        "return routed_after_hours(snapshot) | special", "return special",
    ),
    Rule(
        "the release by escalation", ("U6",), "objectives/urgency/after_hours.py",
        "auto_escalated(snapshot) | highest", "auto_escalated(snapshot)",
    ),
    Rule(
        "notices that come once", ("U7",), "server/sla_watch.py",
        "escalates=risk & never_escalated,", "escalates=risk,",
    ),
    Rule(
        "the warning", ("U7",), "server/sla_watch.py",
        "warns=alone & short & never_warned,", "warns=alone & ~alone,",
    ),
    Rule(
        "floor", ("U3",), "objectives/urgency/floors.py",
        "lifted = auto_escalated(snapshot) | vips(snapshot)",
        "lifted = np.zeros(len(snapshot.cases), bool)",
    ),
    Rule(
        "bands", ("U4",), "objectives/urgency/bands.py",
        "return np.minimum(above, len(least) - 1).astype(np.int32)",
        "return np.zeros(len(above), np.int32)",
    ),
    Rule(
        "manual review", ("U5",), "constraints/triage.py",
        "[case.override_routing for case in snapshot.cases]", "[False for _ in snapshot.cases]",
    ),
    Rule(
        "holds", ("U6",), "constraints/triage.py",
        "held = (until > micros(snapshot.now)) & ~after_hours", "held = after_hours & ~after_hours",
    ),
    Rule(
        "waiting credit", ("U8",), "objectives/urgency/waiting.py",
        "return to_score(np.clip(points, 0.0, policy.waiting_credit_limit))",
        "return to_score(0.0 * points)",
    ),
    Rule(
        "classes by priority", ("U9",), "objectives/urgency/classes.py",
        "    if not policy.urgency.class_by_priority:\n        return np.zeros",
        "    if True:\n        return np.zeros",
    ),
)  # fmt: skip
