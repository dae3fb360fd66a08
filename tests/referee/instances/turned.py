"""The same request with its rows in another order."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.scores_pb2 import DenseScores, SparseScores


def turned(request: AssignRequest, seed: int) -> AssignRequest:
    """Cases, agents, accounts, their own rows and the scores, all shuffled."""
    random, other = Random(seed), AssignRequest()
    other.CopyFrom(request)
    cases = random.sample(range(len(request.cases)), len(request.cases))
    agents = random.sample(range(len(request.agents)), len(request.agents))
    del other.cases[:], other.agents[:]
    other.cases.extend(request.cases[at] for at in cases)
    other.agents.extend(request.agents[at] for at in agents)
    other.accounts.reverse()
    for agent in other.agents:
        agent.active_cases.reverse()
        agent.recent_assignments.reverse()
        agent.absences.reverse()
    for matrix in other.scores:
        if matrix.HasField("dense"):
            turn_dense(matrix.dense, cases, agents)
        else:
            turn_sparse(matrix.sparse, cases, agents)
    other.scores.reverse()
    return other


def turn_dense(matrix: DenseScores, cases: Sequence[int], agents: Sequence[int]) -> None:
    """Row and column stand where their case and agent stand now."""
    width, cells = len(agents), matrix.cells
    size = len(cells) // (len(cases) * width)
    starts = [(case * width + agent) * size for case in cases for agent in agents]
    matrix.cells = b"".join(cells[start : start + size] for start in starts)


def turn_sparse(matrix: SparseScores, cases: Sequence[int], agents: Sequence[int]) -> None:
    """Indexes name where their case and agent stand now; the pairs come last first."""
    pairs = zip(matrix.case_indexes, matrix.agent_indexes, strict=True)
    places = [(cases.index(case), agents.index(agent)) for case, agent in pairs]
    values = list(matrix.values)
    matrix.case_indexes[:] = [case for case, _ in reversed(places)]
    matrix.agent_indexes[:] = [agent for _, agent in reversed(places)]
    matrix.values[:] = values[::-1]
