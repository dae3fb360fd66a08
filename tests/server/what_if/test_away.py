"""What if an agent were away, or not there at all (02 section 5)."""

from dataclasses import replace

import numpy as np
import pytest
from google.protobuf import json_format

from allotment.v1 import plan_pb2
from allotment.v1 import scores_pb2 as pb
from allotment.v1.assignment_service_pb2 import AssignRequest, SnapshotChange
from server.translate.snapshot import snapshot_from_proto
from server.what_if.changes import changed
from server.wiring import RULES
from solver.compile import Compiled, compile_problem
from solver.engines.flow import FlowEngine
from solver.facts import Snapshot
from solver.levels import LevelKind, levels_of
from solver.triage import without
from solver.values import MAXIMISED, LevelValue, level_values
from tests.answering import SETTINGS
from tests.referee.instances.requests import Size, random_request
from tests.server.what_if.questions import team
from tests.server.what_if.test_simulate import ask, told

SIZE = Size(cases=(12, 16), agents=(4, 6))


def _compiled(request: AssignRequest) -> Compiled:
    snapshot: Snapshot = snapshot_from_proto(request, SETTINGS.received_time).snapshot
    return compile_problem(without(snapshot, RULES.sight(snapshot).triage.aside), RULES)


def _without_his_ways(compiled: Compiled, agent: int) -> tuple[LevelValue, ...]:
    """The optimum of the same problem, of which his triples are taken out but for the kept."""
    held, levels = compiled.held().problem, levels_of(compiled.problem)
    stays = held.desks.agent[held.triples.desk] != agent
    stays |= held.desks.keeping[held.triples.desk]
    rest = replace(held, triples=held.triples[stays])
    return level_values(rest, levels, FlowEngine().solve_levels(rest, levels).choice)


@pytest.mark.parametrize("start", range(0, 24, 8))
def test_an_agent_who_is_away_costs_what_the_problem_without_his_ways_does(start: int) -> None:
    """In every level; what he owns stays with him, and nothing new comes to him."""
    asked = 0
    for seed in range(start, start + 8):
        request = random_request(seed, SIZE)
        request.ClearField("options")
        compiled = _compiled(request)
        if compiled.problem.is_weighted:
            continue
        for place, agent in enumerate(compiled.snapshot.agents):
            found = ask(request, {"away_agent_id": agent.agent_id})
            values = _without_his_ways(compiled, place)
            losses = [
                (was.value - now.value) * (1 if now.kind in MAXIMISED else -1)
                for was, now in zip(found.before.levels, values, strict=True)
            ]
            # The fit of what he keeps is lower while he is away (S5).
            owns = bool((compiled.owners.agent == place).any())
            exact = [not owns or level.kind < LevelKind.ROUNDS for level in values]
            pairs = zip(found.loss, losses, exact, strict=True)
            assert all(one == other for one, other, same in pairs if same), (seed, agent)
            mine = [row for row in found.after.assignments if row.agent_id == agent.agent_id]
            assert {row.outcome for row in mine} <= {plan_pb2.OUTCOME_KEPT}
            asked += 1
    assert asked > 10


def test_a_snapshot_without_a_time_takes_the_call_s_own() -> None:
    """He is away from then on."""
    snapshot = team()
    snapshot.ClearField("snapshot_time")
    snapshot.cases[0].created_time.Clear()
    found = changed(
        snapshot, snapshot.policy, [SnapshotChange(away_agent_id="ann")], SETTINGS.received_time
    )
    start = found.agents[0].absences[0].start_time
    assert start.ToDatetime(SETTINGS.received_time.tzinfo) == SETTINGS.received_time


def test_cases_of_an_owner_who_is_taken_out_have_no_owner_any_more() -> None:
    """A lock goes with him; the case is then decided like any other."""
    snapshot = team()
    del snapshot.cases[1:]
    snapshot.cases[0].owner_agent_id, snapshot.cases[0].lock = "bob", True
    found = ask(snapshot, {"removed_agent_id": "bob"})
    assert told(found) == [("bob", "ann")]
    assert found.before.assignments[0].outcome == plan_pb2.OUTCOME_KEPT
    assert found.after.assignments[0].outcome == plan_pb2.OUTCOME_ASSIGNED


def _fits(snapshot: AssignRequest, values: list[list[float]]) -> None:
    """The same fits as a whole matrix of both encodings, and as pairs."""
    cells = np.array(values)
    dense = snapshot.scores.add(kind=pb.ScoreMatrix.KIND_FIT).dense
    dense.encoding = pb.DenseScores.ENCODING_FLOAT32
    dense.case_count, dense.agent_count = cells.shape
    dense.cells = cells.astype("<f4").tobytes()
    efforts = snapshot.scores.add(kind=pb.ScoreMatrix.KIND_EFFORT).sparse
    efforts.unlisted = pb.SparseScores.UNLISTED_COMPUTE
    case, agent = np.nonzero(cells > 0.5)
    efforts.case_indexes.extend(case.tolist())
    efforts.agent_indexes.extend(agent.tolist())
    efforts.values.extend(cells[case, agent].tolist())


@pytest.mark.parametrize("change", ["removed_agent_id", "removed_case_id"])
def test_matrices_lose_the_row_or_the_column_of_what_is_taken_out(change: str) -> None:
    """The other values stay where they belong."""
    fits = [[0.1, 0.2, 0.9], [0.4, 0.8, 0.6], [0.7, 0.5, 0.3]]
    snapshot, expected = team(), team()
    _fits(snapshot, fits)
    if change == "removed_agent_id":
        _fits(expected, [[*row[:1], *row[2:]] for row in fits])
        gone = "bob"
    else:
        _fits(expected, [*fits[:1], *fits[2:]])
        gone = "c2"
    row = json_format.ParseDict({change: gone}, SnapshotChange())
    found = changed(snapshot, snapshot.policy, [row], SETTINGS.received_time)
    assert list(found.scores) == list(expected.scores)
    assert ask(snapshot, {change: gone}).after.assignments
