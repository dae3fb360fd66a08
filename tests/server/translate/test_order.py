"""The order of rows means nothing: equal facts, equal fingerprints."""

from typing import TypeVar

import numpy as np
import pytest
from google.protobuf.message import Message
from hypothesis import given
from hypothesis import strategies as st

from allotment.v1.agent_pb2 import Agent
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.case_pb2 import Requirement
from tests.server.translate.requests import NOON, facts_of, full_request, translate

Row = TypeVar("Row")
AGENT_COUNT = 4
CASE_COUNT = 5


def base_request() -> AssignRequest:
    """The full request with more of everything, and scores of many pairs."""
    request = full_request()
    for number in range(CASE_COUNT - 2):
        request.cases.add(case_id=f"b{number}", account_id="a2").created_time.seconds = number
    request.cases[0].activity_windows.add(days=[3], start="22:00", end="06:00")
    request.agents.add(agent_id="b1")
    held = request.agents[0]
    held.active_cases.add(case_id="h0")
    held.recent_assignments.add(case_id="r0").time.seconds = 5
    held.recent_assignments.add(case_id="r9").time.seconds = 5
    held.absences.add().start_time.seconds = 7
    held.skills.add(name="linux")
    held.attributes.add(name="clearance", number=2)
    request.cases[0].requirements.add(kind=Requirement.KIND_SKILL, name="vpn")
    shape = (CASE_COUNT, AGENT_COUNT)
    dense = request.scores[0].dense
    dense.case_count, dense.agent_count = shape
    dense.cells = np.arange(CASE_COUNT * AGENT_COUNT, dtype="<u2").tobytes()
    sparse = request.scores[1].sparse
    pairs = [(0, 1), (4, 3), (2, 0), (2, 2), (1, 3)]
    sparse.ClearField("case_indexes")
    sparse.ClearField("agent_indexes")
    sparse.ClearField("values")
    sparse.case_indexes.extend(case for case, _ in pairs)
    sparse.agent_indexes.extend(agent for _, agent in pairs)
    sparse.values.extend([0.125, 0.25, 0.5, 0.75, 1])
    return request


BASE = base_request()
TRANSLATED = translate(BASE)


def reordered(rows: "list[Row]", order: list[int]) -> list[Row]:
    """The rows in another order."""
    return [rows[place] for place in order]


def replace(rows: "list[Message]", order: list[int]) -> None:
    """Puts repeated messages into another order."""
    kept = [type(row).FromString(row.SerializeToString()) for row in rows]
    del rows[:]
    rows.extend(reordered(kept, order))


@st.composite
def permuted_requests(draw: st.DrawFn) -> AssignRequest:
    """BASE with the rows in another order, and its scores with them."""
    request = AssignRequest()
    request.CopyFrom(BASE)
    cases = draw(st.permutations(range(CASE_COUNT)))
    agents = draw(st.permutations(range(AGENT_COUNT)))
    replace(request.cases, cases)  # type: ignore[arg-type]
    replace(request.agents, agents)  # type: ignore[arg-type]
    for rows in (
        request.accounts,
        request.scores,
        *_rows_of_c1(request),
        *_rows_of_g1(request),
    ):
        replace(rows, draw(st.permutations(range(len(rows)))))  # type: ignore[arg-type]
    _permute_scores(request, cases, agents, draw(st.permutations(range(5))))
    return request


def _rows_of_c1(request: AssignRequest) -> list[object]:
    case = next(case for case in request.cases if case.case_id == "c1")
    return [case.activity_windows, case.requirements]


def _rows_of_g1(request: AssignRequest) -> list[object]:
    agent = next(agent for agent in request.agents if agent.agent_id == "g1")
    return [
        agent.active_cases,
        agent.recent_assignments,
        agent.absences,
        agent.skills,
        agent.attributes,
    ]


def _permute_scores(
    request: AssignRequest, cases: list[int], agents: list[int], pairs: list[int]
) -> None:
    for matrix in request.scores:
        if matrix.HasField("dense"):
            cells = np.frombuffer(matrix.dense.cells, dtype="<u2").reshape(CASE_COUNT, AGENT_COUNT)
            matrix.dense.cells = cells[cases][:, agents].tobytes()
        else:
            sparse = matrix.sparse
            places = [cases.index(sparse.case_indexes[pair]) for pair in pairs]
            columns = [agents.index(sparse.agent_indexes[pair]) for pair in pairs]
            values = [sparse.values[pair] for pair in pairs]
            sparse.case_indexes[:] = places
            sparse.agent_indexes[:] = columns
            sparse.values[:] = values


