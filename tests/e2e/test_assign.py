"""The main job through a real server: a snapshot in, the proved batch with explanations out."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2, schedule_pb2, scores_pb2
from benchmarks.instances import Order, make_instance
from client import InvalidRequest, NotHonoured
from server.main import ANSWER
from server.translate.files import write_message
from tests.architecture.house import ROOT
from tests.e2e.serving import Server, serving
from tests.server.processes.living import eventually

TEAM = make_instance("team", Order(cases=60, agents=12, seed=3))
SECONDS_20 = timedelta(seconds=20)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(answer=ANSWER) as running:
        yield running


@pytest.fixture
def request_() -> wire.AssignRequest:
    """A team's snapshot that a test may spoil."""
    request = wire.AssignRequest()
    request.CopyFrom(TEAM)
    return request


def _assign(server: Server, request: wire.AssignRequest) -> wire.AssignResponse:
    with server.client() as client:
        return client.assign(request, SECONDS_20)


def test_every_case_is_accounted_for_and_every_level_proved(server: Server) -> None:
    """One row and one explanation per case, and termination OPTIMAL."""
    response = _assign(server, TEAM)
    ids = sorted(case.case_id for case in TEAM.cases)
    assert [row.case_id for row in response.batch.assignments] == ids
    assert [row.case_id for row in response.explanations] == ids
    assert response.batch.termination == plan_pb2.TERMINATION_OPTIMAL
    assert all(level.proved for level in response.batch.levels)
    assert 0 < response.batch.assigned_count < len(ids)


def test_contributions_add_up_to_the_fit_exactly(server: Server) -> None:
    """Integers on the wire: no tolerance."""
    response = _assign(server, TEAM)
    fits = {row.case_id: row.fit for row in response.batch.assignments}
    explained = [row for row in response.explanations if row.HasField("fit")]
    assert len(explained) == response.batch.assigned_count
    for row in explained:
        assert sum(pillar.contribution for pillar in row.fit.pillars) == row.fit.fit
        assert row.fit.fit == fits[row.case_id]


def test_the_order_of_rows_never_matters(server: Server, request_: wire.AssignRequest) -> None:
    """Permuted rows give the same batch, explanations and notices, byte for byte."""
    rng = np.random.default_rng(1)
    shuffled = wire.AssignRequest()
    shuffled.CopyFrom(request_)
    for rows in (shuffled.cases, shuffled.agents, shuffled.accounts):
        permuted = [rows[i] for i in rng.permutation(len(rows))]
        kept = [type(row).FromString(row.SerializeToString()) for row in permuted]
        del rows[:]
        rows.extend(kept)
    assert _timeless(_assign(server, shuffled)) == _timeless(_assign(server, request_))


def test_the_same_input_gives_the_same_bytes(server: Server) -> None:
    """Twice, whichever solver process answers."""
    assert _timeless(_assign(server, TEAM)) == _timeless(_assign(server, TEAM))


def _timeless(response: wire.AssignResponse) -> bytes:
    """Everything but the wall-clock facts."""
    response.ClearField("solve_stats")
    return response.SerializeToString(deterministic=True)


def test_the_optimum_is_never_behind_one_case_after_the_other(
    server: Server, request_: wire.AssignRequest
) -> None:
    """The comparison is in the answer, level by level."""
    request_.options.baseline = True
    batch = _assign(server, request_).batch
    assert [baseline.engine for baseline in batch.baselines] == ["sequential", "round_robin"]
    for baseline in batch.baselines:
        assert _to_maximise(batch.levels) >= _to_maximise(baseline.levels)


def _to_maximise(levels: Iterable[plan_pb2.Level]) -> list[int]:
    rising = (plan_pb2.Level.KIND_COVERAGE, plan_pb2.Level.KIND_FIT)
    return [level.value if level.kind in rising else -level.value for level in levels]


def test_depth_none_brings_no_explanations(server: Server, request_: wire.AssignRequest) -> None:
    """The batch alone."""
    request_.options.explanation_depth = wire.EXPLANATION_DEPTH_NONE
    response = _assign(server, request_)
    assert not response.explanations
    assert response.batch.assigned_count


def test_validate_only_decides_nothing(server: Server, request_: wire.AssignRequest) -> None:
    """A right request gets an empty answer."""
    request_.mode = wire.ASSIGN_MODE_VALIDATE_ONLY
    assert not _assign(server, request_).HasField("batch")


def _unknown_ids(request: wire.AssignRequest) -> list[str]:
    request.cases[4].account_id = "nobody"
    request.policy.drain_groups.add(queue_ids=["no-such-queue"])
    count = len(request.policy.drain_groups)
    return ["cases[4].account_id", f"policy.drain_groups[{count - 1}].queue_ids[0]"]


def _duplicate_ids(request: wire.AssignRequest) -> list[str]:
    request.cases[7].case_id = request.cases[2].case_id
    request.agents[3].agent_id = request.agents[0].agent_id
    return ["cases[7].case_id", "agents[3].agent_id"]


def _wrong_numbers(request: wire.AssignRequest) -> list[str]:
    request.cases[0].urgency = float("nan")
    request.cases[1].urgency = 101
    request.agents[2].limits.backlog = -1
    return ["cases[0].urgency", "cases[1].urgency", "agents[2].limits.backlog"]


