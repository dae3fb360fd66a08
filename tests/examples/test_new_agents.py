"""I4, new agents: trained, no history, skills by hand, a small hourly limit."""

from datetime import timedelta

from allotment.v1.assignment_service_pb2 import AssignRequest, AssignResponse
from allotment.v1.explanation_pb2 import PillarContribution
from allotment.v1.policy_pb2 import FitPolicy
from tests.architecture.house import ROOT
from tests.examples.shipped import assigned, at, away, example, following, judged, told

ONTOLOGY = ROOT / "examples/skills/ontology.yaml"
SKILLED = {"nia": "vpn", "oki": "password_reset"}


def first_cycle() -> tuple[AssignRequest, AssignResponse]:
    request = example("new_agents")
    return request, judged(request, ONTOLOGY)


def cases_of(response: AssignResponse, agent: str) -> list[str]:
    return [row.case_id for row in assigned(response).values() if row.agent_id == agent]


def match(response: AssignResponse, case_id: str) -> PillarContribution:
    """The skills pillar of an assigned case."""
    pillars = told(response, case_id).fit.pillars
    return next(pillar for pillar in pillars if pillar.pillar == "skills")


def test_I4_S10_newcomers_have_100_percent_skills_at_once() -> None:
    _, response = first_cycle()

    for agent, skill in SKILLED.items():
        for case_id in cases_of(response, agent):
            assert match(response, case_id).value == 1_000_000
            assert skill in {topic.skill for topic in told(response, case_id).topics}
            (known,) = told(response, case_id).fit.skill_matches
            assert (known.skill, known.manual) == (skill, True)


def test_I4_newcomers_get_real_work_from_the_first_cycle() -> None:
    request, response = first_cycle()

    assert len(assigned(response)) == len(request.cases) == 12
    assert {agent: len(cases_of(response, agent)) for agent in SKILLED} == {"nia": 2, "oki": 2}


def test_I4_the_ramp_cap_holds_cycle_after_cycle_until_it_rolls_off() -> None:
    """The old hands go on; after eight hours the newcomers do."""
    request, response = first_cycle()
    for minutes in (2, 200, 479):
        late = request.snapshot_time.ToDatetime() + timedelta(minutes=minutes)
        request_now = following(request, response)
        request_now.cases.extend(request.cases)
        now = judged(at(request_now, f"{late.isoformat()}+00:00"), ONTOLOGY)
        assert not cases_of(now, "nia"), minutes
        assert not cases_of(now, "oki"), minutes
        assert len(assigned(now)) == 12
    late = request.snapshot_time.ToDatetime() + timedelta(hours=8)
    now = judged(at(request_now, f"{late.isoformat()}+00:00"), ONTOLOGY)

    assert len(cases_of(now, "nia")) == len(cases_of(now, "oki")) == 2


def test_I4_without_the_skills_by_hand_newcomers_match_nothing() -> None:
    request = example("new_agents")
    for agent in request.agents:
        if agent.agent_id in SKILLED:
            agent.ClearField("skills")
    response = judged(request, ONTOLOGY)

    for newcomer in SKILLED:
        for case_id in cases_of(response, newcomer):
            assert match(response, case_id).value == 0


def test_I4_S10_proportional_counts_the_share_of_the_topics() -> None:
    """VPN and a second factor: both topics count the same, Nia knows one of them."""
    request = example("new_agents")
    request.policy.fit.manual_skill_match = FitPolicy.MANUAL_SKILL_MATCH_PROPORTIONAL
    request = away(request, "ana", "ben", "carla")
    kept = [case for case in request.cases if case.case_id == "c06"]
    del request.cases[:]
    request.cases.extend(kept)
    response = judged(request, ONTOLOGY)

    assert cases_of(response, "nia") == ["c06"]
    assert match(response, "c06").value == 500_000


def test_I4_S9_a_case_without_a_topic_says_so() -> None:
    _, response = first_cycle()

    assert not told(response, "c11").topics
    assert match(response, "c11").flag == PillarContribution.FLAG_NO_TOPIC
    assert "No topic was found" in told(response, "c11").sentence
