"""Skills in whole answers, judged by a referee who reads the model anew (S9-S12)."""

from typing import Any

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.explanation_pb2 import Explanation, PillarContribution, Topic
from server.errors import InvalidRequest
from server.learning.skills_in_force import read_skills
from tests.answering import answer
from tests.answers.asking import Row, agent, agents, case, judged, queue, request
from tests.answers.small_model import small_model
from tests.architecture.house import ROOT

SKILLS_ONLY = {"pillarWeights": [{"pillar": "skills", "weight": 1}], "inBatchDiscount": False}
ONTOLOGY = ROOT / "examples/skills/ontology.yaml"


def asked(*cases: Row, staff: list[Row] | None = None, **policy: Any) -> AssignRequest:
    """Nothing counts but skills."""
    names = staff or agents("ann bob cid")
    everybody = " ".join(row["agentId"] for row in names)
    fit = {"fit": SKILLS_ONLY | policy.pop("fit", {})}
    return request(list(cases), names, [queue("q", everybody)], **fit, **policy)


def says(case_id: str, subject: str, **facts: Any) -> Row:
    return case(case_id, "q", subject=subject, **facts)


def told(request_: AssignRequest) -> dict[str, Explanation]:
    """The explanations by case."""
    return {row.case_id: row for row in judged(request_, small_model()).explanations}


def match(row: Explanation) -> PillarContribution:
    (pillar,) = row.fit.pillars
    return pillar


def test_S9_an_inferred_topic_sends_the_case_to_who_knows_it() -> None:
    """No word of the ontology occurs."""
    response = judged(asked(says("c1", "The gateway rejects me at the hotel")), small_model())
    (row,) = response.explanations

    assert [(t.skill, t.source) for t in row.topics] == [("network", Topic.SOURCE_INFERRED)]
    assert 0 < row.topics[0].confidence < 1_000_000
    assert response.batch.assignments[0].agent_id == "ann"
    assert response.batch.skills_model_id == read_skills(small_model()).model_id


def test_S9_a_description_is_read_like_a_subject() -> None:
    rows = told(asked(says("c1", "Hello", description="My WiFi"), says("c2", "the tunnel")))

    assert [(t.skill, t.source) for t in rows["c1"].topics] == [("network", Topic.SOURCE_KEYWORD)]
    assert [(t.skill, t.source) for t in rows["c2"].topics] == [("network", Topic.SOURCE_SYNONYM)]


def test_S11_the_matching_skills_are_told_with_a_percentage() -> None:
    rows = told(asked(says("c1", "password of the vpn"), staff=agents("bob")))

    assert {known.skill for known in rows["c1"].fit.skill_matches} == {"login", "network"}
    assert sum(known.share for known in rows["c1"].fit.skill_matches) == 1_000_000
    assert rows["c1"].sentence.endswith("Skills match 100 %: login, network.")


def test_S11_without_a_match_it_is_0_percent_with_a_sentence() -> None:
    rows = told(asked(says("c1", "vpn and a kernel panic"), staff=agents("cid dan")))

    assert match(rows["c1"]).value == 0
    assert match(rows["c1"]).flag == PillarContribution.FLAG_UNSPECIFIED
    assert not rows["c1"].fit.skill_matches
    assert "None of the case's topics (network, panic) match cid." in rows["c1"].sentence


def test_S9_S11_without_a_topic_it_is_0_percent_for_all_with_its_own_sentence() -> None:
    rows = told(asked(says("c1", "Where is the canteen")))

    assert match(rows["c1"]).value == 0
    assert match(rows["c1"]).flag == PillarContribution.FLAG_NO_TOPIC
    assert "No topic was found in the case" in rows["c1"].sentence


def test_S11_without_an_ontology_it_is_0_percent_with_a_flag() -> None:
    (row,) = judged(asked(says("c1", "vpn"))).explanations

    assert (match(row).value, match(row).flag) == (0, PillarContribution.FLAG_NO_ONTOLOGY)
    assert not row.topics


