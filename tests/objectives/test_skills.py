"""The skills pillar: topics of cases times what agents have resolved (S9, S10, S11)."""

import tracemalloc
from math import log

import numpy as np
import pytest

from objectives.skills import SKILLS, MatchFactor
from solver.check.skills import Matches
from solver.check.staff import Staff
from solver.facts import (
    Case,
    Expertise,
    FitPolicy,
    ManualMatch,
    Skill,
    Snapshot,
    Topic,
    TopicSource,
)
from solver.rules import Flag
from tests.builders import agent, case, policy, snapshot
from tests.objectives.lookup import flags, values

NAMES = ("dns", "email", "vpn")
DNS, EMAIL, VPN = range(3)
ALIKE = (1.0, 1.0, 1.0)


def topic(skill: int, confidence: int = 1_000_000) -> Topic:
    return Topic(skill, confidence, TopicSource.KEYWORD)


def about(*topics: Topic, name: str = "c1") -> Case:
    return case(name, topics=topics)


def known(idf: tuple[float, ...] = ALIKE, **resolved: tuple[tuple[int, int], ...]) -> Expertise:
    """What is known of agents from history, by agent."""
    return Expertise(NAMES, idf, resolved)


def facts(expertise: Expertise | None, *cases: Case, **staff: tuple[Skill, ...]) -> Snapshot:
    return snapshot(
        cases=cases,
        agents=tuple(agent(name, skills=skills) for name, skills in sorted(staff.items())),
        expertise=expertise,
    )


def matches(
    expertise: Expertise | None, *cases: Case, **staff: tuple[Skill, ...]
) -> list[list[int]]:
    asked = facts(expertise, *cases, **staff)
    return values(SKILLS.factor(asked), asked)


def test_S9_a_grade_is_the_log_of_the_count_against_the_best() -> None:
    """g = log(1 + 3) / log(1 + 15) = 1/2."""
    expertise = known(ann=((VPN, 15),), bob=((VPN, 3),))

    assert matches(expertise, about(topic(VPN)), ann=(), bob=(), cid=()) == [
        [1_000_000, 500_000, 0]
    ]


def test_S9_nobody_has_a_skill_that_nobody_resolved() -> None:
    assert matches(known(), about(topic(VPN)), ann=()) == [[0]]


def test_S9_a_match_is_weighed_by_confidence_and_idf() -> None:
    """d(vpn) = 0.5 x 3 = 1.5, d(email) = 1 x 1: ann knows the vpn alone, 1.5 of 2.5."""
    expertise = known((1.0, 1.0, 3.0), ann=((VPN, 7),), bob=((EMAIL, 7),))

    assert matches(expertise, about(topic(EMAIL), topic(VPN, 500_000)), ann=(), bob=()) == [
        [600_000, 400_000]
    ]


def test_S9_a_count_that_is_sent_wins_over_what_was_learned() -> None:
    expertise = known(ann=((VPN, 15),), bob=((VPN, 15),))
    sent = (Skill("vpn", case_count=3),)

    assert matches(expertise, about(topic(VPN)), ann=(), bob=sent) == [[1_000_000, 500_000]]


def test_S9_the_best_is_the_best_of_the_snapshot() -> None:
    """Who is not there is no measure."""
    expertise = known(ann=((VPN, 3),), gone=((VPN, 1000),))

    assert matches(expertise, about(topic(VPN)), ann=()) == [[1_000_000]]


def test_S10_a_skill_by_hand_is_a_match_of_100_percent_at_once() -> None:
    """Also beside a topic that the agent knows nothing of."""
    expertise = known(ann=((DNS, 9),))
    by_hand = (Skill("vpn", manual=True),)

    found = matches(expertise, about(topic(DNS), topic(VPN, 1)), ann=(), bob=by_hand)

    assert found[0][1] == 1_000_000
    assert found[0][0] < 1_000_000


def test_S10_a_skill_by_hand_means_nothing_for_a_case_that_does_not_need_it() -> None:
    assert matches(known(), about(topic(DNS)), bob=(Skill("vpn", manual=True),)) == [[0]]


