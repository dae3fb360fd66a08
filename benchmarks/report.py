"""What is kept of a run: JSON with everything, and the tables in `benchmarks/README.md`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.jobs import Asked
from benchmarks.machine import surroundings
from benchmarks.rows import disagreements
from benchmarks.run import Outcome
from benchmarks.sheets import Sheet, sheets_of
from solver.errors import AllotmentError

FORMAT = 1
SECTION = "last run"
"""Where the tables go in a Markdown file if nothing else is said."""


class ReportError(AllotmentError):
    """The report has nowhere to go."""


@dataclass(frozen=True, slots=True)
class Report:
    """A run, whole or interrupted.

    surroundings: machine, date and versions by name. notes: what to know about the run.
    """

    asked: Asked
    outcomes: tuple[Outcome, ...]
    surroundings: dict[str, str]
    notes: tuple[str, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Its tables."""
        return sheets_of(self.asked, self.outcomes)

    @property
    def problems(self) -> list[str]:
        """Jobs that broke off, and exact solvers that came to another value than ours."""
        broken = [
            f"{outcome.job.words} broke off: {outcome.failure}"
            for outcome in self.outcomes
            if outcome.failure
        ]
        return broken + disagreements(self.outcomes)

    def as_json(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "format": FORMAT,
            "surroundings": self.surroundings,
            "asked": asdict(self.asked),
            "notes": list(self.notes),
            "problems": self.problems,
            "runs": [_run(outcome) for outcome in self.outcomes],
            "tables": [asdict(sheet) for sheet in self.sheets],
        }

    def as_markdown(self) -> str:
        """The tables, and where they were taken."""
        asked = self.asked
        facts = ", ".join(f"{name} {value}" for name, value in self.surroundings.items())
        calls = f"up to {asked.calls} calls each"
        terms = f"{asked.seeds} seeds, {calls}, solvers stop at {asked.limit:g} s"
        parts = [
            f"Taken on: {facts}.\n",
            f"Asked for: {terms}.\n",
            *(f"- {note}\n" for note in (*self.notes, *self.problems)),
            *map(_markdown, self.sheets),
        ]
        return "\n".join(parts)


def report_of(asked: Asked, outcomes: Sequence[Outcome], notes: Sequence[str]) -> Report:
    """The report of a run that just ended."""
    return Report(asked, tuple(outcomes), surroundings(), tuple(notes))


def markers(section: str) -> tuple[str, str]:
    """The lines around a section of a Markdown file."""
    return f"<!-- {section} -->\n", f"<!-- end of {section} -->\n"


def check_files(json_file: Path | None, readme: Path | None, section: str = SECTION) -> None:
    """Raises ReportError for files that could not be written after a long run."""
    start, _ = markers(section)
    if json_file and not json_file.parent.is_dir():
        raise ReportError(f"{json_file} cannot be written: there is no folder {json_file.parent}.")
    if readme and (not readme.is_file() or start not in readme.read_text(encoding="utf-8")):
        raise ReportError(
            f"{readme} has no line {start.strip()!r}.\nMaybe you meant benchmarks/README.md."
        )


def put_into(readme: Path, report: Report, section: str = SECTION) -> None:
    """Replaces what stands between the markers of a section of the file."""
    start, end = markers(section)
    before, _, rest = readme.read_text(encoding="utf-8").partition(start)
    after = rest.partition(end)[2]
    text = before + start + "\n" + report.as_markdown() + "\n" + end + after
    readme.write_text(text, encoding="utf-8")


def _run(outcome: Outcome) -> dict[str, Any]:
    job = outcome.job
    return {
        "task": job.task.value,
        "workload": job.workload.name,
        "tightness": job.tightness,
        "seed": job.seed,
        "peer": job.peer,
        "figures": None if outcome.figures is None else asdict(outcome.figures),
        "overran": outcome.overran,
        "failure": outcome.failure,
    }


def _markdown(sheet: Sheet) -> str:
    rule = ["---"] * sheet.name_count + ["---:"] * (len(sheet.columns) - sheet.name_count)
    lines = [" | ".join(cells) for cells in (sheet.columns, rule, *sheet.rows)]
    return "\n".join([f"### {sheet.title}", "", *(f"| {line} |" for line in lines), ""])