@pytest.mark.parametrize(
    ("how", "expected"),
    [("MANUAL_SKILL_MATCH_FULL", 1_000_000), ("MANUAL_SKILL_MATCH_PROPORTIONAL", 500_000)],
)
def test_S10_a_skill_by_hand_counts_as_the_policy_says(how: str, expected: int) -> None:
    newcomer = agent("nia", skills=[{"name": "dns", "manual": True}])
    question = asked(says("c1", "DNS and VPN"), staff=[newcomer], fit={"manualSkillMatch": how})
    (row,) = judged(question, ONTOLOGY).explanations

    assert match(row).value == expected
    assert [(known.skill, known.manual) for known in row.fit.skill_matches] == [("dns", True)]


@pytest.mark.parametrize(
    ("subject", "facts", "room", "served"),
    [
        pytest.param("kernel panic", {}, 4, True, id="complexity 4 fits"),
        pytest.param("kernel panic", {}, 3.99, False, id="complexity 4 does not fit"),
        pytest.param("kernel panic of the vpn", {}, 3.99, False, id="the hardest topic counts"),
        pytest.param("password", {}, 0.5, True, id="complexity 0.5 fits"),
        pytest.param("kernel panic", {"effort": 1}, 3.99, True, id="the own effort wins"),
        pytest.param("lunch", {}, 0.99, False, id="no topic, no category: 1"),
        pytest.param("lunch", {"category": "incident"}, 1.5, True, id="the category fits"),
        pytest.param("lunch", {"category": "incident"}, 1.49, False, id="the category does not"),
        pytest.param("vpn", {"category": "incident"}, 1.99, False, id="a topic before a category"),
    ],
)
def test_S12_complexity_is_effort_in_weighted_capacity(
    subject: str, facts: dict[str, Any], room: float, served: bool
) -> None:
    """A case of the lowest priority weighs its effort."""
    staff = [agent("ann", limits={"hardCapacity": room})]
    response = judged(asked(says("c1", subject, **facts), staff=staff), small_model())

    assert response.batch.assigned_count == served


def test_S12_complexity_is_effort_in_the_discounts_of_a_batch() -> None:
    """What a batch's cases weigh on average makes the second one dearer; the referee counts."""
    fit = {
        "pillarWeights": [{"pillar": "bandwidth", "weight": 1}],
        "inBatchDiscount": True,
    }
    hard = [says(f"c{n}", "kernel panic") for n in range(4)]
    easy = [says(f"c{n}", "password") for n in range(4)]

    discounts = [
        sum(row.discount for row in judged(asked(*cases, fit=fit, staff=agents("ann")),
                                           small_model()).explanations)
        for cases in (hard, easy)
    ]  # fmt: skip

    assert discounts[0] > discounts[1] > 0


def test_S9_a_policy_may_insist_on_a_model() -> None:
    held = read_skills(small_model()).model_id
    question = asked(says("c1", "vpn"), fit={"skillsModelId": held})
    assert judged(question, small_model()).batch.assigned_count == 1

    question.policy.fit.skills_model_id = "0123456789abcdef"
    with pytest.raises(InvalidRequest, match=rf"the server holds '{held}'\. Maybe start it with"):
        answer(question, small_model())
    with pytest.raises(InvalidRequest, match="the server holds none"):
        answer(question)


def test_S9_another_model_is_another_batch() -> None:
    """The same bytes again with the same model; another id with another one."""
    question = asked(says("c1", "vpn"))
    first, again = (answer(question, small_model()) for _ in range(2))
    other = answer(question, ONTOLOGY)

    assert first.batch == again.batch
    assert len({first.batch.batch_id, other.batch.batch_id, answer(question).batch.batch_id}) == 3


def test_S9_S13_sent_scores_win_over_skills() -> None:
    question = asked(says("c1", "vpn"))
    matrix = question.scores.add(kind="KIND_PILLAR", pillar="skills")
    matrix.sparse.case_indexes.extend([0, 0, 0])
    matrix.sparse.agent_indexes.extend([0, 1, 2])
    matrix.sparse.values.extend([0.1, 0.2, 0.9])
    (row,) = judged(question, small_model()).explanations

    assert match(row).value == 900_000
    assert not row.fit.skill_matches
