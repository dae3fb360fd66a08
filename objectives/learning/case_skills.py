"""What a case is about: named skills, and those that the text model infers (S9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from objectives.learning.keywords import Named, Phrases
from objectives.learning.ontology import Ontology
from objectives.learning.text_model import TextModel
from objectives.learning.words import words_of
from solver.facts import Topic, TopicSource
from solver.units import PPM

Words = tuple[str, ...]


@dataclass(frozen=True)
class Detector:
    """Finds the topics of texts. model: None = named skills only."""

    ontology: Ontology
    model: TextModel | None = None

    @cached_property
    def phrases(self) -> Phrases:
        """Keywords and synonyms."""
        return Phrases.of(self.ontology)

    def topics(self, texts: Sequence[str]) -> list[tuple[Topic, ...]]:
        """Topics of each text, by position of the skill; equal texts are read once."""
        words = [tuple(words_of(text)) for text in texts]
        distinct = list(dict.fromkeys(words))
        found = dict(zip(distinct, self._topics(distinct), strict=True))
        return [found[each] for each in words]

    def _topics(self, texts: Sequence[Words]) -> list[tuple[Topic, ...]]:
        named = [self.phrases.named(words) for words in texts]
        return [_joined(*both) for both in zip(named, self._inferred(texts), strict=True)]

    def _inferred(self, texts: Sequence[Words]) -> list[dict[int, int]]:
        """Confidence in parts per million of what the model infers, by skill."""
        found: list[dict[int, int]] = [{} for _ in texts]
        if self.model is None or not texts:
            return found
        sure = self.model.confidences(texts)
        ppm = np.rint(sure * PPM).astype(np.int64)
        for text, skill in np.argwhere((sure >= self.model.threshold) & (ppm > 0)).tolist():
            found[text][skill] = int(ppm[text, skill])
        return found


def _joined(named: Named, inferred: dict[int, int]) -> tuple[Topic, ...]:
    """What is named is certain; the rest is as sure as the model is."""
    topics = {skill: Topic(skill, ppm, TopicSource.INFERRED) for skill, ppm in inferred.items()}
    topics |= {skill: Topic(skill, PPM, source) for skill, source in named.items()}
    return tuple(topics[skill] for skill in sorted(topics))