def _wrong_scores(request: wire.AssignRequest) -> list[str]:
    cells = np.full((len(request.cases), len(request.agents)), 0.5, dtype="<f4")
    cells[3, 7], cells[5, 1] = np.nan, 1.5
    request.scores.add(
        kind=scores_pb2.ScoreMatrix.KIND_FIT,
        dense=scores_pb2.DenseScores(
            encoding=scores_pb2.DenseScores.ENCODING_FLOAT32,
            case_count=len(request.cases),
            agent_count=len(request.agents),
            cells=cells.tobytes(),
        ),
    )
    return ["scores[0].dense.cells[3,7]", "scores[0].dense.cells[5,1]"]


def _wrong_shape(request: wire.AssignRequest) -> list[str]:
    request.scores.add(
        kind=scores_pb2.ScoreMatrix.KIND_FIT,
        dense=scores_pb2.DenseScores(
            encoding=scores_pb2.DenseScores.ENCODING_UINT16,
            case_count=len(request.cases) + 1,
            agent_count=len(request.agents),
        ),
    )
    return ["scores[0].dense.case_count"]


def _wrong_shifts(request: wire.AssignRequest) -> list[str]:
    count = len(request.policy.shifts)
    request.policy.shifts.add(shift_id="mars", time_zone="Mars/Olympus").working_hours.add(
        days=[schedule_pb2.DAY_MONDAY], start="09:00", end="17:00"
    )
    request.policy.shifts.add(shift_id="empty", time_zone="UTC")
    return [f"policy.shifts[{count}].time_zone", f"policy.shifts[{count + 1}]"]


def _empty(request: wire.AssignRequest) -> list[str]:
    request.Clear()
    return ["cases", "agents"]


SPOILED: tuple[Callable[[wire.AssignRequest], list[str]], ...] = (
    _unknown_ids,
    _duplicate_ids,
    _wrong_numbers,
    _wrong_scores,
    _wrong_shape,
    _wrong_shifts,
    _empty,
)


@pytest.mark.parametrize("spoil", SPOILED, ids=lambda spoil: spoil.__name__.strip("_"))
def test_wrong_input_gets_every_violation_and_the_next_call_its_batch(
    server: Server, request_: wire.AssignRequest, spoil: Callable[[wire.AssignRequest], list[str]]
) -> None:
    """One clear error with field paths; then a correct call answers in the same process."""
    before = server.solvers()
    paths = spoil(request_)
    with pytest.raises(InvalidRequest) as error:
        _assign(server, request_)
    found = [violation.path for violation in error.value.violations]
    assert all(any(seen.startswith(path) for seen in found) for path in paths), found
    assert all(violation.message for violation in error.value.violations)
    assert _assign(server, TEAM).batch.assigned_count
    assert server.solvers() == before


def test_what_this_version_does_not_honour_is_named(
    server: Server, request_: wire.AssignRequest
) -> None:
    """Nothing is silently ignored: fields and options alike, with their paths."""
    request_.agents[3].presence.read_time.GetCurrentTime()
    request_.policy.MergeFromString(b"\x92\x7d\x01x")
    with pytest.raises(NotHonoured) as error:
        _assign(server, request_)
    found = list(error.value.paths)
    assert "agents[3].presence.read_time" in found
    assert "policy.(field 2002)" in found
    assert _assign(server, TEAM).batch.assigned_count
    assert eventually(server.is_whole)


def _allotment(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip


def test_the_program_assigns_through_a_server(server: Server, tmp_path: Path) -> None:
    """`allotment assign` prints tables and writes the response as proto-JSON."""
    snapshot, out = tmp_path / "team.json", tmp_path / "response.json"
    write_message(TEAM, snapshot)
    done = _allotment("assign", str(snapshot), "--address", server.address, "--json", str(out))
    assert done.returncode == 0, done.stderr
    assert "optimal" in done.stdout
    written = json.loads(out.read_text())
    assert len(written["batch"]["assignments"]) == len(TEAM.cases)


def test_the_program_assigns_without_a_server(tmp_path: Path) -> None:
    """`--local` gives the same batch, from a binary snapshot."""
    snapshot = tmp_path / "team.binpb"
    write_message(TEAM, snapshot)
    done = _allotment("assign", str(snapshot), "--local", "--json", "-")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["batch"]["termination"] == "TERMINATION_OPTIMAL"


def test_the_program_tells_wrong_input_from_an_unreachable_server(tmp_path: Path) -> None:
    """Exit code 2 and 3, with a sentence and no traceback."""
    snapshot = tmp_path / "team.json"
    write_message(TEAM, snapshot)
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"casess": []}')
    for arguments, code in (
        (("assign", str(wrong), "--local"), 2),
        (("assign", str(tmp_path / "none.json"), "--local"), 2),
        (("assign", str(snapshot), "--address", "127.0.0.1:1"), 3),
    ):
        done = _allotment(*arguments)
        assert done.returncode == code, done.stderr
        assert done.stderr
        assert "Traceback" not in done.stderr
