"""Random requests with texts and skills: the referee reads the model anew (S9-S12)."""

from random import Random

import pytest

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.policy_pb2 import FitPolicy
from tests.answering import answer
from tests.answers.small_model import ONTOLOGY, small_model
from tests.referee import complaints
from tests.referee.instances.requests import SMALL, random_request

WORDS = (
    *("vpn", "wifi", "tunnel", "password", "kernel", "panic", "gateway", "hotel", "home", "office"),
    *("locked", "account", "the", "my", "of", "lunch", "plants", "again", "rejects"),
)


def with_skills(seed: int) -> AssignRequest:
    """A random request; cases say something, agents have skills by hand and counts."""
    dice, request = Random(seed), random_request(seed, SMALL)
    for case in request.cases:
        case.subject = " ".join(dice.choices(WORDS, k=dice.randint(0, 4)))
        case.description = " ".join(dice.choices(WORDS, k=dice.randint(0, 6)))
        if dice.random() < 0.7:
            case.ClearField("effort")
    for agent in request.agents:
        for name in dice.sample([*ONTOLOGY.names, "german"], dice.randint(0, 3)):
            skill = agent.skills.add(name=name, manual=dice.random() < 0.3)
            if dice.random() < 0.6:
                skill.case_count = dice.randint(0, 30)
    # Weighted capacity has tests of its own (S12 in tests/answers).
    request.policy.limit_policy.limits.ClearField("hard_capacity")
    for team in request.policy.teams:
        team.limits.ClearField("hard_capacity")
    for agent in request.agents:
        agent.limits.ClearField("hard_capacity")
    if dice.random() < 0.5:
        request.policy.fit.manual_skill_match = FitPolicy.MANUAL_SKILL_MATCH_PROPORTIONAL
    return request


@pytest.mark.parametrize("batch", range(3))
def test_S9_S10_S11_S12_the_referee_has_no_complaints(batch: int) -> None:
    topics = matches = inferred = 0
    for seed in range(15 * batch, 15 * batch + 15):
        request = with_skills(seed)
        response = answer(request, small_model())
        assert complaints(request, response, small_model()) == [], seed
        for row in response.explanations:
            topics += len(row.topics)
            inferred += sum(topic.confidence < 1_000_000 for topic in row.topics)
            matches += len(row.fit.skill_matches)

    assert topics > 50
    assert min(matches, inferred) > 0
