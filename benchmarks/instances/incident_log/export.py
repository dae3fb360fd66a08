"""The generated log as a CSV file with the columns of ServiceNow-style exports."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from datetime import timedelta

from benchmarks.instances.incident_log.resolvers import DAY
from benchmarks.instances.incident_log.story import START, Change, Story

COLUMNS = (
    "number",
    "incident_state",
    "active",
    "reassignment_count",
    "sys_mod_count",
    "made_sla",
    "caller_id",
    "opened_at",
    "sys_updated_at",
    "contact_type",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "resolved_by",
    "closed_at",
    "resolved_at",
)
MISSING = "?"
LEVEL_NAMES = {1: "1 - High", 2: "2 - Medium", 3: "3 - Low"}
PRIORITY_NAMES = {1: "1 - Critical", 2: "2 - High", 3: "3 - Moderate", 4: "4 - Low"}


def write_log(stories: Iterable[Story], *, zipped: bool) -> bytes:
    """The whole file: a row per change. As in real exports, every row repeats the end."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for story in stories:
        writer.writerows(_rows(story))
    content = text.getvalue().encode()
    return gzip.compress(content, mtime=0) if zipped else content


def _rows(story: Story) -> Iterator[tuple[str, ...]]:
    end = _end(story)
    groups: list[int] = []
    for number, change in enumerate(story.changes):
        if change.group is not None and change.group not in groups[-1:]:
            groups.append(change.group)
        yield (
            story.number,
            change.state,
            str(change.state != "Closed"),
            str(max(0, len(groups) - 1)),
            str(number),
            end["made_sla"],
            f"Caller {story.caller}",
            _time(story.opened),
            _time(change.minute),
            "Phone",
            LEVEL_NAMES[story.impact],
            LEVEL_NAMES[story.urgency],
            PRIORITY_NAMES[story.priority],
            MISSING if change.group is None else f"Group {change.group + 1}",
            change.assignee or MISSING,
            end["resolved_by"],
            end["closed_at"],
            end["resolved_at"],
        )


def _end(story: Story) -> dict[str, str]:
    """What only the end of the story tells."""
    resolved = _last(story, "Resolved")
    closed = _last(story, "Closed")
    in_time = resolved is not None and resolved.minute - story.opened <= 2 * DAY
    return {
        "made_sla": str(in_time),
        "resolved_by": f"Resolved by {resolved.assignee}" if resolved else MISSING,
        "resolved_at": _time(resolved.minute) if resolved else MISSING,
        "closed_at": _time(closed.minute) if closed else MISSING,
    }


def _last(story: Story, state: str) -> Change | None:
    return next((change for change in reversed(story.changes) if change.state == state), None)


def _time(minute: int) -> str:
    time = START + timedelta(minutes=minute)
    return f"{time.day}/{time.month}/{time.year} {time:%H:%M}"
