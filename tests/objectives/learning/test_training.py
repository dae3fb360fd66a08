"""The text model infers what is not named; it learns nothing from nonsense (S9)."""

import subprocess
import sys

import numpy as np
import pytest

from objectives.learning.agent_skills import grades, profiles_of, skills_of
from objectives.learning.case_skills import Detector
from objectives.learning.errors import MissingTrainer, TrainingError
from objectives.learning.evaluation import quality, shuffled
from objectives.learning.history import Resolved
from objectives.learning.ontology import OntologySkill, ontology_of
from objectives.learning.skills_model import SkillsModel
from objectives.learning.training import best_threshold, train
from server.learning.history_file import read_history
from server.learning.ontology_file import read_ontology
from solver.facts import TopicSource
from tests.objectives.learning.labelled import HISTORY, ONTOLOGY, paraphrases

SMALL = ontology_of([OntologySkill("vpn", ("vpn",)), OntologySkill("password", ("password",))])
TICKETS = [
    Resolved(f"{word} {text}", agent_id=name, skills=(word,))
    for word, name, texts in (
        ("vpn", "ann", ("office network from home", "gateway from the hotel", "home network")),
        ("password", "bob", ("locked account", "forgot my login", "login of my account")),
    )
    for text in texts
    for _ in range(3)
]


def inferred(model: SkillsModel, text: str) -> set[str]:
    (topics,) = model.detector.topics([text])
    assert {topic.source for topic in topics} <= {TopicSource.INFERRED}
    return {model.ontology.names[topic.skill] for topic in topics}


def test_S9_paraphrases_are_understood_and_those_of_a_shuffled_history_are_not() -> None:
    """The figures are in docs/learning.md; here is what they must not fall below."""
    ontology, history = read_ontology(ONTOLOGY), read_history(HISTORY).cases
    model = train(ontology, history)
    assert inferred(model, "locked out of my account") == {"password_reset"}
    labels = [[ontology.names[at] for at in row] for row in skills_of(history, Detector(ontology))]
    assert model.text is not None
    control = train(ontology, shuffled(history, labels), model.text.threshold)

    found, named = (
        quality(model.detector, paraphrases()),
        quality(Detector(ontology), paraphrases()),
    )
    nonsense = quality(control.detector, paraphrases())

    assert found.precision > 0.8
    assert found.recall > 0.85
    assert named.found == 0, "nothing is found by words alone: that is what paraphrases are for"
    assert nonsense.recall < 0.1
    assert nonsense.first_rate < 0.1


def test_S9_training_is_repeatable() -> None:
    first, second = train(SMALL, TICKETS), train(SMALL, TICKETS)

    assert first.text is not None
    assert second.text is not None
    assert (first.text.weights == second.text.weights).all()
    assert first.text.threshold == second.text.threshold
    assert first.profiles == second.profiles


def test_S9_a_history_without_labels_teaches_by_its_keywords() -> None:
    tickets = [Resolved(case.text, case.agent_id) for case in TICKETS]

    model = train(SMALL, tickets)

    assert inferred(model, "account locked") == {"password"}
    assert model.profiles.resolved == {"ann": ((1, 9),), "bob": ((0, 9),)}


def test_S9_what_nobody_ever_had_is_never_inferred() -> None:
    ontology = ontology_of([*SMALL.skills, OntologySkill("dns", ("dns",))])

    model = train(ontology, TICKETS)

    assert "dns" not in inferred(model, "office gateway of the host")


def test_S9_too_little_history_is_a_clear_error() -> None:
    with pytest.raises(TrainingError, match="has 3 cases, 3 of them with a skill"):
        train(SMALL, TICKETS[:3])


def test_S9_without_scikit_learn_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)

    with pytest.raises(MissingTrainer, match=r"allotment\[ml\]"):
        train(SMALL, TICKETS)


def test_S9_serving_never_loads_scikit_learn() -> None:
    code = "import sys, server.answer, server.cli; assert 'sklearn' not in sys.modules"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_S9_the_threshold_is_the_best_on_held_out_cases() -> None:
    """Precision and recall are best together when the first two count."""
    sure = np.array([[0.9], [0.7], [0.4], [0.2]])
    label = np.array([[True], [True], [False], [False]])

    assert best_threshold(sure, label) == 0.7


def test_S9_profiles_count_cases_by_agent_and_skill() -> None:
    profiles = profiles_of(TICKETS, [(1,)] * 9 + [(0, 1)] * 9, 2)

    assert profiles.resolved == {"ann": ((1, 9),), "bob": ((0, 9), (1, 9))}
    assert profiles.with_skill == (9, 18)
    assert profiles.idf == pytest.approx((np.log(19 / 10) + 1, np.log(19 / 19) + 1), abs=1e-15)


def test_S9_grades_are_0_where_nobody_has_a_skill() -> None:
    assert grades(np.array([[3.0, 15.0], [0.0, 0.0]])).tolist() == [[0.5, 1.0], [0.0, 0.0]]
