"""Teams without members, and teams that nothing names (Q11)."""

from collections.abc import Iterator

from server.lint.finding import Finding, info, warning
from server.lint.subject import Subject


def empty_team(subject: Subject) -> Iterator[Finding]:
    """Teams without members."""
    for index, team in enumerate(subject.policy.teams):
        if not team.agent_ids:
            text = f"Team {team.team_id!r} has no members."
            advice = "Maybe list its agents, or leave it out."
            yield warning(f"teams[{index}].agent_ids", text, advice)


def unused_team(subject: Subject) -> Iterator[Finding]:
    """Teams in no bucket, shift or filter, and without limits or absences of their own."""
    policy = subject.policy
    buckets = (bucket for queue in policy.queues for bucket in queue.buckets)
    named = {team_id for bucket in buckets for team_id in bucket.team_ids}
    named |= {team_id for shift in policy.shifts for team_id in shift.team_ids}
    filters = "\n".join(queue.filter for queue in policy.queues)
    for index, team in enumerate(policy.teams):
        matters = team.HasField("limits") or team.absences or team.team_id in filters
        if team.team_id not in named and not matters:
            text = f"Nothing names team {team.team_id!r}: no bucket, no shift, no filter."
            yield info(f"teams[{index}].team_id", text, "Maybe put it into a bucket.")
