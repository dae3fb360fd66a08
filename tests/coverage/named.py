"""The tests of the tree by the ids that they name."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.coverage.spelling import ids_of_name


@dataclass(frozen=True, slots=True, order=True)
class NamedTest:
    """A test function; file: its path from the root of the tree."""

    file: str
    name: str

    @property
    def node(self) -> str:
        """As pytest names it."""
        return f"{self.file}::{self.name}"


def named_tests(root: Path) -> dict[str, tuple[NamedTest, ...]]:
    """Tests that name an id, in order; those that are expected to fail prove nothing."""
    found = defaultdict(list)
    for path in sorted((root / "tests").rglob("test_*.py")):
        for name in _test_names(path):
            for row_id in ids_of_name(name):
                found[row_id].append(NamedTest(path.relative_to(root).as_posix(), name))
    return {row_id: tuple(tests) for row_id, tests in found.items()}


def _test_names(path: Path) -> Iterator[str]:
    """Names of the test functions of a file that are to pass."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not _is_to_fail(node):
            yield node.name


def _is_to_fail(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("mark.xfail" in ast.unparse(each) for each in node.decorator_list)
