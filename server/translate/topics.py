"""What cases are about, read from subject and description; the texts go nowhere else (S9)."""

from collections.abc import Sequence
from dataclasses import replace

from allotment.v1 import case_pb2 as wire
from allotment.v1.policy_pb2 import Policy
from objectives.learning.skills_model import SkillsModel
from server.violations import Fault, Violations
from solver.facts import Case


def with_topics(
    cases: tuple[Case, ...], rows: Sequence[wire.Case], model: SkillsModel | None
) -> tuple[Case, ...]:
    """The cases with their topics and, where none was sent, the effort of these (S12).

    rows: what the cases were read from, in the same order. model: None = no ontology.
    """
    if model is None:
        return cases
    topics = model.detector.topics([f"{row.subject}\n{row.description}" for row in rows])
    result = []
    for case, row, found in zip(cases, rows, topics, strict=True):
        effort = None
        if not row.HasField("effort"):
            effort = model.ontology.effort((topic.skill for topic in found), row.category)
        result.append(replace(case, topics=found, effort=case.effort if effort is None else effort))
    return tuple(result)


def check_model(
    violations: Violations, path: str, policy: Policy, model: SkillsModel | None
) -> None:
    """A policy may name the model that its author compared before use (S9)."""
    wanted = policy.fit.skills_model_id
    if not wanted or (model is not None and model.model_id == wanted):
        return
    held = f"the server holds {model.model_id!r}" if model else "the server holds none"
    text = (
        f"The policy wants the skills model {wanted!r}, but {held}. "
        "Maybe start it with --skills-model, or leave the field out."
    )
    violations.add(path, Fault.UNKNOWN_ID, text, wanted)
