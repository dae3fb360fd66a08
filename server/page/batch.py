"""From an answer to its page."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from allotment.v1.assignment_service_pb2 import AssignResponse
from server.errors import FileError
from server.page.card import Cards
from server.page.content_policy import content_policy
from server.page.environment import asset, environment
from server.page.finder import finder_columns
from server.page.limits import fullness
from server.page.overview import overview
from server.page.packing import packs
from solver.facts import Snapshot

SUFFIXES = (".html", ".htm")


def batch_page(response: AssignResponse, snapshot: Snapshot | None = None) -> str:
    """The page, the same for the same answer.

    snapshot: of the request, which adds subjects and limits. Raises ExplainError where the
    answer does not belong to it, or contradicts itself.
    """
    made = environment()
    style, script = asset("style.css"), asset("script.js")
    cards = Cards(
        levels=response.batch.levels,
        told={one.case_id: one for one in response.explanations},
        facts={case.case_id: case for case in snapshot.cases} if snapshot else {},
    )
    return made.get_template("page.html").render(
        content_policy=content_policy(style, script),
        style=style,
        script=script,
        response=response,
        batch=response.batch,
        view=overview(response, fullness(snapshot, response.batch) if snapshot else {}),
        with_request=snapshot is not None,
        columns=finder_columns(response.batch.assignments, cards.facts),
        packs=packs(_cards(made, response, cards)),
    )


def _cards(made: Environment, response: AssignResponse, cards: Cards) -> Iterator[str]:
    """All cases in the order of the batch."""
    template = made.get_template("case.html")
    for row in response.batch.assignments:
        yield template.render(card=cards.of(row))


def check_page(path: Path) -> None:
    """Raises FileError where no page can be written: before the work, not after it."""
    if path.suffix.lower() not in SUFFIXES:
        raise FileError(f"{path} does not end in .html. Maybe {path.with_suffix('.html').name}.")
    if not path.parent.is_dir():
        raise FileError(f"{path} cannot be written: there is no folder {path.parent}.")


def write_page(path: Path, page: str) -> None:
    """Raises FileError where it cannot be written."""
    try:
        path.write_text(page, "utf-8", newline="\n")
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}.") from error
