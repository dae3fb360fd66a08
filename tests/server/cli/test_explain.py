"""`allotment explain` on the command line."""

import json
from pathlib import Path

import pytest
from google.protobuf import json_format
from typer.testing import CliRunner

from allotment.v1 import explanation_pb2 as pb
from allotment.v1 import plan_pb2
from allotment.v1.assignment_service_pb2 import AssignRequest
from server.cli import app
from server.cli.others import others
from server.translate.files import write_message
from server.translate.refusals import case_reason_in_words, reason_in_words
from solver.reasons import CaseReason, Reason
from tests.answering import answer
from tests.answers.asking import ALWAYS, agent, case, queue, request

RUNNER = CliRunner()


def asked() -> AssignRequest:
    """Two cases; ann goes first, bob is away, and the caller's account knows ann."""
    history = {"agentId": "ann", "caseCount": 3, "finalResolverShare": 1}
    accounts = [{"accountId": "acme", "histories": [history]}]
    past = [{"caseId": "past", "time": "2026-03-04T08:30:00Z"}]
    away = [{"startTime": "2026-03-01T00:00:00Z", "endTime": "2026-03-05T09:00:00Z"}]
    cases = [
        case("c1", "q", accountId="acme", activityWindows=ALWAYS, timeZone="UTC", priority="P1"),
        case("c2", "q", priority="P4"),
    ]
    staff = [
        agent("ann", recentAssignments=past, limits={"perCycle": 1}),
        agent("bob", absences=away),
    ]
    return request(cases, staff, [queue("q", "ann bob")], accounts=accounts)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The request and its response."""
    asking = asked()
    paths = tmp_path / "request.json", tmp_path / "response.json"
    write_message(asking, paths[0])
    write_message(answer(asking), paths[1])
    return paths


def explain(*words: str | Path) -> str:
    """What the command prints; it must succeed."""
    found = RUNNER.invoke(app, ["explain", *map(str, words)])
    assert found.exit_code == 0, found.output
    return found.stdout


def flat(text: str) -> str:
    """Without frames and line breaks."""
    return " ".join(text.replace("│", " ").split())


def test_S1_the_score_is_told_to_the_last_factor(files: tuple[Path, Path]) -> None:
    text = flat(explain(files[1], "c1", "ann", "--score"))

    for told in (
        "time_overlap 1.000000",
        "overlap_minutes 1440",
        "window_minutes 1440",
        "load 0 capacity 40",
        "customer_history 0.600000",
        "cases 3 confidence 0.5 mean 1 final_resolver 1",
        "no ontology loaded: 0",
        "penalty_weight 0.6, penalty_window_minutes 180, minutes_since_assignment 90",
        "Sum of weight x value: 0.762000000000",
        "0.700000 = 0.5334000000, rounded half to even: 0.5334",
        "Contributions add up exactly: 0.2310 + 0.2310 + 0.0714 + 0.0000 = 0.5334",
    ):
        assert told in text, text


def test_without_an_agent_the_score_is_that_of_who_got_the_case(files: tuple[Path, Path]) -> None:
    assert explain(files[1], "c1", "--score") == explain(files[1], "c1", "ann", "--score")


def test_without_score_the_decision_is_told(files: tuple[Path, Path]) -> None:
    served, waits = flat(explain(files[1], "c1")), flat(explain(files[1], "c2"))

    assert "ASSIGNED to ann through q, bucket 1, via OPTIMISED" in served
    assert "Waiting: other cases go first" in waits
    assert "1 out of office" in waits


def test_U2_U8_U9_the_parts_of_the_urgency_are_told(tmp_path: Path) -> None:
    """With the deadline, and what the watch over it found."""
    facts = {"tier": "Basic", "category": "outage", "createdTime": "2026-03-03T10:30:00Z"}
    path = tmp_path / "response.json"
    write_message(answer(request([case("c1", "q", **facts)], [agent("ann")], [])), path)
    text = flat(explain(path, "c1"))

    assert "category 30 lifetime_value 5 floor 45 score, band premium 80" in text
    assert "for waiting 20 weight = 1 + score + waiting 101" in text
    assert "First response due 2026-03-04 10:30 UTC: 0.50 h left At risk: nobody has it." in text
    assert "Warned of 2026-03-04T10:00:00Z; bonus 20" in text


def test_U5_U6_cases_that_are_set_aside_say_so(tmp_path: Path) -> None:
    cases = [
        case("c1", "q", overrideRouting=True),
        case("c2", "q", createdTime="2026-03-04T03:00:00Z"),
    ]
    hours = {"windows": [{"days": ["DAY_THURSDAY"], "start": "08:00", "end": "18:00"}]}
    asking = request(cases, [agent("ann")], [queue("q", "ann")], urgency={"businessHours": hours})
    path = tmp_path / "response.json"
    write_message(answer(asking), path)

    assert "MANUAL_REVIEW Waits for a person" in flat(explain(path, "c1"))
    assert "HELD_BUSINESS_HOURS until 2026-03-05T08:00:00Z" in flat(explain(path, "c2"))
    assert "Queues, in order: q" in flat(explain(path, "c2"))


def test_S14_any_pair_is_scored_with_the_request(files: tuple[Path, Path]) -> None:
    text = flat(explain(files[1], "c1", "bob", "--score", "--request", files[0]))

    assert "Would be 0.69; blocked: out of office until 5 Mar 09:00." in text
    assert "customer_history 0.200000" in text
    assert "no history with the account: 0.20" in text


def test_json_holds_the_same(files: tuple[Path, Path]) -> None:
    told = json.loads(explain(files[1], "c1", "bob", "--json", "--request", files[0]))

    assert told["fit"]["fit"] == 6940
    assert sum(pillar["contribution"] for pillar in told["fit"]["pillars"]) == 6940
    assert told["refusals"][0]["reason"] == "PAIR_REASON_OUT_OF_OFFICE"
    assert told["refusals"][0]["unblock_time"] == "2026-03-05T09:00:00Z"
    decision = json.loads(explain(files[1], "c1", "--json"))
    assert decision["assignment"]["agent_id"] == "ann"
    assert decision["explanation"]["fit"]["keep"] == 700_000


def test_S13_a_sent_fit_has_no_parts(tmp_path: Path) -> None:
    asking = asked()
    scores = {
        "kind": "KIND_FIT",
        "sparse": {"caseIndexes": [0], "agentIndexes": [0], "values": [0.5]},
    }
    json_format.ParseDict(scores, asking.scores.add())
    write_message(answer(asking), tmp_path / "response.json")

    text = flat(explain(tmp_path / "response.json", "c1", "--score"))

    assert "The caller sent this fit as it is: 0.5000 (S13)." in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["c9"], "no case 'c9'", id="no such case"),
        pytest.param(["c1", "bob", "--score"], "give the request with --request", id="other pair"),
        pytest.param(["c2", "--score"], "went to nobody", id="waiting case"),
        pytest.param(
            ["c1", "eve", "--request", "REQUEST"], "There is no agent 'eve'", id="stranger"
        ),
    ],
)
def test_what_cannot_be_told_is_said_with_the_way_out(
    words: list[str], message: str, files: tuple[Path, Path]
) -> None:
    spoken = [str(files[0]) if word == "REQUEST" else word for word in words]

    found = RUNNER.invoke(app, ["explain", str(files[1]), *spoken])

    assert found.exit_code == 2
    assert message in flat(found.output)


def test_why_not_her_is_told_with_all_who_would_move(files: tuple[Path, Path]) -> None:
    """Ann has room for one, and c1 goes first; the case is told beside the pair."""
    text = flat(explain(files[1], "c2", "ann", "--why-not", "--request", files[0]))
    assert "Waiting: other cases go first" in text
    assert "Fit 0.37. Giving it to ann costs " in text
    assert "gains " in text
    assert "Who would move: c2 from waiting to ann; c1 from ann to waiting." in text


def test_a_lifted_block_may_be_a_gain(files: tuple[Path, Path]) -> None:
    """Bob is away, and nobody else is there for c2."""
    fields = json.loads(
        explain(files[1], "c2", "bob", "--why-not", "--request", files[0], "--json")
    )
    assert fields["asked"] == "PAIR_QUESTION_LIFTED"
    assert "Were the block of bob lifted, giving it to bob gains " in fields["sentence"]
    assert [(one["case_id"], one["to_agent_id"]) for one in fields["chain"]] == [("c2", "bob")]
    assert next(int(amount) for amount in fields["pair"]["loss"] if amount != "0") < 0


def test_the_one_who_has_it_costs_nothing(files: tuple[Path, Path]) -> None:
    """C1 is ann's already."""
    text = flat(explain(files[1], "c1", "ann", "--why-not", "--request", files[0]))
    assert "Giving it to ann costs nothing: it is a tie." in text


