"""The ontology: which skills there are, which words name them, how much work they are (S9, S12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OntologySkill:
    """A skill. complexity: work of a case with it as a multiple of an ordinary case, above 0."""

    name: str
    keywords: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    complexity: float = 1.0


@dataclass(frozen=True, slots=True)
class Ontology:
    """All skills, sorted by name; categories: `(category, complexity)` of cases (S12)."""

    skills: tuple[OntologySkill, ...] = ()
    categories: tuple[tuple[str, float], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the skills, in their order."""
        return tuple(skill.name for skill in self.skills)

    def effort(self, skills: Iterable[int], category: str) -> float | None:
        """Work of a case: its hardest skill, else its category, else unknown (S12).

        skills: positions of what was detected in the case.
        """
        hardest = max((self.skills[skill].complexity for skill in skills), default=None)
        return dict(self.categories).get(category) if hardest is None else hardest


def ontology_of(
    skills: Sequence[OntologySkill], categories: Sequence[tuple[str, float]] = ()
) -> Ontology:
    """The ontology with its skills in order."""
    return Ontology(tuple(sorted(skills, key=lambda skill: skill.name)), tuple(categories))
