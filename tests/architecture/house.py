"""The house as the architecture tests see it: its root, its packages, its files."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

PACKAGES = ("solver", "constraints", "objectives", "server", "client", "benchmarks")


def modules(package: str) -> list[str]:
    """Dotted names of all modules of a top-level package, sorted."""
    names = []
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def is_public(module: str) -> bool:
    """True if no part of the dotted name starts with an underscore."""
    return not any(part.startswith("_") for part in module.split("."))


def imported(path: Path) -> Iterator[str]:
    """Dotted names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def kept_files() -> list[Path]:
    """Files that are committed or about to be: all that git does not ignore.

    Raises FileNotFoundError or CalledProcessError outside a git checkout.
    """
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (ROOT / name for name in sorted(listing.stdout.split("\0")) if name)
    return [path for path in paths if path.is_file()]
