"""The project's own labelled texts: what is measured, and what is trained on."""

import csv
from typing import Any

import yaml

from tests.architecture.house import ROOT

PARAPHRASES = ROOT / "tests/data/paraphrases.yaml"
ONTOLOGY = ROOT / "examples/skills/ontology.yaml"
HISTORY = ROOT / "examples/skills/history.csv"
NO_SKILL = "none"


def paraphrases() -> dict[str, list[str]]:
    """Sentences by the skill they are about."""
    labelled: dict[str, list[str]] = yaml.safe_load(PARAPHRASES.read_text(encoding="utf-8"))
    return labelled


def ontology_rows() -> list[dict[str, Any]]:
    """The skills of the ontology, as they are written."""
    rows: list[dict[str, Any]] = yaml.safe_load(ONTOLOGY.read_text(encoding="utf-8"))["skills"]
    return rows


def history_rows() -> list[dict[str, str]]:
    """The tickets of the history, as they are written."""
    with HISTORY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