def test_without_an_agent_it_is_told_what_would_get_a_case_served(files: tuple[Path, Path]) -> None:
    """C2 waits because ann takes one a cycle; a waiting answer has no such search by itself."""
    text = flat(explain(files[1], "c2", "--why-not", "--request", files[0]))
    assert "Would be served with: 1 more for ann under the limit per cycle." in text
    assert "Would be served with" not in flat(explain(files[1], "c2"))


def test_a_price_needs_the_request(files: tuple[Path, Path]) -> None:
    """It is solved again."""
    found = RUNNER.invoke(app, ["explain", str(files[1]), "c2", "ann", "--why-not"])
    assert found.exit_code == 2
    assert "--request" in found.output


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"effort": 7}, "the snapshot fingerprints differ", id="another snapshot"),
        pytest.param({}, "reaches other levels", id="another batch"),
    ],
)
def test_a_price_of_another_batch_is_not_told(
    change: dict[str, float], message: str, files: tuple[Path, Path]
) -> None:
    """Neither of another request, nor where a new solve finds another batch."""
    asking = asked()
    for name, value in change.items():
        setattr(asking.cases[0], name, value)
    write_message(asking, files[0])
    if not change:
        worse = answer(asking)
        worse.batch.levels[0].value -= 1
        write_message(worse, files[1])

    words = ["explain", *map(str, (files[1], "c2", "ann")), "--why-not", "--request"]
    found = RUNNER.invoke(app, [*words, str(files[0])])

    assert found.exit_code == 2
    assert message in flat(found.output)


