"""Pillars that cannot be computed, in whole answers (S15)."""

import json
from typing import Any

import pytest

import objectives
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.explanation_pb2 import PillarContribution
from allotment.v1.plan_pb2 import CASE_REASON_AUTO_ASSIGN_STOPPED, Notice
from server.logs import JsonLines
from solver.facts import Snapshot
from solver.rules import Factor
from tests.answering import answer
from tests.answers.asking import agents, case, queue, request
from tests.referee import complaints

WEIGHTS = [{"pillar": "bandwidth", "weight": 0.5}, {"pillar": "mood", "weight": 0.5}]
ONLY_BANDWIDTH = [{"pillar": "bandwidth", "weight": 1}]


def asking(on_failure: str = "DROP", **facts: Any) -> AssignRequest:
    """The queue `q` weighs a mood that nobody sends, the queue `free` does not."""
    fit = {"pillarWeights": WEIGHTS, "onPillarFailure": f"ON_PILLAR_FAILURE_{on_failure}"}
    queues = [queue("q", "ann"), queue("free", "bob", pillarWeights=ONLY_BANDWIDTH)]
    cases = [case("c1", "q"), case("c2", "free")]
    return request(cases, agents("ann bob"), queues, **{"fit": fit, **facts})


def notices(asked: AssignRequest, kind: Notice.Kind.ValueType) -> list[tuple[str, str]]:
    return [(one.subject, one.sentence) for one in answer(asked).notices if one.kind == kind]


def test_S15_a_dropped_pillar_is_flagged_and_told_in_a_notice() -> None:
    asked = asking()
    response = answer(asked)

    (told,) = notices(asked, Notice.KIND_PILLAR_DROPPED)
    assert told[0] == "mood"
    assert "nothing computes it and no matrix sends it" in told[1]
    bandwidth, mood = response.explanations[0].fit.pillars
    assert (mood.weight, mood.contribution) == (0, 0)
    assert mood.flag == PillarContribution.FLAG_DROPPED
    assert bandwidth.weight == 1_000_000
    assert complaints(asked, response) == []


def test_S15_R8_a_policy_may_stop_what_needs_it_with_cause_and_since_when() -> None:
    asked = asking("STOP")
    response = answer(asked)

    first, second = response.batch.assignments
    assert first.case_reason == CASE_REASON_AUTO_ASSIGN_STOPPED
    assert second.agent_id == "bob"
    told = response.explanations[0]
    assert told.stop_cause.startswith("Pillar 'mood' failed: nothing computes it")
    assert told.stop_cause in told.sentence
    assert told.stopped_time == response.batch.snapshot_time
    assert not told.HasField("next_unblock_time")
    ((subject, _),) = notices(asked, Notice.KIND_AUTO_ASSIGN_STOPPED)
    assert subject == "q"
    assert notices(asked, Notice.KIND_PILLAR_DROPPED) == []
    assert complaints(asked, response) == []


def test_S15_Q9_the_fallback_over_limits_serves_no_stopped_queue_either() -> None:
    fallback = {"priorities": ["P1"]}
    asked = asking("STOP", roundRobinFallback=fallback, limitPolicy={"limits": {"perCycle": 0}})
    for row in asked.cases:
        row.priority = "P1"

    stopped, over = answer(asked).batch.assignments

    assert stopped.case_reason == CASE_REASON_AUTO_ASSIGN_STOPPED
    assert over.agent_id == "bob"


def test_S15_with_the_last_pillar_gone_the_queue_stops_even_if_pillars_are_dropped() -> None:
    asked = asking(fit={"pillarWeights": [{"pillar": "mood", "weight": 1}]})
    response = answer(asked)

    assert response.batch.assignments[0].case_reason == CASE_REASON_AUTO_ASSIGN_STOPPED
    assert response.batch.assignments[1].agent_id == "bob"
    assert complaints(asked, response) == []


def test_S15_S13_a_pillar_that_is_sent_works_again() -> None:
    asked = asking("STOP")
    matrix = asked.scores.add(kind="KIND_PILLAR", pillar="mood")
    matrix.sparse.case_indexes.extend([0, 1])
    matrix.sparse.agent_indexes.extend([0, 1])
    matrix.sparse.values.extend([0.25, 0.75])

    response = answer(asked)

    assert [row.agent_id for row in response.batch.assignments] == ["ann", "bob"]
    assert response.batch.assignments[0].fit == 6250
    assert complaints(asked, response) == []


class Broken:
    """A pillar with a bug, which quotes a text of a case."""

    name = "skills"

    def factor(self, snapshot: Snapshot) -> Factor:
        raise KeyError(snapshot.cases[0].subject)


def test_S15_a_bug_in_a_pillar_is_told_to_the_caller_and_logged_without_texts(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    others = [pillar for pillar in objectives.PILLARS if pillar.name != "skills"]
    monkeypatch.setattr(objectives, "PILLARS", (*others, Broken()))
    asked = request([case("c1", "q", subject="secret")], agents("ann"), [queue("q", "ann")])

    response = answer(asked)

    (told,) = [one for one in response.notices if one.kind == Notice.KIND_PILLAR_DROPPED]
    assert told.subject == "skills"
    assert "it met a bug (KeyError)" in told.sentence
    assert response.batch.assignments[0].agent_id == "ann"
    (record,) = [one for one in caplog.records if one.getMessage() == "pillar failed"]
    line = json.loads(JsonLines().format(record))
    assert (line["pillar"], line["level"]) == ("skills", "ERROR")
    assert "in factor" in line["trace"]
    assert "secret" not in json.dumps(line)
    assert "secret" not in told.sentence
