"""Lint where the server has an ontology (S9, S11)."""

from objectives.learning.ontology import OntologySkill, ontology_of
from objectives.learning.skills_model import untrained
from server.lint import Reported, lint
from tests.server.lint.linted import MONDAY, policy_of, snapshot_of

KNOWN = untrained(ontology_of([OntologySkill("vpn", ("vpn",))]))
STAFF = [
    {"agent_id": "g", "skills": [{"name": "vpm", "manual": True}, {"name": "german"}]},
    {"agent_id": "h", "skills": [{"name": "vpn", "manual": True}, {"name": "x", "case_count": 2}]},
]


def findings(check: str) -> list[Reported]:
    snapshot = snapshot_of("g", agents=STAFF)
    return [one for one in lint(policy_of(fit={}), snapshot, MONDAY, KNOWN) if one.check == check]


def test_S11_K2_with_an_ontology_there_is_no_warning() -> None:
    assert findings("no-ontology") == []


def test_S9_S10_K2_skills_that_the_ontology_does_not_have_are_told() -> None:
    """Those that are to match cases: a language is only a requirement."""
    told = [(one.finding.description, one.finding.advice) for one in findings("unknown-skill")]

    assert told == [
        (
            "The ontology has no skill 'vpm', which is to match cases of 'g'.",
            "Maybe 'vpn'.",
        ),
        (
            "The ontology has no skill 'x', which is to match cases of 'h'.",
            "Maybe add it to the ontology.",
        ),
    ]


def test_S9_K2_without_an_ontology_no_skill_is_unknown() -> None:
    snapshot = snapshot_of("g", agents=STAFF)

    assert "unknown-skill" not in {one.check for one in lint(policy_of(), snapshot, MONDAY)}
