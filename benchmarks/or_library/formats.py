"""The two file formats: whole numbers, parted by white space or line ends.

Assignment: n, then n x n costs, a row per item. Generalised assignment: the numbers of
agents and jobs, then agents x jobs costs, agents x jobs resource use, and the capacities;
several of these in one file follow their number.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from solver.errors import AllotmentError
from solver.units import Ints


class FormatError(AllotmentError):
    """A file that is of neither format, or a folder without any."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """What one file says: every job goes to exactly one agent.

    cost: agents x jobs. use: the same, None where an agent takes one job. capacity: of each
    agent.
    """

    cost: Ints
    use: Ints | None
    capacity: Ints


def read_matrices(path: Path) -> tuple[Matrix, ...]:
    """All problems of a file, which may be packed by gzip. Raises FormatError."""
    numbers = _numbers(path)
    if len(numbers) and len(numbers) == 1 + numbers[0] ** 2:
        return (_assignment(numbers),)
    for start, count in ((0, 1), (1, int(numbers[0]) if len(numbers) else 0)):
        found = _generalised(numbers[start:], count)
        if found:
            return found
    raise FormatError(
        f"{str(path)!r} has {len(numbers)} numbers, which is neither an assignment nor a "
        "generalised assignment problem.\nMaybe the file is cut off."
    )


def _numbers(path: Path) -> Ints:
    raw = path.read_bytes()
    try:
        text = gzip.decompress(raw) if path.suffix == ".gz" else raw
        return np.array(text.split(), dtype=np.bytes_).astype(np.int64)
    except (ValueError, OSError, EOFError) as error:
        raise FormatError(
            f"{str(path)!r} is not a file of whole numbers.\nMaybe it is of another library."
        ) from error


def _assignment(numbers: Ints) -> Matrix:
    """Items are the jobs."""
    count = int(numbers[0])
    cost = numbers[1:].reshape(count, count).T
    return Matrix(cost, None, np.ones(count, dtype=np.int64))


def _generalised(numbers: Ints, count: int) -> tuple[Matrix, ...]:
    """So many problems; none where the numbers do not end with the last one."""
    found = []
    for _ in range(count):
        if len(numbers) < 2 or numbers[:2].min() < 1:
            return ()
        agents, jobs = numbers[:2].tolist()
        pairs, end = agents * jobs, 2 + 2 * agents * jobs + agents
        if len(numbers) < end:
            return ()
        tables = numbers[2 : 2 + 2 * pairs].reshape(2, agents, jobs)
        found.append(Matrix(tables[0], tables[1], numbers[end - agents : end]))
        numbers = numbers[end:]
    return () if len(numbers) else tuple(found)
