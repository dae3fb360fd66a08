"""Skills that are not named but meant: a linear model over the text (S9)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from objectives.learning.features import Floats, Vocabulary


@dataclass(frozen=True, slots=True, eq=False)
class TextModel:
    """One linear score per skill, and how sure a score is.

    weights: terms x skills. bias: skills, -inf where nothing was learned.
    confidence = 1 / (1 + exp(-(slope x score + offset))), the same for all skills.
    threshold: least confidence that counts.
    """

    vocabulary: Vocabulary
    weights: Floats
    bias: Floats
    slope: float
    offset: float
    threshold: float

    def scores(self, texts: Sequence[Sequence[str]]) -> Floats:
        """Scores of texts in words; shape: texts x skills."""
        scores: Floats = self.vocabulary.features(texts) @ self.weights + self.bias
        return scores

    def confidences(self, texts: Sequence[Sequence[str]]) -> Floats:
        """How likely each skill is meant; shape: texts x skills."""
        return sureness(self.scores(texts), self.slope, self.offset)


def sureness(scores: Floats, slope: float, offset: float) -> Floats:
    """The calibrated probability of scores; shape: as given."""
    with np.errstate(over="ignore"):
        result: Floats = 1 / (1 + np.exp(-(slope * scores + offset)))
    return result
