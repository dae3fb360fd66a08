"""Trains the text model; the only place that needs scikit-learn (extra `ml`), and then only
while it runs (S9)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from objectives.learning.agent_skills import profiles_of, skills_of
from objectives.learning.case_skills import Detector
from objectives.learning.errors import MissingTrainer, TrainingError
from objectives.learning.features import Floats, vocabulary_of
from objectives.learning.history import History
from objectives.learning.keywords import Phrases
from objectives.learning.ontology import Ontology
from objectives.learning.skills_model import SkillsModel
from objectives.learning.text_model import TextModel, sureness
from objectives.learning.words import words_of
from solver.units import Bools, Ints

FOLDS = 5
LEAST_CASES = 2 * FOLDS
LEAST_EXAMPLES = 2
"""Cases with a skill below which nothing is learned about it."""
SOFTNESS = 10.0
"""Inverse strength of regularisation."""
LEAST_THRESHOLD = 0.05

Words = list[str]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Labelled texts in words. case: which case of the history each is from; label: shape:
    texts x skills."""

    texts: list[Words]
    case: Ints
    label: Bools

    def where(self, chosen: Bools) -> "Examples":
        """Some of them; shape of chosen: texts."""
        texts = [words for words, is_in in zip(self.texts, chosen.tolist(), strict=True) if is_in]
        return Examples(texts, self.case[chosen], self.label[chosen])


def train(
    ontology: Ontology,
    history: History,
    threshold: float | None = None,
    progress: Progress = lambda _: None,
) -> SkillsModel:
    """A model of skills from resolved cases, oldest or newest first alike.

    threshold: least confidence that counts; None = the one that does best on held-out cases.
    Raises TrainingError where there is too little to learn from.
    """
    named = skills_of(history, Detector(ontology))
    examples = examples_of(ontology, history, named)
    text = train_text(examples, threshold, progress)
    progress("counting who solved what")
    skills = skills_of(history, Detector(ontology, text))
    return SkillsModel(ontology, text, profiles_of(history, skills, len(ontology.skills)))


def examples_of(
    ontology: Ontology, history: History, skills: Sequence[Iterable[int]]
) -> tuple[Examples, Examples]:
    """Texts as they are, and without the words that name their skills.

    What is told by keywords alone teaches nothing about the rest of a text: both kinds are
    trained on, the second kind is what the model is judged by.
    """
    phrases = Phrases.of(ontology)
    label = np.zeros((len(history), len(ontology.skills)), dtype=np.bool_)
    for case, found in enumerate(skills):
        label[case, list(found)] = True
    whole = [words_of(case.text) for case in history]
    bare = [phrases.masked(words, found) for words, found in zip(whole, skills, strict=True)]
    told = np.array([bool(words) for words in bare], dtype=np.bool_)
    place = np.arange(len(history))
    return Examples(whole, place, label), Examples(bare, place, label).where(told)


def train_text(
    examples: tuple[Examples, Examples], threshold: float | None, progress: Progress
) -> TextModel:
    """The linear model; its confidence is calibrated on cases that it has not seen."""
    whole, bare = examples
    if len(whole.texts) < LEAST_CASES or not whole.label.any():
        labelled = int(whole.label.any(axis=1).sum())
        raise TrainingError(
            f"The history has {len(whole.texts)} cases, {labelled} of them with a skill of the "
            f"ontology; it takes {LEAST_CASES} cases at least.\n"
            "Maybe the keywords do not occur, or the text columns are others."
        )
    held_out = np.empty(bare.label.shape)
    for fold in range(FOLDS):
        progress(f"judging on held-out cases, part {fold + 1} of {FOLDS}")
        out = bare.case % FOLDS == fold
        model = _fitted(_both(whole, bare, fold))
        held_out[out] = model.scores(bare.where(out).texts)
    slope, offset = _calibrated(held_out, bare.label)
    if threshold is None:
        threshold = best_threshold(sureness(held_out, slope, offset), bare.label)
    progress("training on all cases")
    final = _fitted(_both(whole, bare))
    return TextModel(final.vocabulary, final.weights, final.bias, slope, offset, threshold)


def _both(whole: Examples, bare: Examples, left_out: int | None = None) -> Examples:
    """Both kinds of texts, without those of one part of the cases."""
    kept = [kind.where(kind.case % FOLDS != left_out) for kind in (whole, bare)]
    return Examples(
        [words for kind in kept for words in kind.texts],
        np.concatenate([kind.case for kind in kept]),
        np.concatenate([kind.label for kind in kept]),
    )


def _fitted(examples: Examples) -> TextModel:
    """One linear classifier per skill, against all others; not calibrated yet."""
    vocabulary = vocabulary_of(examples.texts)
    features = vocabulary.features(examples.texts)
    count = examples.label.shape[1]
    weights, bias = np.zeros((len(vocabulary.terms), count)), np.full(count, -np.inf)
    for skill in range(count):
        wanted = examples.label[:, skill]
        if LEAST_EXAMPLES <= wanted.sum() < len(wanted):
            weights[:, skill], bias[skill] = _classifier(features, wanted)
    # As they are stored.
    weights = weights.astype(np.float32).astype(np.float64)
    return TextModel(vocabulary, weights, bias, slope=1.0, offset=0.0, threshold=0.5)


def _classifier(features: csr_array, wanted: Bools) -> tuple[Floats, float]:
    """Weights and bias that tell the wanted texts from the others."""
    try:
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingTrainer from error
    model = LogisticRegression(
        C=SOFTNESS,
        class_weight="balanced",
        solver="liblinear",
        # The same optimum, sooner where there are more terms than texts.
        dual=features.shape[1] > features.shape[0],
        random_state=0,
        max_iter=1000,
    )
    model.fit(features, wanted)
    return model.coef_[0], float(model.intercept_[0])


def _calibrated(scores: Floats, label: Bools) -> tuple[float, float]:
    """Slope and offset that turn held-out scores into probabilities.

    Platt's way, with his targets: a little short of 0 and 1, so that scores that happen to
    separate perfectly are not taken for certain.
    """
    from sklearn.linear_model import LogisticRegression

    known = np.isfinite(scores)
    right = label[known]
    if not right.any():
        return 1.0, 0.0
    likely, unlikely = 1 - 1 / (right.sum() + 2), 1 / ((~right).sum() + 2)
    target = np.where(right, likely, unlikely)
    both = np.concatenate([scores[known], scores[known]])[:, None]
    model = LogisticRegression(C=1e6, solver="lbfgs", max_iter=1000)
    model.fit(
        both,
        np.repeat([True, False], len(target)),
        sample_weight=np.concatenate([target, 1 - target]),
    )
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def best_threshold(sure: Floats, label: Bools) -> float:
    """The confidence from which precision and recall are best together (F1), on held-out cases.

    Shape of both: texts x skills.
    """
    order = np.argsort(-sure, axis=None, kind="stable")
    hits = np.cumsum(label.ravel()[order])
    taken = np.arange(1, len(order) + 1)
    quality = 2 * hits / (taken + max(int(label.sum()), 1))
    best = float(sure.ravel()[order][int(np.argmax(quality))])
    return min(max(best, LEAST_THRESHOLD), 1.0)
