"""Sentences about what a log does not tell and an import therefore assumes."""

from server.importing.limits import AssumedLimits
from server.importing.people import LATELY, SPECIALIST_INCIDENTS
from server.importing.summary import Counts
from server.importing.workload import FEW
from server.learning.activity import Kind
from server.learning.hours import ACCOUNT_EVENTS, AGENT_EVENTS, Learning

HOURS = Learning().smoothing(Kind.AGENT)


def assumptions(zone: str, limits: AssumedLimits, counts: Counts) -> tuple[str, ...]:
    """Every assumption behind a snapshot, as sentences."""
    return (
        (
            f"Times in the log are local in {zone}; one that happens twice or never means the "
            "later moment."
        ),
        _counted(counts),
        (
            "An event that says no group keeps the last one known; one that says no assignee "
            "means that nobody holds the incident."
        ),
        (
            f"An agent is in bucket 1 of a group in which he held {SPECIALIST_INCIDENTS} incidents "
            f"or more in the last {LATELY.days} days, in bucket 2 if he ever held one there."
        ),
        "There are no drain groups: priority and urgency alone decide who goes first.",
        (
            f"Agents with {AGENT_EVENTS} events or more work when the log saw them active: in the "
            f"hours of the week with {HOURS.threshold:g} x the agent's mean or more, "
            f"smoothed, events of {Learning().half_life.days} days ago counting half; gaps "
            f"up to {HOURS.bridge} hours are closed, spans below "
            f"{HOURS.shortest} hours dropped. Others have the hours of all together."
        ),
        (
            f"Customers who opened {ACCOUNT_EVENTS} incidents or more are active at those hours, "
            "all weekdays alike; of others nothing is known."
        ),
        (
            "An assignment is a change of assignee, of source OTHER unless the mapping tells who "
            "made it; withdrawn where it ended while the incident was open."
        ),
        (
            f"Every agent may hold {limits.backlog} cases and get {limits.hourly} in 8 hours: the "
            "log tells no limits."
        ),
        "Every incident is ordinary work (effort 1), and nobody is absent.",
        (
            "Of customers and agents it is known how fast incidents were resolved and by whom in "
            "the end; the log tells no sentiment."
        ),
        (
            "Fit is 40 % time overlap, 40 % bandwidth and 20 % customer history: the log tells no "
            "skills."
        ),
    )


def _counted(counts: Counts) -> str:
    if counts.cases_counted_as_unassigned:
        return (
            f"Fewer than {FEW} incidents were open and unassigned, so that "
            f"{counts.cases_counted_as_unassigned} open ones of the last 24 hours count as "
            "unassigned too; their assignees are forgotten."
        )
    return f"Cases are the open incidents that nobody holds ({FEW} or more, or all there are)."
