"""A batch as one page."""

import json
import re
from base64 import b64encode
from datetime import UTC
from hashlib import sha256
from pathlib import Path

import pytest

from allotment.v1 import assignment_service_pb2 as wire
from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.explanation_pb2 import PAIR_REASON_HOURLY_LIMIT
from server.errors import ExplainError, FileError
from server.page.batch import batch_page, check_page, write_page
from server.page.names import outcome_name
from server.page.packing import PER_PACK
from server.translate import snapshot_from_proto
from solver.facts import Snapshot
from tests.answering import answer
from tests.answers.asking import agent, agents, case, queue, request
from tests.examples.shipped import example
from tests.referee.instances.requests import SMALL, random_request, weighted_request
from tests.server.page.reading import Read, page_of, plain

SCRIPT = "<script>alert('x')</script>"
WORLD = ("http:", "https:", "//", "url(data", "@import", "@font-face")


def facts(asked: AssignRequest) -> Snapshot:
    """Of a request with a policy of its own."""
    return snapshot_from_proto(asked, asked.snapshot_time.ToDatetime(UTC)).snapshot


def full(asked: AssignRequest) -> AssignRequest:
    """With everything that can be told."""
    asked.options.explanation_depth = wire.EXPLANATION_DEPTH_FULL
    asked.options.baseline = asked.options.certificate = True
    return asked


def flood() -> AssignRequest:
    """Three cases of which the last one waits; ann takes two at most, bob is away."""
    away = [{"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-03-05T09:00:00Z"}]
    cases = [
        case(name, "q", subject=f"about {name}", priority=priority)
        for name, priority in (("c1", "P1"), ("c2", "P1"), ("c3", "P4"))
    ]
    staff = [agent("ann", limits={"perCycle": 2, "backlog": 9}), agent("bob", absences=away)]
    return request(cases, staff, [queue("q", "ann bob")])


def test_the_head_tells_what_the_batch_comes_to() -> None:
    page = page_of(answer(full(flood())))

    assert page.text_of("title") == "2 of 3 cases have an agent"
    (bar,) = [one for one in page.all("svg") if "outcomes" in one.attributes.get("class", "")]
    assert bar.attributes["aria-label"] == "Cases by outcome: 2 assigned, 1 waiting."
    assert "q 2 1" in page.text_of("queues")
    assert "Other cases go first 1" in page.text_of("waiting")
    assert "out of office 1" in page.text_of("waiting")
    assert "as good in every goal" in page.text_of("greed")
    assert "the prices that prove it" in page.text_of("goals")


def test_a_case_tells_who_got_it_and_why() -> None:
    asked = full(flood())
    served, _, waits = map(plain, page_of(answer(asked), facts(asked)).cases())

    for told in ("c1 Assigned about c1", "Agent ann", "Queue q, bucket 1", "place 1 of 1"):
        assert told in served, served
    for told in (
        "c3 Waiting: other cases go first",
        "2 agents in its queues, 1 of them free",
        "out of office 1",
        "free again on Thu 05 Mar 2026, 09:00 UTC",
        "Who holds what it waits for c1 c2",
        "1 more for ann under the limit per cycle.",
    ):
        assert told in waits, waits


def test_the_parts_of_a_fit_stand_in_the_case() -> None:
    response = answer(flood())
    fit = response.explanations[0].fit
    served = plain(page_of(response).cases()[0])

    for pillar in fit.pillars:
        assert f"{pillar.contribution / 10_000:.4f}".rstrip("0").rstrip(".") in served
    assert f"Fit = {fit.fit / 10_000:.4f}" in served


def test_who_suits_better_is_told_with_what_he_does_instead() -> None:
    """Used elsewhere with a price, or refused, and by what."""
    response = answer(flood())
    told = response.explanations[0]
    del told.better_agents[:]
    loss = [0] * len(response.batch.levels)
    loss[[level.kind for level in response.batch.levels].index(plan_pb2.Level.KIND_FIT)] = 412
    told.better_agents.add(agent_id="eve", fit=9_100, serving_case_ids=["c2"], loss=loss)
    told.better_agents.add(agent_id="dan", fit=9_000, bounded=True)
    refusal = told.better_agents.add(agent_id="bob", fit=8_000).refusals.add()
    refusal.reason, refusal.used, refusal.limit = PAIR_REASON_HOURLY_LIMIT, 3, 3
    served = plain(page_of(response).cases()[0])

    for sentence in (
        "eve fits 91.0 %, and serves c2 . Giving it to eve costs 0.0412 of fit.",
        "dan fits 90.0 %, and serves nobody in this batch. What that would cost is not worked out.",
        "bob fits 80.0 %, but is refused: at an hourly limit (3 of 3).",
    ):
        assert sentence in served, served


