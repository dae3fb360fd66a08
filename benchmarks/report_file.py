"""Reports as files: the JSON that `allotment bench --json` writes, to read it again."""

import json
from pathlib import Path
from typing import Any

from solver.errors import AllotmentError

FORMAT = 2


class ReportError(AllotmentError):
    """The report has nowhere to go, or is none."""


def read_runs(path: Path) -> list[dict[str, Any]]:
    """The runs of a report that `--json` wrote. Raises ReportError."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        if report["format"] != FORMAT:
            raise ReportError(
                f"{path} is of format {report['format']}, but this version writes {FORMAT}.\n"
                "Maybe measure it anew."
            )
        runs: list[dict[str, Any]] = report["runs"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReportError(
            f"{path} is no report of a run.\nMaybe write one: allotment bench --json FILE."
        ) from error
    return runs
