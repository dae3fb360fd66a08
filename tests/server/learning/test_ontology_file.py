"""The ontology file: every mistake at once, each with its line (S9, S12)."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from objectives.learning.ontology import OntologySkill, ontology_of
from server.errors import FileError
from server.learning.ontology_file import (
    ontology_id,
    ontology_text,
    parse_ontology,
    read_ontology,
)
from server.learning.ontology_schema import ontology_schema
from server.translate.plain_text import read_yaml
from tests.architecture.house import ROOT

GOOD = """\
version: 1
skills:
  - name: vpn
    keywords: [vpn, remote access]
    complexity: 2
  - name: dns
    synonyms: [429]
categories:
  - {name: incident, complexity: 1.5}
"""


def test_S9_S12_a_file_is_an_ontology() -> None:
    """Sorted by name; a number is a word too."""
    assert parse_ontology(GOOD, "f") == ontology_of(
        [
            OntologySkill("dns", (), ("429",), 1.0),
            OntologySkill("vpn", ("vpn", "remote access"), (), 2.0),
        ],
        [("incident", 1.5)],
    )


def test_S9_what_is_written_is_read() -> None:
    ontology = read_ontology(ROOT / "examples/skills/ontology.yaml")

    assert parse_ontology(ontology_text(ontology), "f") == ontology
    assert len(ontology.skills) >= 30


def test_S9_the_id_is_of_the_content_not_of_the_file() -> None:
    other = GOOD.replace("[vpn, remote access]", "[\n  vpn,\n  remote access]")

    assert ontology_id(parse_ontology(other, "f")) == ontology_id(parse_ontology(GOOD, "f"))
    harder = GOOD.replace("complexity: 2", "complexity: 3")
    assert ontology_id(parse_ontology(harder, "f")) != ontology_id(parse_ontology(GOOD, "f"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("version: 1", "version: 2", "f:1: version: Input should be 1"),
        ("complexity: 2", "complexity: 0", "f:5: skills[0].complexity: Input should be greater"),
        ("complexity: 2", "complexity: 1e9", "f:5: skills[0].complexity: Input should be less"),
        ("keywords:", "keyword:", "f:4: skills[0].keyword: Extra inputs are not permitted"),
        ("name: dns", "name: vpn", "f: the file: 'vpn' is there twice. Maybe a copy."),
        ("[vpn, ", "['!?', ", "f:3: skills[0]: '!?' has no word. Maybe leave it out."),
        ("  - name: dns\n", "  - x: dns\n", "f:6: skills[1].name: Field required"),
        ("skills:", "skills: [", "f: while parsing"),
    ],
)
def test_S9_a_mistake_is_told_with_line_and_path(old: str, new: str, expected: str) -> None:
    with pytest.raises(FileError) as told:
        parse_ontology(GOOD.replace(old, new, 1), "f")

    assert any(line.startswith(expected) for line in str(told.value).splitlines()), told.value


def test_S9_all_mistakes_come_at_once() -> None:
    with pytest.raises(FileError) as told:
        parse_ontology(GOOD.replace("complexity: 2", "complexity: -1").replace("1.5", "0"), "f")

    assert len(str(told.value).splitlines()) == 2


def test_S9_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read: No such file"):
        read_ontology(tmp_path / "none.yaml")


def test_S9_the_published_schema_is_in_step_and_takes_the_example() -> None:
    published = (ROOT / "docs/ontology.schema.json").read_text("utf-8")
    validator = Draft202012Validator(json.loads(published))
    example = read_yaml((ROOT / "examples/skills/ontology.yaml").read_text("utf-8"))

    assert published == ontology_schema()
    assert validator.is_valid(example)
    assert not validator.is_valid({"version": 1, "skills": [{"keywords": ["x"]}]})
