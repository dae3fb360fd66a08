"""A small skills model, trained anew: two skills that words do not name."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from objectives.learning.history import Resolved
from objectives.learning.ontology import OntologySkill, ontology_of
from objectives.learning.training import train
from server.learning.skills_file import write_model

ONTOLOGY = ontology_of(
    [
        OntologySkill("network", ("vpn", "wifi"), ("tunnel",), 2.0),
        OntologySkill("login", ("password",), (), 0.5),
        OntologySkill("panic", ("kernel panic",), (), 4.0),
    ],
    [("incident", 1.5)],
)
TEXTS = {
    ("network", "vpn"): (
        "gateway from home", "the hotel gateway", "gateway of the office", "gateway rejects me",
        "office and hotel", "rejects the gateway",
    ),
    ("login", "password"): (
        "locked account", "account is locked again", "locked out", "my account locked me",
        "the locked one", "account gone",
    ),
}  # fmt: skip
AGENTS = {"network": ("ann", "ann", "bob"), "login": ("bob", "bob", "cid")}
HISTORY = [
    Resolved(f"{keyword} {text}", AGENTS[skill][place % 3], skills=(skill,))
    for place in range(6)
    for (skill, keyword), texts in TEXTS.items()
    for text in texts[place : place + 1]
] + [Resolved(text, "cid", skills=()) for text in ("lunch menu", "green plants", "lost keys")]


_FOLDER = TemporaryDirectory(prefix="allotment-test-")


@cache
def small_model() -> Path:
    """The model file."""
    path = Path(_FOLDER.name) / "small.skills"
    write_model(train(ONTOLOGY, HISTORY), path)
    return path