def test_S10_proportional_counts_its_share() -> None:
    expertise = known()
    asked = facts(expertise, about(topic(DNS), topic(VPN)), bob=(Skill("vpn", manual=True),))
    fit = FitPolicy(manual_match=ManualMatch.PROPORTIONAL)
    asked = snapshot(
        cases=asked.cases, agents=asked.agents, expertise=expertise, policy=policy(fit=fit)
    )

    assert values(SKILLS.factor(asked), asked) == [[500_000]]


def test_S11_no_match_is_exactly_0_and_no_default() -> None:
    asked = facts(known(ann=((VPN, 15),)), about(topic(DNS)), ann=())

    assert values(SKILLS.factor(asked), asked) == [[0]]
    assert flags(SKILLS.factor(asked), asked) == [[Flag.NONE]]


def test_S9_S11_without_a_topic_it_is_0_for_all_with_a_flag() -> None:
    by_hand = (Skill("vpn", manual=True),)
    asked = facts(known(), about(), about(topic(VPN), name="c2"), ann=(), bob=by_hand)

    assert values(SKILLS.factor(asked), asked) == [[0, 0], [0, 1_000_000]]
    assert flags(SKILLS.factor(asked), asked) == [[Flag.NO_TOPIC] * 2, [Flag.NONE] * 2]


def test_S11_without_an_ontology_it_is_0_for_all_with_a_flag() -> None:
    asked = facts(None, about(), ann=(), bob=(Skill("vpn", manual=True),))

    assert values(SKILLS.factor(asked), asked) == [[0, 0]]
    assert flags(SKILLS.factor(asked), asked) == [[Flag.NO_ONTOLOGY] * 2]


def test_S11_the_five_that_add_most_are_told() -> None:
    names = tuple("abcdefg")
    expertise = Expertise(names, tuple(float(n + 1) for n in range(7)), {"ann": ((0, 1), (6, 1))})
    learned = {"ann": tuple((skill, 3) for skill in range(1, 7))}
    expertise = Expertise(names, expertise.idf, learned)
    asked = facts(expertise, about(*map(topic, range(7))), ann=())
    factor = SKILLS.factor(asked)
    assert isinstance(factor, MatchFactor)

    told = factor.matches(0, 0)

    assert [names[match.skill] for match in told] == ["g", "f", "e", "d", "c"]
    assert told[0].share == round(7 / 28 * 1e6)
    assert {match.grade for match in told} == {1_000_000}


def big(case_count: int, agent_count: int) -> Snapshot:
    """Many topics, confidences that hardly ever repeat."""
    dice = np.random.default_rng(3)
    skill_count = 40
    names = tuple(f"s{n:02d}" for n in range(skill_count))
    resolved = {
        f"a{n}": tuple((int(s), int(dice.integers(1, 50))) for s in sorted(chosen))
        for n, chosen in enumerate(
            dice.choice(skill_count, 6, replace=False) for _ in range(agent_count)
        )
    }
    cases = tuple(
        about(
            *(topic(int(s), int(dice.integers(1, 1_000_001))) for s in sorted(chosen)),
            name=f"c{n:06d}",
        )
        for n, chosen in enumerate(
            dice.choice(skill_count, dice.integers(0, 4), replace=False) for _ in range(case_count)
        )
    )
    idf = tuple(1 + log(1 + n) for n in range(skill_count))
    return snapshot(
        cases=cases,
        agents=tuple(agent(f"a{n}") for n in range(agent_count)),
        expertise=Expertise(names, idf, resolved),
    )


def test_S9_blocks_single_pairs_and_the_checker_agree() -> None:
    asked = big(60, 40)
    factor = SKILLS.factor(asked)
    assert isinstance(factor, MatchFactor)
    cases, agents = np.arange(60, dtype=np.int32), np.arange(40, dtype=np.int32)
    checker = Matches(Staff(asked))

    single = factor.at(np.repeat(cases, 40), np.tile(agents, 60)).reshape(60, 40)

    assert (factor.block(cases, agents) == single).all()
    assert (np.array([checker.ppm(case) for case in range(60)]) == single).all()
    assert single.any()


@pytest.mark.parametrize("case_count", [2_000])
def test_S9_nothing_of_the_size_of_all_pairs_is_held(case_count: int) -> None:
    """2,000 x 2,000 pairs of 8 bytes would be 32 MB."""
    asked = big(case_count, 2_000)
    tracemalloc.start()
    try:
        factor = SKILLS.factor(asked)
        factor.at(np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8e6
