"""What the program prints about a policy: its findings, worst ones in red."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from allotment.v1.assignment_service_pb2 import LintFinding, LintPolicyResponse

WORDS = {
    LintFinding.SEVERITY_ERROR: ("error", "bold red"),
    LintFinding.SEVERITY_WARNING: ("warning", "yellow"),
    LintFinding.SEVERITY_INFO: ("info", "cyan"),
}
"""Word and colour of each severity, worst first."""


def show_findings(
    console: Console, path: Path, response: LintPolicyResponse, lines: Sequence[int | None]
) -> None:
    """Prints the findings as a table, with the lines of the file where they can be told."""
    if response.findings:
        console.print(_table(response, lines))
    console.print(Text(f"{path}: {_summary(response)}."))


def _table(response: LintPolicyResponse, lines: Sequence[int | None]) -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("line", justify="right")
    table.add_column("")
    table.add_column("finding")
    for finding, line in zip(response.findings, lines, strict=True):
        table.add_row(str(line or ""), Text(*WORDS[finding.severity]), _cell(finding))
    return table


def _cell(finding: LintFinding) -> Text:
    """Which check, where, what, and the way out."""
    head = Text(f"{finding.check}  ") + Text(f"{finding.field}\n", "dim")
    return head + Text(f"{finding.description}\n") + Text(finding.advice, "italic")


def _summary(response: LintPolicyResponse) -> str:
    counts = Counter(finding.severity for finding in response.findings)
    said = [f"{word} {counts[each]}" for each, (word, _) in WORDS.items() if counts[each]]
    return ", ".join(said) or "no findings"
