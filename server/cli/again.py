"""Files to compute things again from, beside a response."""

from dataclasses import dataclass
from pathlib import Path

from allotment.v1.policy_pb2 import Policy
from objectives.learning.skills_model import SkillsModel
from server.learning.skills_in_force import read_skills
from server.translate.files import read_policy


@dataclass(frozen=True, slots=True)
class Again:
    """request: None = take the response's word. policy: where the request has none."""

    request: Path | None
    policy: Path | None
    skills_model: Path | None

    def in_force(self) -> Policy:
        """The policy, the built-in one without a file; raises FileError."""
        return Policy() if self.policy is None else read_policy(self.policy)

    def skills(self) -> SkillsModel | None:
        """The skills model; raises FileError or ModelFileError."""
        return read_skills(self.skills_model) if self.skills_model else None