@given(permuted_requests())
def test_the_order_of_rows_means_nothing(request: AssignRequest) -> None:
    """Snapshot and fingerprint are those of the unpermuted request, matrices included."""
    translated = translate(request)

    assert facts_of(translated) == facts_of(TRANSLATED)
    assert translated.fingerprint == TRANSLATED.fingerprint
    assert translated.policy_hash == TRANSLATED.policy_hash


def test_rows_are_sorted_by_plain_string_order() -> None:
    """Code points decide: capitals before small letters, 10 before 9."""
    request = AssignRequest(agents=[Agent(agent_id=each) for each in ("ä", "a", "Z", "9", "10")])
    request.cases.add(case_id="c").created_time.seconds = 1

    agents = translate(request).snapshot.agents

    assert [agent.agent_id for agent in agents] == ["10", "9", "Z", "a", "ä"]


def ids(longest: int) -> st.SearchStrategy[list[str]]:
    """Different ids of two letters or more, which take one byte to three."""
    return st.lists(st.text("aBz1é☎", min_size=2, max_size=longest), min_size=2, unique=True)


@given(names=ids(2) | ids(3), data=st.data())
def test_the_order_of_histories_means_nothing(names: list[str], data: st.DataObject) -> None:
    """Whatever the length of ids, and whether or not they stand in order."""
    request = full_request()
    request.ClearField("scores")
    rows = request.accounts[0].histories
    del rows[:]
    for name in names:
        request.agents.add(agent_id=name)
        rows.add(agent_id=name, case_count=len(name) % 2)
    rank = dict(zip(names, data.draw(st.permutations(range(len(names)))), strict=True))

    rows.sort(key=lambda row: row.agent_id)
    told = translate(request).fingerprint
    rows.sort(key=lambda row: rank[row.agent_id])

    assert translate(request).fingerprint == told


def test_the_moment_is_part_of_the_fingerprint() -> None:
    """The same rows a microsecond later are another snapshot."""
    later = AssignRequest()
    later.CopyFrom(BASE)
    later.snapshot_time.nanos += 1_000

    assert translate(later).fingerprint != TRANSLATED.fingerprint


def test_the_clock_counts_where_the_request_has_no_moment() -> None:
    """An unset snapshot time is the server's clock, in the facts and in the fingerprint."""
    unset, sent = AssignRequest(), AssignRequest()
    unset.CopyFrom(BASE)
    unset.ClearField("snapshot_time")
    sent.CopyFrom(unset)
    sent.snapshot_time.FromDatetime(NOON)

    assert translate(unset).snapshot.now == NOON
    assert translate(unset).fingerprint == translate(sent).fingerprint


def test_options_and_request_id_are_no_facts() -> None:
    """Asking for more does not change the snapshot."""
    other = AssignRequest()
    other.CopyFrom(BASE)
    other.request_id = "00000000-0000-4000-8000-00000000000f"
    other.options.baseline = True

    assert translate(other).fingerprint == TRANSLATED.fingerprint


def test_the_policy_has_a_hash_of_its_own() -> None:
    """Another policy is another hash, but the same snapshot."""
    other = AssignRequest()
    other.CopyFrom(BASE)
    other.policy.version = "8"

    assert translate(other).fingerprint == TRANSLATED.fingerprint
    assert translate(other).policy_hash != TRANSLATED.policy_hash


@pytest.mark.parametrize("rows", ["scores", "agents", "accounts"])
def test_every_kind_of_row_is_part_of_the_fingerprint(rows: str) -> None:
    """One row less, of whatever kind, is another snapshot."""
    other = AssignRequest()
    other.CopyFrom(BASE)
    if rows == "agents":
        other.ClearField("scores")
    other.accounts.add(account_id="a3")
    with_all = translate(other).fingerprint

    del getattr(other, rows)[-1]

    assert translate(other).fingerprint != with_all
