"""Who goes first: drain group, urgency class and weight of each case (Q5, U8, U9)."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from solver.check.refusals import Refusals
from solver.check.urgency import Urgency
from solver.facts import Case, Policy
from solver.units import SCORE, Ints, to_score

MINUTE = timedelta(minutes=1)
HIGHEST = 100 * SCORE


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Group and class from 0, the first to be served; weight: u(i), score: without the credit
    for waiting, both in units of 1e-4; band: of the score. All by case.

    class_names: (priority level, band) of each class, empty where a policy drops one.
    """

    group: Ints
    urgency_class: Ints
    weight: Ints
    score: Ints
    band: tuple[str, ...]
    class_names: tuple[tuple[str, str], ...]


def standing_of(refusals: Refusals) -> Standing:
    """The standing of every case of a snapshot."""
    snapshot, urgency = refusals.snapshot, Urgency(refusals.staff)
    names, groups = _class_names(snapshot.policy), _groups(snapshot.policy)
    last = len(snapshot.policy.drain_groups)
    group = [min((groups[q] for q in own), default=last) for own in refusals.chains.own]
    classes = [names.index(_class_of(refusals, urgency, case)) for case in snapshot.cases]
    score = np.array([_score(urgency, case, snapshot.policy) for case in snapshot.cases], np.int64)
    credit = np.array([_credit(refusals, case) for case in snapshot.cases], np.int64)
    return Standing(
        group=np.array(group, np.int64),
        urgency_class=np.array(classes, np.int64),
        weight=SCORE + score + credit,
        score=score,
        band=tuple(map(urgency.band, snapshot.cases)),
        class_names=names,
    )


def dense_ranks(cases: Ints, group: Ints, urgency_class: Ints, weight: Ints) -> Ints:
    """Dense ranks of (class, u) among some cases of each group, 1 = last; shape: all cases."""
    found = np.zeros(len(group), dtype=np.int64)
    for each in np.unique(group[cases]).tolist():
        mine = cases[group[cases] == each]
        found[mine] = _dense(-urgency_class[mine], weight[mine])
    return found


def _groups(policy: Policy) -> list[int]:
    """Drain group of each queue; those that are not listed come last (Q5)."""
    listed = {name: at for at, names in enumerate(policy.drain_groups) for name in names}
    return [listed.get(queue.queue_id, len(policy.drain_groups)) for queue in policy.queues]


def _class_names(policy: Policy) -> tuple[tuple[str, str], ...]:
    """Levels by urgency, bands from the highest within each (U9)."""
    levels = [level.name for level in policy.priority_levels]
    bands = [name for name, _ in policy.urgency.bands]
    return tuple(
        (level, band)
        for level in (levels if policy.urgency.class_by_priority else [""])
        for band in (bands if policy.urgency.class_by_band else [""])
    )


def _class_of(refusals: Refusals, urgency: Urgency, case: Case) -> tuple[str, str]:
    policy = refusals.snapshot.policy.urgency
    level = refusals.staff.priority(case.priority) if policy.class_by_priority else ""
    return level, urgency.band(case) if policy.class_by_band else ""


def _score(urgency: Urgency, case: Case, policy: Policy) -> int:
    """The priority score in units of 1e-4, every part of it rounded by itself (U2, U3)."""
    if case.urgency is not None:
        return int(to_score(case.urgency))
    points = sum(int(to_score(float(part))) for part in urgency.points(case))
    lifted = urgency.is_vip(case) or urgency.escalates(case)
    floor = int(to_score(policy.urgency.floor)) if lifted else 0
    return max(min(max(points, 0), HIGHEST), floor)


def _credit(refusals: Refusals, case: Case) -> int:
    """Minutes waited by what a point takes, up to the limit (U8)."""
    policy = refusals.snapshot.policy.urgency
    points = (refusals.snapshot.now - case.created) / MINUTE / policy.waiting_minutes_per_point
    return int(to_score(min(max(points, 0.0), policy.waiting_credit_limit)))


def _dense(least_first: Ints, then: Ints) -> Ints:
    """Ranks from 1 by two columns; equal rows share one."""
    _, rank = np.unique(np.stack([least_first, then], axis=1), axis=0, return_inverse=True)
    return rank.reshape(-1) + 1
