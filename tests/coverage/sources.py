"""The code of the product by the ids that its docstrings and comments name."""

import ast
import io
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.house import PACKAGES
from tests.coverage.spelling import ids_of_text

GENERATED = ("_pb2.py", "_pb2_grpc.py")


def code_by_row(root: Path) -> dict[str, tuple[str, ...]]:
    """Paths from the root of the tree, in order."""
    found = defaultdict(list)
    for path in _files(root):
        for row_id in ids_of_text("\n".join(_words(path))):
            found[row_id].append(path.relative_to(root).as_posix())
    return {row_id: tuple(paths) for row_id, paths in found.items()}


def _files(root: Path) -> Iterator[Path]:
    yield from sorted((root / "proto").rglob("*.proto"))
    for package in PACKAGES:
        yield from sorted((root / package).rglob("*.py"))
    yield from sorted((root / "examples").glob("*/README.md"))
    yield from sorted((root / "examples").glob("*/policy.yaml"))


def _words(path: Path) -> Iterator[str]:
    """What a file says about itself."""
    text = path.read_text("utf-8")
    if path.suffix == ".py":
        yield from docstrings(text)
        yield from _comments(text)
    elif path.suffix == ".md":
        yield text
    else:
        mark = "//" if path.suffix == ".proto" else "#"
        yield from (line.partition(mark)[2] for line in text.splitlines())


def docstrings(text: str) -> Iterator[str]:
    """Texts that stand on their own, of modules, classes, functions and constants."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


def _comments(text: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
