"""A caller's own plan, as the decisions that the checker judges and as desks of the problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from allotment.v1 import assignment_service_pb2 as wire
from server.wiring import Sighting
from solver.check import Decision, Outcome, Via
from solver.compile import Compiled
from solver.explanation.ranking import rank_agents
from solver.facts import Case
from solver.members import agent_positions, case_positions
from solver.units import Indexes

Rows = Sequence[wire.PlannedAssignment]


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """The plan, one decision per row and one per case without a row."""

    compiled: Compiled
    decisions: tuple[Decision, ...]

    @staticmethod
    def of(compiled: Compiled, sighting: Sighting, rows: Rows) -> "Planned":
        """Queues are filled in where the rows have none."""
        places, agents = case_positions(compiled.snapshot), agent_positions(compiled.snapshot)
        owners = {case.case_id: case.owner_id for case in sighting.snapshot.cases}

        def decision(row: wire.PlannedAssignment) -> Decision:
            if row.agent_id == owners.get(row.case_id):
                return Decision(row.case_id, Outcome.KEPT, row.agent_id)
            queue_id = row.queue_id
            if not queue_id and row.case_id in places and row.agent_id in agents:
                queue_id = _queue(compiled, places[row.case_id], agents[row.agent_id])
            via = Via.RR_FALLBACK if row.over_limits else None
            return Decision(row.case_id, Outcome.ASSIGNED, row.agent_id, queue_id, via=via)

        named = {row.case_id for row in rows}
        return Planned(compiled, (*map(decision, rows), *_unnamed(sighting, named)))

    def desks(self) -> Indexes:
        """Desk of each case that keeps to all limits, -1 for the others; shape: cases."""
        desks, snapshot = self.compiled.problem.desks, self.compiled.snapshot
        queues = {queue.queue_id: place for place, queue in enumerate(snapshot.policy.queues)}
        keys = zip(desks.agent.tolist(), desks.queue.tolist(), strict=True)
        place = {key: desk for desk, key in enumerate(keys)}
        cases, agents = case_positions(snapshot), agent_positions(snapshot)
        result = np.full(len(snapshot.cases), -1, dtype=np.int32)
        for one in self.decisions:
            if one.case_id in cases and one.agent_id in agents and not one.goes_over:
                key = (agents[one.agent_id], queues.get(one.queue_id, -1))
                result[cases[one.case_id]] = place.get(key, -1)
        return result


def _queue(compiled: Compiled, case: int, agent: int) -> str:
    """The queue through which the agent is nearest to the case; empty where none takes it."""
    ranking = rank_agents(compiled, case)
    queue = int(ranking.queue[ranking.agent == agent][0])
    return compiled.snapshot.policy.queues[queue].queue_id if queue >= 0 else ""


def _unnamed(sighting: Sighting, named: set[str]) -> Iterator[Decision]:
    """Of the cases without a row: set aside, kept, or waiting."""
    for place, case in enumerate(sighting.snapshot.cases):
        if case.case_id not in named:
            yield _left_alone(sighting, place, case)


def _left_alone(sighting: Sighting, place: int, case: Case) -> Decision:
    if sighting.triage.review[place]:
        return Decision(case.case_id, Outcome.MANUAL_REVIEW)
    if sighting.triage.held[place]:
        return Decision(case.case_id, Outcome.HELD_BUSINESS_HOURS)
    if case.owner_id:
        return Decision(case.case_id, Outcome.KEPT, case.owner_id)
    return Decision(case.case_id, Outcome.UNASSIGNED)
