"""`allotment report`: what falls past the rules, ranked, so that rules can be made of it."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from server.cli.failure import told_plainly
from server.cli.report_tables import as_fields, show_report
from server.errors import FileError, ReportError
from server.reports.by_hand import changed
from server.reports.catch_all import caught
from server.reports.found import Found
from server.reports.manual_review import reviewed
from server.reports.ranking import Report, ranked
from server.reports.record import Record, check_record, in_order
from server.translate.files import read_policy, read_request, read_response
from server.translate.snapshot import BUILT_IN

app = typer.Typer(
    name="report",
    help="Rank what falls past the rules of recorded requests and answers.",
    no_args_is_help=True,
)

STDOUT = Path("-")

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="REQUEST RESPONSE [REQUEST RESPONSE ...]",
        help="Recorded requests, each with the answer to it: .json, .yaml or .binpb.",
        show_default=False,
    ),
]
PolicyFile = Annotated[
    Path | None, typer.Option("--policy", help="The server's policy, of requests without one.")
]
JsonFile = Annotated[
    Path | None, typer.Option("--json", help="Write the report here; `-` prints it instead.")
]
Rows = Annotated[int, typer.Option("--rows", min=1, help="Most rows of each ranking.")]


@app.command("catch-all")
def catch_all(
    files: Files, policy: PolicyFile = None, as_json: JsonFile = None, rows: Rows = 10
) -> None:
    """Rank what falls into the catch-all, and what kept it from its own queues."""
    _report("catch-all", caught, _Asked(files, policy, rows), as_json)


@app.command("override")
def override(
    files: Files, policy: PolicyFile = None, as_json: JsonFile = None, rows: Rows = 10
) -> None:
    """Rank the cases that go to manual review in place of an agent."""
    _report("override", reviewed, _Asked(files, policy, rows), as_json)


@app.command("manual")
def manual(
    files: Files, policy: PolicyFile = None, as_json: JsonFile = None, rows: Rows = 10
) -> None:
    """Rank the assignments that people changed by hand before a later request."""
    _report("manual", changed, _Asked(files, policy, rows), as_json)


class _Asked:
    """What was asked for on the command line."""

    def __init__(self, files: Sequence[Path], policy: Path | None, rows: int) -> None:
        self.files, self.policy, self.rows = files, policy, rows

    def records(self) -> list[Record]:
        """The records by time; raises FileError, ReportError, RequestError."""
        if len(self.files) % 2:
            raise ReportError(
                f"{self.files[-1]} stands alone: there are {len(self.files)} files.\n"
                "Maybe its answer is missing: name each request with the answer to it."
            )
        policy = read_policy(self.policy) if self.policy else BUILT_IN
        pairs = list(zip(self.files[::2], self.files[1::2], strict=True))
        records = []
        for request, response in track(
            pairs, "Reading ...", console=Console(stderr=True), transient=True
        ):
            name = f"{request}, {response}"
            records.append(Record(name, read_request(request), read_response(response), policy))
            check_record(records[-1])
        return in_order(records)


def _report(
    name: str,
    count: Callable[[list[Record]], Iterable[Found]],
    asked: _Asked,
    as_json: Path | None,
) -> None:
    """Reads, counts, ranks and tells."""
    with told_plainly():
        records = asked.records()
        report = ranked(name, records, list(count(records)), asked.rows)
        _tell(report, as_json)


def _tell(report: Report, as_json: Path | None) -> None:
    """Prints the report; or writes it, raising FileError."""
    if as_json is None:
        show_report(Console(), report)
        return
    text = json.dumps(as_fields(report), indent=2, ensure_ascii=False)
    if as_json == STDOUT:
        typer.echo(text)
        return
    try:
        as_json.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise FileError(f"{as_json} cannot be written: {error.strerror}.") from error
