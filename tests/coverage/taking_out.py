"""Takes rules out of a copy of the tree, one at a time, and runs the tests of their rows."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.architecture.house import ROOT, kept_files
from tests.coverage.lines import LINES
from tests.coverage.named import NamedTest
from tests.coverage.rules import REGISTERS, Rule, registered

FAILED = re.compile(r"^FAILED (\S+?)(?:\[| - |$)", re.MULTILINE)
SLOW = ("tests/e2e/", "tests/server/cli/", "tests/properties/")
"""Run last: one failure is enough."""


def all_rules(root: Path = ROOT) -> tuple[Rule, ...]:
    """All rules that are known, in their places or not."""
    inside = [rule for register in REGISTERS for rule in registered(root, register)]
    return (*inside, *LINES)


def misplaced(rules: Iterable[Rule], root: Path = ROOT) -> Iterator[str]:
    """What is wrong with rules that are not in their places."""
    for rule in rules:
        try:
            _without(rule, (root / rule.file).read_text("utf-8"))
        except (LookupError, OSError) as error:
            yield str(error)


def _without(rule: Rule, text: str) -> str:
    """A file without the rule."""
    if text.count(rule.old) != 1:
        raise LookupError(
            f"{rule.file} has {text.count(rule.old)} places of {rule.old.strip()!r}, which is "
            f"{rule.name!r}.\nMaybe it has moved: mend tests/coverage/lines.py."
        )
    return text.replace(rule.old, rule.new)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the tree in which rules may be missing for a while."""

    root: Path

    @contextmanager
    def without(self, rule: Rule) -> Iterator[None]:
        """Takes a rule out, and puts it back."""
        path = self.root / rule.file
        whole = path.read_text("utf-8")
        path.write_text(_without(rule, whole), "utf-8")
        try:
            yield
        finally:
            path.write_text(whole, "utf-8")

    def first_failure(self, tests: tuple[NamedTest, ...]) -> str:
        """The first of the tests that fails, empty if none does.

        Raises RuntimeError where the tests cannot be run: that proves nothing.
        """
        nodes = [test.node for test in sorted(tests, key=_slow_last)]
        options = ["-n", "0", "-x", "-q", "--tb=no", "-rf", "-m", "", "-p", "no:cacheprovider",
                   "-p", "no:randomly"]  # fmt: skip
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *nodes],
            cwd=self.root, env=self._environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        found = FAILED.search(ended.stdout)
        if ended.returncode not in (0, 1) or (ended.returncode == 1 and not found):
            raise RuntimeError(f"pytest ended with {ended.returncode}:\n{ended.stdout[-2000:]}")
        return found.group(1) if found else ""

    def _environment(self) -> dict[str, str]:
        """This one, with the copy in front of the tree, also for programs that a test starts."""
        path = os.pathsep.join([str(self.root), str(self.root / "proto")])
        data = os.environ.get("ALLOTMENT_SHARED_DATA", str(ROOT.parent / "shared" / "data"))
        return {
            **os.environ,
            "PYTHONPATH": path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "ALLOTMENT_SHARED_DATA": data,
        }


def _slow_last(test: NamedTest) -> tuple[bool, NamedTest]:
    return test.file.startswith(SLOW), test


@contextmanager
def copy_of_tree() -> Iterator[Copy]:
    """A copy of all files that git keeps, for as long as it is needed."""
    with TemporaryDirectory(prefix="allotment-coverage-") as folder:
        for path in kept_files():
            target = Path(folder) / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        yield Copy(Path(folder))
