"""The paraphrases measure inference and nothing else: no shared words, no leakage (S9)."""

from tests.objectives.learning.labelled import (
    NO_SKILL,
    history_rows,
    ontology_rows,
    paraphrases,
)
from tests.objectives.learning.sameness import is_near_copy, shared_words


def test_S9_there_are_at_least_30_skills_with_8_paraphrases_each() -> None:
    labelled = paraphrases()

    assert len(labelled) - 1 >= 30
    assert {skill for skill, texts in labelled.items() if len(texts) < 8} == set()
    assert {row["name"] for row in ontology_rows()} == labelled.keys() - {NO_SKILL}
    assert sum(map(len, labelled.values())) == len({t for ts in labelled.values() for t in ts})


def test_S9_no_paraphrase_shares_a_content_word_with_its_skill() -> None:
    labelled = paraphrases()

    found = [
        (row["name"], text, shared)
        for row in ontology_rows()
        for text in labelled[row["name"]]
        if (shared := shared_words(text, _vocabulary(row)))
    ]

    assert found == []


def _vocabulary(row: dict[str, str]) -> str:
    return " ".join([row["name"].replace("_", " "), *row["keywords"], *row["synonyms"]])


def test_S9_the_stemmer_finds_related_words() -> None:
    assert shared_words("Printers were printing", "printed") == ["printers", "printing"]
    assert shared_words("The joiner is here", "join us") == ["joiner"]
    assert shared_words("on the air", "in the car") == []


def test_S9_no_paraphrase_or_near_copy_of_it_is_in_the_training_history() -> None:
    trained = [
        text
        for row in history_rows()
        for text in (row["description"], row["subject"], f"{row['subject']} {row['description']}")
    ]

    leaked = [
        (text, other)
        for texts in paraphrases().values()
        for text in texts
        for other in trained
        if is_near_copy(text, other)
    ]

    assert leaked == []


def test_S9_near_copies_are_found() -> None:
    text = "My computer gets very hot and the fan is loud"

    assert is_near_copy(text, "The fan is very loud and the computer gets hot")
    assert is_near_copy("Serial in use", "the serial is in use on another machine")
    assert is_near_copy("one two of the end is here", "what one two of the end means")
    assert not is_near_copy(text, "The fan is broken")
