"""Skills that are named: whole words, whatever their case (S9)."""

import pytest

from objectives.learning.case_skills import Detector
from objectives.learning.keywords import Phrases
from objectives.learning.ontology import OntologySkill, ontology_of
from objectives.learning.words import words_of
from solver.facts import TopicSource

ONTOLOGY = ontology_of(
    [
        OntologySkill("vpn", ("vpn", "remote access"), ("tunnel",), 2.0),
        OntologySkill("password reset", ("password",), ("credentials",)),
        OntologySkill("access", ("access",)),
    ]
)


def named(text: str) -> dict[str, TopicSource]:
    found = Phrases.of(ONTOLOGY).named(words_of(text))
    return {ONTOLOGY.names[skill]: source for skill, source in found.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("My VPN is down", {"vpn"}, id="whatever the case"),
        pytest.param("vpns and passwords", set(), id="whole words only"),
        pytest.param("(password)!", {"password reset"}, id="beside signs"),
        pytest.param("remote\n  access", {"vpn", "access"}, id="a phrase over lines, and inside"),
        pytest.param("access, remote", {"access"}, id="a phrase in another order is none"),
        pytest.param("\uff36\uff30\uff2e", {"vpn"}, id="wide letters"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_S9_keywords_are_whole_words_in_any_case(text: str, expected: set[str]) -> None:
    assert set(named(text)) == expected


def test_S9_a_keyword_counts_before_a_synonym() -> None:
    assert named("tunnel") == {"vpn": TopicSource.SYNONYM}
    assert named("the tunnel of the vpn") == {"vpn": TopicSource.KEYWORD}


def test_S9_what_is_named_is_certain_and_in_order() -> None:
    (topics,) = Detector(ONTOLOGY).topics(["VPN asks for my credentials"])

    assert [(ONTOLOGY.names[t.skill], t.confidence, t.source) for t in topics] == [
        ("password reset", 1_000_000, TopicSource.SYNONYM),
        ("vpn", 1_000_000, TopicSource.KEYWORD),
    ]


def test_S9_the_words_of_some_skills_are_masked() -> None:
    words = words_of("remote access with my password fails")

    assert Phrases.of(ONTOLOGY).masked(words, [ONTOLOGY.names.index("vpn")]) == [
        "with", "my", "password", "fails",
    ]  # fmt: skip


def test_S12_the_hardest_topic_makes_the_effort_then_the_category() -> None:
    place = ONTOLOGY.names.index
    ontology = ontology_of(ONTOLOGY.skills, [("incident", 1.5)])

    assert ontology.effort([place("password reset"), place("vpn")], "incident") == 2.0
    assert ontology.effort([], "incident") == 1.5
    assert ontology.effort([], "question") is None
