"""What the values of a fit came from (S3, S5, S7, S8)."""

from collections.abc import Iterable, Iterator

from allotment.v1.explanation_pb2 import FitBreakdown, PillarContribution, PillarInput
from allotment.v1.plan_pb2 import OUTCOME_KEPT, Assignment
from tests.referee import rooms
from tests.referee.case_file import CaseFile
from tests.referee.histories import entry, factors
from tests.referee.loads import capacity, load
from tests.referee.moments import MINUTE, moment
from tests.referee.penalty import minutes_since, penalty, remembers_all
from tests.referee.rooms import kept

CLOSE = 1e-9

Told = list[tuple[str, float]]


def inputs(file: CaseFile) -> Iterator[str]:
    """The inputs of every pillar and of the penalty, in their order."""
    for row in (*file.assigned, *file.kept):
        if row.case_id not in file.explanations:
            continue
        fit = file.explanations[row.case_id].fit
        for pillar in fit.pillars:
            true = expected(file, row, pillar)
            if not alike(told(pillar.inputs), true):
                yield f"{row.case_id}: {pillar.pillar} from {told(pillar.inputs)}, but {true}"
        true = penalty_of(file, row, fit)
        if not alike(told(fit.penalty_inputs), true):
            yield f"{row.case_id}: penalty from {told(fit.penalty_inputs)}, but {true}"


def told(rows: Iterable[PillarInput]) -> Told:
    return [(row.name, row.value) for row in rows]


def alike(found: Told, true: Told) -> bool:
    return [name for name, _ in found] == [name for name, _ in true] and all(
        abs(one - other) <= CLOSE * max(1, abs(other))
        for (_, one), (_, other) in zip(found, true, strict=True)
    )


def expected(file: CaseFile, row: Assignment, pillar: PillarContribution) -> Told:
    """Nothing for what was sent or left out."""
    if pillar.flag in (PillarContribution.FLAG_SENT, PillarContribution.FLAG_DROPPED):
        return []
    if pillar.pillar == "time_overlap":
        both, window = file.fits.overlap.minutes(file.case(row), row.agent_id)
        return [("overlap_minutes", both), ("window_minutes", window)] if window else []
    if pillar.pillar == "bandwidth":
        return bandwidth(file, row.agent_id)
    return history(file, row) if pillar.pillar == "customer_history" else []


def bandwidth(file: CaseFile, agent: str) -> Told:
    snapshot = file.snapshot
    used: Told = [("load", float(load(snapshot, agent)))]
    used.append(("capacity", float(capacity(snapshot, agent))))
    room = rooms.backlog_room(snapshot, agent)
    if room is None or room > 0:
        return used
    held = rooms.backlog(snapshot, agent)
    return [*used, ("backlog", held), ("backlog_limit", held + room)]


def history(file: CaseFile, row: Assignment) -> Told:
    found = entry(file.snapshot, file.case(row), row.agent_id)
    if found is None:
        return []
    account, known = found
    present = dict(factors(account, known))
    count = known.case_count
    mean = sum(present.values()) / len(present) if present else 0
    believed = count / (count + 3) if present else 0
    head: Told = [("cases", count), ("confidence", believed), ("mean", float(mean))]
    return head + [(name, float(value)) for name, value in present.items()]


def penalty_of(file: CaseFile, row: Assignment, fit: FitBreakdown) -> Told:
    """Weight, window, and how long ago what counts was."""
    snapshot = file.snapshot
    if fit.sent or row.outcome == OUTCOME_KEPT or fit.keep == 10**6:
        return []
    rule = snapshot.policy.fit.recent_assignment_penalty
    weight = rule.weight if rule.HasField("weight") else 0.6
    window = rule.window.ToTimedelta().total_seconds() / 60 if rule.HasField("window") else 180.0
    ages: list[float] = [minutes_since(snapshot, row.agent_id) or 0.0]
    if remembers_all(snapshot):
        past = [moment(one.time) for one in kept(snapshot.agents[row.agent_id])]
        all_ages = sorted(max(0, snapshot.now - time) / MINUTE for time in past)
        ages = [age for age in all_ages if age < window]
    assert all(penalty(snapshot, age) or not weight for age in ages)
    head: Told = [("penalty_weight", weight), ("penalty_window_minutes", window)]
    return head + [("minutes_since_assignment", age) for age in ages]
