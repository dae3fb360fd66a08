"""The log: one JSON object per line on standard error, never with texts of cases (R9)."""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

Fact = str | int | float | bool

call_request_id: ContextVar[str] = ContextVar("call_request_id", default="")
"""Id of the call that is being answered; every line logged on its behalf carries it."""

call_facts: ContextVar[dict[str, Fact]] = ContextVar("call_facts")
"""Counts of the call that is being answered, for its line in the log."""


def note(**facts: Fact) -> None:
    """Adds facts to the line that the current call will get; nothing outside of a call."""
    noted = call_facts.get(None)
    if noted is not None:
        noted.update(facts)


def trace_of(error: Exception) -> str:
    """Where an error came from, for the log: without its message, which may quote a case (R9)."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}"


class JsonLines(logging.Formatter):
    """A record as one line of JSON; `extra={"facts": ...}` goes in as it is."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if call_request_id.get():
            line["request_id"] = call_request_id.get()
        facts: dict[str, object] = getattr(record, "facts", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line | facts, ensure_ascii=False)


def log_to_stderr() -> None:
    """Sends the log of the whole process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
