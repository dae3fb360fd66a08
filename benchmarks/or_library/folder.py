"""A folder of instances, with the optima that were published where it says so."""

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.or_library.formats import FormatError, Matrix, read_matrices
from benchmarks.or_library.kernel import problem_of
from solver.problem import Problem
from solver.units import Ints

OPTIMA = "OPTIMA.csv"
"""Its columns: instance, then optimum_published, or min_lower_bound and min_upper_bound
(the optimum where they are equal) and max_optimum_orlib."""


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """A problem in one sense: as cheap, or as dear as possible.

    optimum: as published, in the numbers of the file; None = unknown.
    """

    name: str
    maximise: bool
    problem: Problem
    optimum: int | None

    def value(self, choice: Ints) -> int | None:
        """What a plan is worth in the numbers of the file; None where a job is left over."""
        if (choice < 0).any():
            return None
        fit = int(self.problem.triples.score[choice].sum())
        return fit if self.maximise else -fit


def read_folder(folder: Path) -> tuple[Instance, ...]:
    """All instances by name: assignments as cheap as possible, generalised ones in both senses.

    Raises FormatError where a file is of neither format, or there is none.
    """
    optima = _optima(folder / OPTIMA)
    files = sorted(
        path for path in folder.glob("*") if path.is_file() and path.suffix not in (".csv", ".md")
    )
    if not files:
        raise FormatError(f"{str(folder)!r} has no instances.\nMaybe it is the folder above.")
    return tuple(each for path in files for each in _instances(path, optima))


def _instances(path: Path, optima: dict[tuple[str, bool], int]) -> list[Instance]:
    """A file may hold several problems: these are numbered from 1."""
    matrices, name = read_matrices(path), path.name.split(".")[0]
    names = [name] if len(matrices) == 1 else [f"{name}-{k + 1}" for k in range(len(matrices))]
    return [
        each
        for name, matrix in zip(names, matrices, strict=True)
        for each in _senses(name, matrix, optima)
    ]


def _senses(name: str, matrix: Matrix, optima: dict[tuple[str, bool], int]) -> list[Instance]:
    senses = (False,) if matrix.use is None else (False, True)
    return [
        Instance(
            name if matrix.use is None else f"{name} {'max' if maximise else 'min'}",
            maximise,
            problem_of(matrix, maximise=maximise),
            optima.get((name, maximise)),
        )
        for maximise in senses
    ]


def _optima(path: Path) -> dict[tuple[str, bool], int]:
    """By instance and sense; empty where nothing is published."""
    if not path.is_file():
        return {}
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row in rows:
        low, high = (row.get(name, "") for name in ("min_lower_bound", "min_upper_bound"))
        least = row.get("optimum_published") or (low if low == high else "")
        for maximise, text in ((False, least), (True, row.get("max_optimum_orlib"))):
            if text:
                found[row["instance"], maximise] = int(float(text))
    return found