def test_the_load_before_and_after_comes_from_the_request() -> None:
    asked = flood()
    with_request = page_of(answer(asked), facts(asked)).text_of("load")
    without = page_of(answer(asked)).text_of("load")

    assert "ann 0 +2 2 of 9 new in this batch: 2 of 2, full" in with_request
    assert "bob 0 0 0" in with_request
    assert "ann +2 0" in without
    assert "--request" in without


def test_the_list_is_found_by_all_columns() -> None:
    asked = flood()
    columns = json.loads(page_of(answer(asked), facts(asked)).by_id("columns").text)

    assert columns["ids"] == ["c1", "c2", "c3"]
    assert columns["agents"] == {"names": ["", "ann"], "places": [1, 1, 0]}
    assert columns["subjects"] == ["about c1", "about c2", "about c3"]
    assert columns["reasons"]["names"] == ["", "OUTCOMPETED"]


def test_ids_and_texts_of_callers_stay_texts() -> None:
    """In the page, in the cases, in the data of the script, in attributes."""
    ids = [f"{SCRIPT}{number}" for number in range(2)]
    cases = [case(one, SCRIPT + "q", subject=SCRIPT) for one in ids]
    staff = [agent(SCRIPT + '" onmouseover="x', limits={"perCycle": 1})]
    asked = full(request(cases, staff, [queue(SCRIPT + "q")]))
    asked.policy.queues[0].buckets.add(agent_ids=[staff[0]["agentId"]])
    response = answer(asked)
    page = page_of(response, facts(asked))

    assert len(page.all("script")) == 4
    assert page.by_id("columns").text.count("<") == 0
    assert json.loads(page.by_id("columns").text)["ids"] == ids
    for told in page.cases():
        inside = Read(told)
        assert inside.all("script") == []
        assert inside.all("h3")[0].text in ids
    for element in page.elements:
        assert not [name for name in element.attributes if name.startswith("on")]


