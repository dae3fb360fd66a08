"""Ids in names of tests and in words."""

import pytest

from tests.coverage.spelling import ids_of_name, ids_of_text, in_order


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("test_S3_a_penalty", ("S3",)),
        ("test_S9_S11_no_topic", ("S9", "S11")),
        ("test_a_case_of_S3_waits", ()),
        ("test_S3", ()),
        ("helper_S3_of", ()),
    ],
)
def test_ids_stand_in_front_of_the_name(name: str, expected: tuple[str, ...]) -> None:
    assert ids_of_name(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Breaks (V3).", {"V3"}),
        ("Limits (L1-L3, S4).", {"L1", "L2", "L3", "S4"}),
        ("No row: v3, XV3, V3x.", set()),
    ],
)
def test_ids_are_found_in_words_and_ranges_are_written_out(text: str, expected: set[str]) -> None:
    assert ids_of_text(text) == expected


def test_ids_are_sorted_by_number() -> None:
    assert sorted(["S10", "S2", "Q11"], key=in_order) == ["Q11", "S2", "S10"]
