"""What is kept of a run: the shape of its JSON, and the tables in the README."""

import json
from pathlib import Path

import pytest

from benchmarks.jobs import Task
from benchmarks.presets import FULL, SHORT, Preset
from benchmarks.report import Report, check_files, markers, put_into
from benchmarks.report_file import ReportError
from benchmarks.run import Outcome
from tests.architecture.house import ROOT
from tests.benchmarks.outcomes import ASKED, TINY, answered, finished, peer, solved

SECTION = "last run"
START, END = markers(SECTION)
OUTCOMES = (
    solved(0.5),
    answered(Task.CALL),
    peer("allotment", 0.1, 800),
    finished(Task.PEER, None, peer="cbc"),
)
REPORT = Report(ASKED, OUTCOMES, {"cores": "2"}, ("A note.",))
RUN = ["task", "workload", "tightness", "seed", "peer", "figures", "overran", "failure", "pace"]
PARTS = ["format", "surroundings", "asked", "notes", "problems", "runs", "tables"]
WORKLOAD = [
    "name", "kind", "cases", "agents", "calls", "usual", "only_fit", "best", "limit", "path"
]  # fmt: skip


def test_the_json_keeps_its_shape() -> None:
    report = json.loads(json.dumps(REPORT.as_json()))

    assert report["format"] == 2
    assert list(report) == PARTS
    assert list(report["asked"]["workloads"][0]) == WORKLOAD
    assert [list(run) for run in report["runs"]] == [RUN] * 4
    assert [list(run["figures"] or ()) for run in report["runs"]] == [
        [
            "build", "solve", "processor", "memory", "pairs", "served", "proved", "gap", "unproved",
        ],
        ["p50", "p99", "processor", "calls", "stages", "memory", "proved"],
        ["seconds", "processor", "memory", "served", "fit", "gap"],
        [],
    ]  # fmt: skip
    assert list(report["tables"][0]) == ["title", "columns", "name_count", "rows"]


def test_a_job_that_broke_off_is_a_problem() -> None:
    broken = Outcome(finished(Task.SOLVE, None).job, None, "out of luck")

    report = Report(ASKED, (broken,), {}, ())

    assert report.problems == ["tiny 0.7 seed 1: solve broke off: out of luck"]
    assert "failed" in report.as_markdown(Path())


def test_the_readme_keeps_what_stands_around_the_tables(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{START}old\n{END}after\n", "utf-8")

    put_into(readme, REPORT, SECTION)
    once = readme.read_text("utf-8")
    put_into(readme, REPORT, SECTION)

    assert readme.read_text("utf-8") == once
    assert once.startswith("before\n")
    assert once.endswith("after\n")
    assert "old" not in once
    assert f"| {TINY.name} | 0.7 |" in once


def test_each_section_of_a_readme_is_replaced_by_itself(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    other = "".join(("<!-- other -->\n", "old\n", "<!-- end of other -->\n"))
    readme.write_text(f"{START}kept\n{END}{other}", "utf-8")

    put_into(readme, REPORT, "other")

    text = readme.read_text("utf-8")
    assert text.startswith(f"{START}kept\n{END}")
    assert "old" not in text


@pytest.mark.parametrize("preset", [SHORT, FULL], ids=lambda preset: preset.section)
def test_both_forms_have_their_place_in_the_readme(preset: Preset) -> None:
    text = (ROOT / "benchmarks" / "README.md").read_text("utf-8")

    start, end = markers(preset.section)
    assert 0 < text.index(start) < text.index(end)


def test_files_that_cannot_be_written_are_told_before_the_run(tmp_path: Path) -> None:
    without_markers = tmp_path / "README.md"
    without_markers.write_text("text\n", "utf-8")

    with pytest.raises(ReportError, match="no folder"):
        check_files(tmp_path / "missing" / "out.json", None, SECTION)
    with pytest.raises(ReportError, match="no line"):
        check_files(None, without_markers, SECTION)
