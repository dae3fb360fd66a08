"""The rules that are registered in tuples, each with the rows that it is there for."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.coverage.spelling import ids_of_text, in_order


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that the product does in one place.

    file: where it can be taken out, from the root of the tree. old, new: the text there,
    which stands there once, and what takes its place.
    """

    name: str
    rows: tuple[str, ...]
    file: str
    old: str
    new: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A tuple of rules. rows: what all of them are there for, if their files do not tell."""

    file: str
    name: str
    rows: tuple[str, ...] = ()


REGISTERS = (
    Register("constraints/__init__.py", "FILTERS"),
    Register("constraints/__init__.py", "LIMITS"),
    Register("objectives/__init__.py", "PILLARS"),
    Register("objectives/urgency/components.py", "COMPONENTS", rows=("U2",)),
    Register("server/lint/checks.py", "CHECKS", rows=("K2",)),
)


def registered(root: Path, register: Register) -> Iterator[Rule]:
    """The rules of a tuple in its order, each the lines of its own."""
    text = (root / register.file).read_text("utf-8")
    tree = ast.parse(text)
    for element in _elements(tree, register):
        name = next(node.id for node in reversed(_names(element)))
        rows = register.rows or tuple(sorted(_rows_of(root, tree, name), key=in_order))
        lines = text.splitlines(keepends=True)[element.lineno - 1 : element.end_lineno]
        yield Rule(f"{register.name} {name}", rows, register.file, "".join(lines))


def _elements(tree: ast.Module, register: Register) -> list[ast.expr]:
    """What stands in the tuple of this name; raises LookupError where there is none."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Tuple):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Name) and each.id == register.name for each in targets):
                return node.value.elts
    raise LookupError(f"{register.file} has no tuple {register.name}. Maybe mend REGISTERS.")


def _names(element: ast.expr) -> list[ast.Name]:
    return [node for node in ast.walk(element) if isinstance(node, ast.Name)]


def _rows_of(root: Path, tree: ast.Module, name: str) -> set[str]:
    """The ids in the docstring of the module that a name comes from."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and any(each.name == name for each in node.names):
            path = root / f"{str(node.module).replace('.', '/')}.py"
            return ids_of_text(ast.get_docstring(ast.parse(path.read_bytes())) or "")
    raise LookupError(f"Nothing tells where {name} comes from. Maybe import it by its name.")
