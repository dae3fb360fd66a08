"""The templates of the page, and what they may call."""

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.page import figures, names
from solver.explanation.sentences import REFUSED, WHY_WAITING, untried, untried_units

FOLDER = Path(__file__).parent / "templates"


def environment() -> Environment:
    """Everything that goes into a text is escaped; a name that is not there is an error."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= FILTERS
    made.globals["REFUSED"] = {reason.name: text for reason, text in REFUSED.items()}
    made.globals["WHY_WAITING"] = {"UNSPECIFIED": "No reason told"} | {
        reason.name: text for reason, text in WHY_WAITING.items()
    }
    return made


def asset(name: str) -> str:
    """The style or the script, as it is."""
    return (FOLDER / name).read_text("utf-8")


def _words(name: str) -> str:
    """A name of the code as people read it: `time_overlap` is `time overlap`."""
    return name.replace("_", " ")


def _link(case_id: str) -> str:
    """Where a case stands on the page."""
    return f"#case={quote(case_id, safe='')}"


def _agent_link(agent_id: str) -> str:
    """Where all cases of an agent stand on the page."""
    return f"#agent={quote(agent_id, safe='')}"


FILTERS: Mapping[str, Callable[..., str]] = {
    "count": figures.count,
    "score": figures.score,
    "fit": figures.fit,
    "share": figures.share,
    "hundredths": figures.hundredths,
    "time": figures.time,
    "written": figures.written,
    "duration": figures.duration,
    "left": figures.left,
    "words": _words,
    "link": _link,
    "agent_link": _agent_link,
    "untried": untried,
    "untried_units": untried_units,
    "outcome": names.outcome_name,
    "via": names.via_name,
    "case_reason": names.case_reason_name,
    "kind": names.kind_name,
    "reason": names.reason_name,
    "flag": names.flag_name,
    "source": names.source_name,
    "notice": names.notice_name,
}
"""Figures, names and links, as the templates call them."""
