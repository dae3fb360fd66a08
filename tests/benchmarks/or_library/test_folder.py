"""Instances of the OR-Library become problems of the kernel, with their published optima."""

import gzip
from pathlib import Path

import pytest

from benchmarks.or_library import FormatError, Instance, read_folder
from solver.bounds import prove_solution
from solver.engines.auto import AutoEngine
from solver.engines.weighted import WeightedEngine
from solver.levels import levels_of
from tests.shared_data import shared_file

ASSIGNMENT = "2\n 5 1\n 2 9\n"
"""Item 1 at place 2, item 2 at place 1: 3."""
GENERALISED = "2 3\n 1 9 9\n 9 1 1\n 2 2 2\n 2 2 2\n 2 4\n"
"""Agent 1 holds one of the jobs, agent 2 two."""
TIGHT = "1 2\n 7 7\n 3 3\n 5\n"
"""One of both jobs is left over."""


def written(folder: Path, **files: str) -> Path:
    """A folder with these files."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="ascii")
    return folder


def solved(instance: Instance) -> int | None:
    """By the engine that the problem gets by itself."""
    return instance.value(AutoEngine().solve(instance.problem).choice)


def test_an_assignment_is_as_cheap_as_possible(tmp_path: Path) -> None:
    (found,) = read_folder(written(tmp_path, small=ASSIGNMENT))

    assert (found.name, found.maximise, found.optimum) == ("small", False, None)
    assert not found.problem.is_weighted
    assert solved(found) == 3


def test_a_generalised_assignment_comes_in_both_senses(tmp_path: Path) -> None:
    cheap, dear = read_folder(written(tmp_path, small=GENERALISED))

    assert (cheap.name, dear.name) == ("small min", "small max")
    assert (solved(cheap), solved(dear)) == (3, 19)


def test_a_job_that_is_left_over_has_no_value(tmp_path: Path) -> None:
    cheap, _ = read_folder(written(tmp_path, tight=TIGHT))

    assert solved(cheap) is None


def test_a_job_too_large_for_an_agent_is_no_pair(tmp_path: Path) -> None:
    cheap, _ = read_folder(written(tmp_path, large="2 1 1 2 8 3 7 3"))

    assert cheap.problem.triples.desk.tolist() == [1]


def test_a_file_of_several_problems_numbers_them(tmp_path: Path) -> None:
    found = read_folder(written(tmp_path, several=f"2\n{GENERALISED}{TIGHT}"))

    assert [each.name for each in found] == [
        "several-1 min", "several-1 max", "several-2 min", "several-2 max"
    ]  # fmt: skip


def test_packed_files_and_published_optima_are_read(tmp_path: Path) -> None:
    (tmp_path / "small.txt.gz").write_bytes(gzip.compress(ASSIGNMENT.encode()))
    (tmp_path / "open").write_text(GENERALISED, encoding="ascii")
    (tmp_path / "OPTIMA.csv").write_text(
        "instance,optimum_published,min_lower_bound,min_upper_bound,max_optimum_orlib\n"
        "small,3,,,\nopen,,2,3,19.0\n",
        encoding="ascii",
    )

    assert [each.optimum for each in read_folder(tmp_path)] == [None, 19, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("2\n 5 1\n 2", "has 4 numbers", id="cut off"),
        pytest.param(GENERALISED + "1", "has 17 numbers", id="too long"),
        pytest.param("", "has 0 numbers", id="empty"),
        pytest.param("two three", "whole numbers", id="words"),
        pytest.param("1.5", "whole numbers", id="fractions"),
    ],
)
def test_a_file_of_neither_format_is_named(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=message):
        read_folder(written(tmp_path, odd=text))


def test_a_folder_without_instances_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no instances"):
        read_folder(tmp_path)


@pytest.mark.shared_data
def test_the_assignments_reach_their_published_optima() -> None:
    folder = shared_file("assignment/OPTIMA.csv").parent
    found = read_folder(folder)

    assert len(found) == 4
    for each in found:
        assert solved(each) == each.optimum, each.name


@pytest.mark.shared_data
@pytest.mark.parametrize("group", range(1, 7))
def test_the_small_generalised_assignments_reach_their_published_optima_proved(group: int) -> None:
    """gap1 to gap6, as cheap and as dear as possible."""
    folder = shared_file("gap/OPTIMA.csv").parent
    found = [each for each in read_folder(folder) if each.name.startswith(f"gap{group}-")]

    assert len(found) == 10
    for each in found:
        solution = WeightedEngine().solve(each.problem)
        levels = levels_of(each.problem)
        assert each.value(solution.choice) == each.optimum, each.name
        assert prove_solution(each.problem, levels, solution).proved_levels == len(levels)


@pytest.mark.shared_data
@pytest.mark.soak
def test_the_large_generalised_assignments_reach_their_published_optima_proved() -> None:
    """5 agents with 100 and 200 jobs, but for d05100, which stays open."""
    folder = shared_file("gap/OPTIMA.csv").parent
    found = [each for each in read_folder(folder) if each.name[0] in "abc"]

    assert len(found) == 8
    for each in found:
        solution = WeightedEngine().solve(each.problem)
        levels = levels_of(each.problem)
        assert each.value(solution.choice) == each.optimum, each.name
        assert prove_solution(each.problem, levels, solution).proved_levels == len(levels)
