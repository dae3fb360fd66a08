"""Measured in time: nothing of the later cases is known before (S9)."""

from datetime import UTC, datetime

import pytest

from objectives.learning.case_skills import Detector
from objectives.learning.errors import TrainingError
from objectives.learning.evaluation import agent_hit_rates, quality, shuffled, split
from objectives.learning.history import Resolved
from objectives.learning.ontology import OntologySkill, ontology_of
from objectives.learning.proposal import Wanted, propose

ONTOLOGY = ontology_of([OntologySkill("vpn", ("vpn",)), OntologySkill("dns", ("dns",))])
NEW = datetime(2026, 3, 8, tzinfo=UTC)


def solved(text: str, agent: str, day: int, group: str = "g") -> Resolved:
    return Resolved(text, agent, datetime(2026, 3, day, tzinfo=UTC), None, group)


HISTORY = (
    *(solved("vpn drops", "ann", day) for day in (1, 2)),
    *(solved("dns entry", "bob", day) for day in (3, 4, 5)),
    solved("dns lookup", "cid", 6, "other"),
    solved("vpn again", "ann", 8),
    solved("dns entry", "bob", 9),
    solved("vpn", "ann", 20),
    Resolved("no time", "ann"),
)


def test_S9_the_split_is_by_time_alone() -> None:
    parts = split(HISTORY, NEW, datetime(2026, 3, 10, tzinfo=UTC))

    assert [case.text for case in parts.later] == ["vpn again", "dns entry"]
    assert len(parts.before) == 6


def test_S9_a_split_with_an_empty_part_is_an_error() -> None:
    with pytest.raises(TrainingError, match="0 in the time to predict"):
        split(HISTORY, datetime(2027, 1, 1, tzinfo=UTC))


def test_S9_agents_are_ranked_by_match_beside_two_baselines() -> None:
    """Skills see who solves what; the most frequent agent is always bob."""
    parts = split(HISTORY, NEW, datetime(2026, 3, 10, tzinfo=UTC))
    rates = {row.method: row for row in agent_hit_rates(parts, Detector(ONTOLOGY))}

    assert rates["skills, agents of the group"].first == 2
    assert rates["skills, all agents"].first == 2
    assert rates["most frequent agent of the group"].first == 1
    assert rates["most frequent agent of the group"].few == 2
    assert rates["TF-IDF centroid, all agents"].cases == 2


def test_S9_precision_and_recall_count_topics() -> None:
    """Two of vpn, one of them found; a wrong one in a text about nothing."""
    found = quality(
        Detector(ONTOLOGY), {"vpn": ["the vpn", "a tunnel"], "none": ["dns of the canteen"]}
    )

    assert (found.found, found.wrong, found.missed) == (1, 1, 1)
    assert (found.precision, found.recall) == (0.5, 0.5)


def test_S9_shuffling_keeps_texts_and_labels_but_not_together() -> None:
    labels = [("vpn",)] * 5 + [("dns",)] * 5
    mixed = shuffled(HISTORY, labels)

    assert [case.text for case in mixed] == [case.text for case in HISTORY]
    assert sorted(case.skills or () for case in mixed) == sorted(labels)
    assert [case.skills for case in mixed] != labels


def test_S9_an_ontology_is_proposed_of_words_that_tell_agents_apart() -> None:
    """`please` comes always, `rare` hardly ever; two words of one thing are one skill."""
    history = [
        Resolved(f"{words}\nplease", agent)
        for words, agent in (("vpn tunnel", "ann"), ("dns zone", "bob"), ("odd", "ann"))
        for _ in range(6)
    ] + [Resolved("rare thing", "bob")]

    skills = {skill.name: skill for skill in propose(history, Wanted(most=9, least=5)).skills}

    assert len(skills) == 3
    words = [{*skill.keywords, *skill.synonyms} for skill in skills.values()]
    assert sorted(map(sorted, words)) == [["dns zone"], ["odd"], ["vpn tunnel"]]


def test_S9_a_history_that_repeats_nothing_proposes_nothing() -> None:
    with pytest.raises(TrainingError, match="No word comes in 5 cases"):
        propose([Resolved("one", "a"), Resolved("two", "b")])
