"""What is kept of a run: JSON with everything, and the tables in `benchmarks/README.md`."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from os.path import relpath
from pathlib import Path
from typing import Any

from benchmarks.against import FAIL_OVER, Comparison, against_sheet
from benchmarks.cells import Sheet
from benchmarks.jobs import Asked
from benchmarks.plots import can_plot
from benchmarks.report_file import FORMAT, ReportError
from benchmarks.rows import disagreements
from benchmarks.run import Outcome
from benchmarks.sheets import sheets_of


@dataclass(frozen=True, slots=True)
class Report:
    """A run, whole or interrupted.

    surroundings: machine, date and versions by name. notes: what to know about the run.
    comparisons: with an earlier run, which it must not be slower than `bar` times. plots: files.
    """

    asked: Asked
    outcomes: tuple[Outcome, ...]
    surroundings: dict[str, str]
    notes: tuple[str, ...]
    comparisons: tuple[Comparison, ...] = ()
    bar: float = FAIL_OVER
    plots: tuple[Path, ...] = ()

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """Its tables."""
        beside = (against_sheet(self.comparisons, self.bar),) if self.comparisons else ()
        return (*sheets_of(self.asked, self.outcomes), *beside)

    @property
    def problems(self) -> list[str]:
        """Jobs that broke off, solvers that contradict each other, and what became slower."""
        broken = [
            f"{outcome.job.words} broke off: {outcome.failure}"
            for outcome in self.outcomes
            if outcome.failure
        ]
        slower = [each.told(self.bar) for each in self.comparisons if each.is_slower(self.bar)]
        return broken + disagreements(self.outcomes) + slower

    def as_json(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "format": FORMAT,
            "surroundings": self.surroundings,
            "asked": asdict(self.asked),
            "notes": list(self.notes),
            "problems": self.problems,
            "runs": runs_of(self.outcomes),
            "tables": [asdict(sheet) for sheet in self.sheets],
        }

    def as_markdown(self, folder: Path) -> str:
        """The tables and plots, and where they were taken. folder: of the Markdown file."""
        asked = self.asked
        facts = ", ".join(f"{name} {value}" for name, value in self.surroundings.items())
        calls = f"up to {asked.calls} calls each"
        terms = f"{asked.seeds} seeds, {calls}, solvers stop at {asked.limit:g} s"
        parts = [
            f"Taken on: {facts}.\n",
            f"Asked for: {terms}.\n",
            *(f"- {note}\n" for note in (*self.notes, *self.problems)),
            *map(_markdown, self.sheets),
            *(f"![{plot.stem}]({relpath(plot, folder)})\n" for plot in self.plots),
        ]
        return "\n".join(parts)


def runs_of(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Every job with its figures, ready for JSON."""
    return [_run(outcome) for outcome in outcomes]


def markers(section: str) -> tuple[str, str]:
    """The lines around a section of a Markdown file."""
    return f"<!-- {section} -->\n", f"<!-- end of {section} -->\n"


def check_files(
    json_file: Path | None, readme: Path | None, section: str, plots: Path | None = None
) -> None:
    """Raises ReportError for files that could not be written after a long run."""
    start, _ = markers(section)
    if json_file and not json_file.parent.is_dir():
        raise ReportError(f"{json_file} cannot be written: there is no folder {json_file.parent}.")
    if readme and (not readme.is_file() or start not in readme.read_text(encoding="utf-8")):
        raise ReportError(
            f"{readme} has no line {start.strip()!r}.\nMaybe you meant benchmarks/README.md."
        )
    if plots and not plots.is_dir():
        raise ReportError(f"Nothing can be plotted: there is no folder {plots}.")
    if plots and not can_plot():
        raise ReportError(
            "Nothing can be plotted: matplotlib is not installed.\n"
            "Maybe: pip install 'allotment[bench]'."
        )


def put_into(readme: Path, report: Report, section: str) -> None:
    """Replaces what stands between the markers of a section of the file."""
    start, end = markers(section)
    before, _, rest = readme.read_text(encoding="utf-8").partition(start)
    after = rest.partition(end)[2]
    text = before + start + "\n" + report.as_markdown(readme.parent) + "\n" + end + after
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
        "pace": outcome.pace,
    }


def _markdown(sheet: Sheet) -> str:
    rule = ["---"] * sheet.name_count + ["---:"] * (len(sheet.columns) - sheet.name_count)
    lines = [" | ".join(cells) for cells in (sheet.columns, rule, *sheet.rows)]
    return "\n".join([f"### {sheet.title}", "", *(f"| {line} |" for line in lines), ""])
