"""Sentences about what looks wrong in a log or in its mapping, without stopping an import."""

from collections.abc import Iterable, Iterator

from server.importing.incidents import Incident
from server.importing.mapping import Mapping
from server.importing.summary import Counts


def doubts(mapping: Mapping, incidents: Iterable[Incident], counts: Counts) -> Iterator[str]:
    """What an operator should look at."""
    incidents = tuple(incidents)
    known: dict[str, tuple[Iterable[str], str]] = {
        "priority": (mapping.priorities, "priorities"),
        "urgency": (mapping.urgency_points.urgency, "urgency_points.urgency"),
        "impact": (mapping.urgency_points.impact, "urgency_points.impact"),
    }
    for fact, (values, place) in known.items():
        met = {str(getattr(incident, fact) or "") for incident in incidents}.difference(
            values, [""]
        )
        if met:
            yield (
                f"The {fact} {', '.join(repr(value) for value in sorted(met))} is not in the "
                f"mapping and counts as unknown. Maybe add it to `{place}`."
            )
    if counts.cases_without_group:
        yield (
            f"{counts.cases_without_group} cases were never in a group: no queue will match them."
        )
    if counts.cases_without_agents:
        yield (
            f"{counts.cases_without_agents} cases are in groups in which nobody was an assignee "
            "yet: no queue will match them."
        )
    if counts.impossible_local_times:
        yield (
            f"{counts.impossible_local_times} events are at local times that the zone skips. "
            "Maybe --zone is another one."
        )