def test_a_case_that_waits_is_told_in_the_words_of_the_page(files: tuple[Path, Path]) -> None:
    """No name of the contract is left."""
    text = flat(explain(files[1], "c2"))

    assert (
        "Waiting: other cases go first Waits: those who could take it serve cases that go first "
        "(1 of 2 agents free: 1 out of office). What it would rather have is held by c1. "
        "Queues, in order: q"
    ) in text
    assert "1 out of office First agent free at 2026-03-05T09:00:00Z" in text
    assert not any(reason.name in text for reason in (*Reason, *CaseReason))


def test_S14_what_blocked_agents_would_fit_is_told() -> None:
    """Where it is another fit than he has as the facts are."""
    away = pb.Refusal(reason=pb.PAIR_REASON_OUT_OF_OFFICE)
    told = pb.Explanation()
    told.better_agents.add(agent_id="bob", fit=7_100, would_be_fit=8_200, refusals=[away])
    told.better_agents.add(agent_id="cid", fit=7_000, refusals=[away])

    assert list(others(told, ())) == [
        "bob suits better (0.7100, would be 0.8200); blocked: out of office.",
        "cid suits better (0.7000); blocked: out of office.",
    ]


def test_agents_whose_regret_is_not_known_are_counted() -> None:
    """Nothing is said where all are known."""
    untried = "would cost is not worked out, which may be less."
    lines = [list(others(pb.Explanation(untried_agent_count=one), ())) for one in (0, 1, 3)]
    assert lines == [[], [f"What 1 other agent {untried}"], [f"What 3 other agents {untried}"]]


def test_Q9_what_an_agent_would_cost_over_limits_is_told_by_the_levels_of_that_phase() -> None:
    """They are others than those of the batch."""
    told, rounds = pb.Explanation(), plan_pb2.Level(kind=plan_pb2.Level.KIND_ROUNDS)
    told.better_agents.add(agent_id="bob", fit=7_100, override_loss=[1])

    (line,) = others(told, (), (rounds,))
    assert line.endswith("; giving it to bob costs 1 of further turns.")


def test_values_of_newer_versions_show_as_numbers() -> None:
    assert reason_in_words(99) == case_reason_in_words(99) == "99"