def test_nothing_is_loaded_and_only_the_pages_own_script_runs() -> None:
    source = batch_page(answer(full(flood())))
    page = Read(source)
    (policy,) = [
        one.attributes["content"]
        for one in page.all("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    running = [one for one in page.all("script") if "type" not in one.attributes]

    assert policy.startswith("default-src 'none'; ")
    for kind, elements in (("script", running), ("style", page.all("style"))):
        (only,) = elements
        own = b64encode(sha256(only.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{own}'" in policy
    for element in page.elements:
        assert not {"src", "style", "srcset", "action", "data"} & element.attributes.keys()
        assert element.attributes.get("href", "#").startswith("#")
    assert not [one for one in WORLD if one in page.all("style")[0].text]
    assert not re.search(r"fetch|XMLHttp|import\(|eval|https?:(?!//www\.w3\.org)", running[0].text)


def test_the_same_answer_gives_the_same_page() -> None:
    response = answer(flood())

    assert batch_page(response) == batch_page(response)


@pytest.mark.parametrize("depth", ["NONE", "SUMMARY", "FULL"])
def test_every_depth_has_a_page(depth: str) -> None:
    asked = flood()
    asked.options.explanation_depth = wire.ExplanationDepth.Value(f"EXPLANATION_DEPTH_{depth}")
    served = plain(page_of(answer(asked)).cases()[0])

    assert ("Maybe ask for the depth SUMMARY" in served) == (depth == "NONE")


def test_what_was_only_checked_has_a_page() -> None:
    asked = flood()
    asked.mode = wire.ASSIGN_MODE_VALIDATE_ONLY
    page = page_of(answer(asked))

    assert page.text_of("title") == "Nothing was decided"
    assert page.cases() == []


def test_what_was_only_looked_at_has_a_page() -> None:
    """PRECHECK_ONLY: what a solve decides is open, and there are no goals."""
    asked = flood()
    asked.cases.add(case_id="c4", queue_id="other", created_time=asked.snapshot_time)
    asked.mode = wire.ASSIGN_MODE_PRECHECK_ONLY
    page = page_of(answer(asked), facts(asked))

    assert page.text_of("title") == "3 of 4 cases are open"
    assert "c1 Open about c1 Open: " in plain(page.cases()[0])
    assert "c4 Waiting: no queue takes it" in plain(page.cases()[3])
    assert not [one for one in page.elements if one.attributes.get("id") == "goals"]


def test_every_outcome_has_a_mark() -> None:
    marks = {one.attributes["id"] for one in page_of(answer(flood())).all("symbol")}

    assert marks == {f"mark-{outcome_name(value)}" for value in plan_pb2.Outcome.values()}


def test_one_case_has_a_page() -> None:
    page = page_of(answer(request([case("c1", "q")], agents("ann"), [queue("q", "ann")])))

    assert page.text_of("title") == "1 of 1 cases have an agent"
    assert len(page.cases()) == 1


def test_nobody_has_a_page() -> None:
    """No agent gets anything."""
    page = page_of(answer(request([case("c1", "other")], agents("ann"), [queue("q", "ann")])))

    assert page.text_of("title") == "0 of 1 cases have an agent"
    assert "Nobody got a case." in page.text_of("load")


def test_what_goes_over_limits_says_so() -> None:
    """Q9: the second phase."""
    asked = random_with(plan_pb2.VIA_RR_FALLBACK)
    response = answer(asked)
    page = page_of(response, facts(asked))
    over = [row.via == plan_pb2.VIA_RR_FALLBACK for row in response.batch.assignments]

    assert "Second phase" in page.text_of("goals")
    assert [("Goes over" in plain(told)) for told in page.cases()] == over


def random_with(via: int) -> AssignRequest:
    """The first random request whose answer has a case that came about so."""
    for seed in range(200):
        asked = random_request(seed, SMALL)
        if any(row.via == via for row in answer(asked).batch.assignments):
            return asked
    raise AssertionError("none of 200 random requests has such a case")


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_random_answers_have_pages_with_every_case(start: int) -> None:
    """All features, with and without the request, with weights too."""
    for seed in range(start, start + 10):
        for asked in (full(random_request(seed, SMALL)), full(weighted_request(seed))):
            response = answer(asked)
            for snapshot in (None, facts(asked)):
                told = page_of(response, snapshot).cases()
                ids = [row.case_id for row in response.batch.assignments]
                assert [Read(one).all("h3")[0].text for one in told] == ids


def test_cases_are_packed_in_order() -> None:
    count = 2 * PER_PACK + 5
    cases = [case(f"c{number:03}", "q") for number in range(count)]
    page = page_of(answer(request(cases, agents("ann"), [queue("q", "ann")])))

    assert [Read(one).all("h3")[0].text for one in page.cases()] == [
        f"c{number:03}" for number in range(count)
    ]


def test_an_example_tells_its_deadlines() -> None:
    asked = example("tiered_sla")
    told = " ".join(map(plain, page_of(answer(asked), facts(asked)).cases()))

    assert "First response due" in told
    assert "Held until" in told


def test_losses_that_do_not_fit_the_levels_are_told() -> None:
    response = answer(flood())
    response.explanations[0].better_agents.add(agent_id="bob", loss=[1])

    with pytest.raises(ExplainError, match="A loss of 1 levels does not fit"):
        batch_page(response)


def test_a_batch_of_other_agents_is_told() -> None:
    asked = flood()
    response = answer(asked)
    response.batch.assignments[0].agent_id = "anna"

    with pytest.raises(ExplainError, match="no agent 'anna' in the request"):
        batch_page(response, facts(asked))


def test_where_no_page_can_be_written_is_told_before(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"does not end in \.html\. Maybe page\.html"):
        check_page(tmp_path / "page.pdf")
    with pytest.raises(FileError, match="there is no folder"):
        check_page(tmp_path / "none" / "page.html")
    with pytest.raises(FileError, match="cannot be written"):
        write_page(tmp_path, "")
