"""`allotment learn skills|ontology|compare|evaluate` on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from server.cli import app
from server.learning.ontology_file import ontology_text, read_ontology
from server.learning.skills_file import read_model
from server.translate.files import write_message
from tests.answers.asking import agents, case, queue, request
from tests.answers.small_model import HISTORY, ONTOLOGY

RUNNER = CliRunner()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A history, an ontology and a snapshot."""
    rows = [
        f'2026-03-{1 + day:02d},{one.agent_id},"{one.text}",{";".join(one.skills or ())},team'
        for day, one in enumerate(HISTORY)
    ]
    table = "\n".join(["time,agent,description,skills,group", *rows, "2026-03-20,,,,"])
    (tmp_path / "history.csv").write_text(table + "\n", "utf-8")
    (tmp_path / "ontology.yaml").write_text(ontology_text(ONTOLOGY), "utf-8")
    cases = [case("c1", "q", subject="gateway at the hotel"), case("c2", "q", subject="password")]
    snapshot = request(cases, agents("ann bob"), [queue("q", "ann bob")])
    write_message(snapshot, tmp_path / "snapshot.json")
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return RUNNER.invoke(
        app, ["learn", *(str(folder / word) if "." in word else word for word in words)]
    )


def learned(folder: Path, *words: str) -> dict[str, Any]:
    """The JSON of a command that must succeed."""
    answer = run(folder, *words, "--json")
    assert answer.exit_code == 0, answer.output
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


TRAIN = ("skills", "--history", "history.csv", "--ontology", "ontology.yaml", "--out")


def test_S9_it_trains_a_model_and_tells_what_it_is_made_of(folder: Path) -> None:
    told = learned(folder, *TRAIN, "m.skills")

    model = read_model(folder / "m.skills")
    assert told["model_id"] == model.model_id
    assert (told["cases"], told["left_out"], told["agents"]) == (len(HISTORY), 1, 3)
    assert (told["skills"], told["skills_learned"]) == (3, 2)
    assert told["last_time"] == "2026-03-15T00:00:00+00:00"
    assert model.text is not None


def test_S9_the_same_history_gives_the_same_file(folder: Path) -> None:
    for name in ("one.skills", "two.skills"):
        assert run(folder, *TRAIN, name).exit_code == 0

    assert (folder / "one.skills").read_bytes() == (folder / "two.skills").read_bytes()


def test_S9_a_new_model_is_compared_on_a_recorded_snapshot(folder: Path) -> None:
    """The ontology alone does not see that the gateway is about the network."""
    told = learned(
        folder, *TRAIN, "m.skills", "--compare-with", "ontology.yaml", "--snapshot", "snapshot.json"
    )["comparison"]

    assert told["cases"] == 2
    assert (told["old"]["cases_with_topic"], told["new"]["cases_with_topic"]) == (1, 2)
    assert told["other_topics"] == 1
    (changed,) = [row for row in told["changed"] if row["case_id"] == "c1"]
    assert (changed["old_topics"], changed["new_topics"]) == ([], ["network"])
    assert changed["new_agent"] == "ann"

    shown = run(folder, "compare", "ontology.yaml", "m.skills", "snapshot.json")
    assert shown.exit_code == 0
    assert "1 cases have other topics" in shown.stdout


def test_S9_an_ontology_is_proposed(folder: Path) -> None:
    told = learned(
        folder, "ontology", "--history", "history.csv", "--out", "new.yaml", "--least", "3"
    )

    names = {
        word
        for skill in read_ontology(folder / "new.yaml").skills
        for phrase in (*skill.keywords, *skill.synonyms)
        for word in phrase.split()
    }
    assert told["skills"] >= 2
    assert {"vpn", "password"} <= names


def test_S9_detectors_are_evaluated_beside_a_control(folder: Path) -> None:
    (folder / "labelled.yaml").write_text(
        "network: [the gateway]\nlogin: [locked]\nnone: [plants]\n", "utf-8"
    )
    told = learned(
        folder, "evaluate", "skills", "--history", "history.csv", "--ontology", "ontology.yaml",
        "--labelled", "labelled.yaml",
    )["detectors"]  # fmt: skip

    assert told["named skills only"]["recall"] == 0
    assert told["named and inferred"]["recall"] == 1
    assert set(told) >= {"control: shuffled labels"}


def test_S9_agents_are_evaluated_on_later_cases(folder: Path) -> None:
    told = learned(
        folder, "evaluate", "agents", "--history", "history.csv", "--ontology", "ontology.yaml",
        "--since", "2026-03-10", "--until", "2026-03-13",
    )  # fmt: skip

    assert told["learned_from"] == 9
    assert {row["cases"] for row in told["methods"]} == {3}
    shown = run(
        folder, "evaluate", "agents", "--history", "history.csv", "--ontology", "ontology.yaml",
        "--since", "2026-03-10",
    )  # fmt: skip
    assert "most frequent agent of the group" in shown.stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("skills", "--history", "none.csv", "--ontology", "ontology.yaml", "--out", "m.skills"),
         "cannot be read"),
        ((*TRAIN, "no/such/m.skills"), "there is no folder"),
        ((*TRAIN, "m.skills", "--text", "words"), "no column words"),
        (("compare", "history.csv", "ontology.yaml", "snapshot.json"), "is no skills model"),
    ],
)  # fmt: skip
def test_S9_what_cannot_be_done_is_told_plainly(
    folder: Path, words: tuple[str, ...], expected: str
) -> None:
    answer = run(folder, *words)

    assert answer.exit_code == 2
    assert expected in answer.stderr.replace("\n", " ")


def test_S11_a_score_is_explained_to_its_last_skill(folder: Path) -> None:
    """Of the response alone, and anew for somebody else; never with another model."""
    snapshot, response = str(folder / "snapshot.json"), str(folder / "response.json")
    model = ["--skills-model", str(folder / "ontology.yaml")]
    solved = RUNNER.invoke(app, ["assign", snapshot, "--local", "--json", response, *model])
    assert solved.exit_code == 0, solved.output

    def explain(*words: str) -> Result:
        return RUNNER.invoke(app, ["explain", response, "c2", *words])

    assert "Topics: login (keyword, 1.00)" in explain().stdout
    again = explain("ann", "--score", "--request", snapshot, *model)
    assert again.exit_code == 0, again.output
    refused = explain("ann", "--request", snapshot)
    assert refused.exit_code == 2
    assert "Maybe give it with --skills-model" in refused.stderr
