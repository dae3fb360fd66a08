"""All that a model of skills holds: ontology, text model, profiles (S9)."""

from dataclasses import dataclass
from functools import cached_property

from objectives.learning.agent_skills import Profiles, no_profiles
from objectives.learning.case_skills import Detector
from objectives.learning.ontology import Ontology
from objectives.learning.text_model import TextModel
from solver.facts import Expertise


@dataclass(frozen=True)
class SkillsModel:
    """What the service reads. text: None = named skills only. model_id: tells models apart."""

    ontology: Ontology
    text: TextModel | None
    profiles: Profiles
    model_id: str = ""

    @cached_property
    def detector(self) -> Detector:
        """Finds topics."""
        return Detector(self.ontology, self.text)

    @cached_property
    def expertise(self) -> Expertise:
        """What the pillar needs."""
        names, profiles = self.ontology.names, self.profiles
        return Expertise(names, profiles.idf, profiles.resolved, self.model_id)


def untrained(ontology: Ontology, model_id: str = "") -> SkillsModel:
    """A model of an ontology alone: nothing is inferred and nobody has a history."""
    return SkillsModel(ontology, None, no_profiles(len(ontology.skills)), model_id)
