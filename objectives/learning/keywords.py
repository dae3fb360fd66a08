"""Skills that are named: keywords and synonyms, whole words, whatever their case (S9)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from objectives.learning.ontology import Ontology
from objectives.learning.words import words_of
from solver.facts import TopicSource

Named = dict[int, TopicSource]
"""Source by position of the skill."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """All keywords and synonyms of an ontology, ready to be found.

    skills: positions of the skills that a phrase names, with the source, by its words.
    longest: words of the longest phrase that begins with a word.
    """

    skills: dict[Phrase, tuple[tuple[int, TopicSource], ...]]
    longest: dict[str, int]

    @classmethod
    def of(cls, ontology: Ontology) -> "Phrases":
        """The phrases of an ontology."""
        skills: dict[Phrase, list[tuple[int, TopicSource]]] = {}
        for place, skill in enumerate(ontology.skills):
            for source, phrases in (
                (TopicSource.KEYWORD, skill.keywords),
                (TopicSource.SYNONYM, skill.synonyms),
            ):
                for words in filter(None, map(words_of, phrases)):
                    skills.setdefault(tuple(words), []).append((place, source))
        longest: dict[str, int] = {}
        for phrase in skills:
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
        return cls({phrase: tuple(rows) for phrase, rows in skills.items()}, longest)

    def named(self, words: Sequence[str]) -> Named:
        """Skills that the words of a text name; a keyword counts before a synonym."""
        found: Named = {}
        for start, end in self._spans(words):
            for skill, source in self.skills[tuple(words[start:end])]:
                found[skill] = min(found.get(skill, source), source)
        return found

    def masked(self, words: Sequence[str], skills: Iterable[int]) -> list[str]:
        """The words without the phrases of some skills."""
        hidden = set(skills)
        gone = {
            place
            for start, end in self._spans(words)
            if any(skill in hidden for skill, _ in self.skills[tuple(words[start:end])])
            for place in range(start, end)
        }
        return [word for place, word in enumerate(words) if place not in gone]

    def _spans(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where phrases start and end."""
        longest = self.longest
        for start, word in enumerate(words):
            if word in longest:
                for end in range(start + 1, min(start + longest[word], len(words)) + 1):
                    if tuple(words[start:end]) in self.skills:
                        yield start, end
