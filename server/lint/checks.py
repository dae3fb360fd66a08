"""All checks, in the order in which a policy is set up (K2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.policy_pb2 import Policy
from objectives.learning.skills_model import SkillsModel
from server.lint.agents import idle_agent, unknown_agent
from server.lint.auto_assign import catch_all, queue_off
from server.lint.buckets import empty_bucket, no_bucket, no_queue, repeated_agent
from server.lint.drain_groups import unlisted_queue
from server.lint.filters import mixed_and_or
from server.lint.finding import Finding, counted, info
from server.lint.limits import loose_daily_limit, small_hard_capacity, zero_limit
from server.lint.matching import unmatched_case, unmatched_queue
from server.lint.min_fit import min_fit
from server.lint.ontology import ontology, unknown_skill
from server.lint.presence import no_presence
from server.lint.refused import refused
from server.lint.scope import wide_scope
from server.lint.shifts import (
    empty_calendar,
    empty_shift,
    no_availability_source,
    unused_calendar,
)
from server.lint.snapshot import snapshot
from server.lint.subject import Subject, subject_of
from server.lint.teams import empty_team, unused_team
from server.lint.urgency import deadline_in_hold, unreachable_band
from server.lint.windows import overlapping_hours, overlapping_windows

Look: TypeAlias = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One check; its name stands beside every finding."""

    name: str
    look: Look


CHECKS = (
    Check("refused", refused),
    Check("snapshot", snapshot),
    # Ontology
    Check("no-ontology", ontology),
    Check("unknown-skill", unknown_skill),
    # Teams
    Check("empty-team", empty_team),
    Check("unused-team", unused_team),
    Check("unknown-agent", unknown_agent),
    # Shifts
    Check("no-availability-source", no_availability_source),
    Check("empty-shift", empty_shift),
    Check("overlapping-hours", overlapping_hours),
    Check("empty-calendar", empty_calendar),
    Check("unused-calendar", unused_calendar),
    # Queues with buckets
    Check("no-queue", no_queue),
    Check("no-bucket", no_bucket),
    Check("empty-bucket", empty_bucket),
    Check("repeated-agent", repeated_agent),
    Check("idle-agent", idle_agent),
    Check("unmatched-queue", unmatched_queue),
    Check("unmatched-case", unmatched_case),
    # Queue rules
    Check("mixed-and-or", mixed_and_or),
    Check("min-fit", min_fit),
    Check("overlapping-windows", overlapping_windows),
    Check("no-presence", no_presence),
    # Drain groups
    Check("unlisted-queue", unlisted_queue),
    # Limits
    Check("zero-limit", zero_limit),
    Check("loose-daily-limit", loose_daily_limit),
    Check("small-hard-capacity", small_hard_capacity),
    # Auto-assign and alerts
    Check("queue-off", queue_off),
    Check("catch-all", catch_all),
    Check("wide-scope", wide_scope),
    Check("unreachable-band", unreachable_band),
    Check("deadline-in-hold", deadline_in_hold),
)

MOST_FINDINGS = 100
"""Of one check; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding and the check that made it."""

    check: str
    finding: Finding


def lint(
    policy: Policy,
    snapshot: AssignRequest | None,
    now: datetime,
    skills: SkillsModel | None = None,
) -> tuple[Reported, ...]:
    """All findings in set-up order; what is refused comes first.

    snapshot: facts that the checks may look at; its own policy does not count.
    now: the moment of a snapshot that names none. skills: what is known of them; None = no
    ontology.
    """
    subject = subject_of(policy, snapshot, now, skills)
    return tuple(
        Reported(check.name, finding) for check in CHECKS for finding in _bounded(check, subject)
    )


def _bounded(check: Check, subject: Subject) -> Iterator[Finding]:
    """The first findings of a check, and how many there are more."""
    findings = check.look(subject)
    yield from islice(findings, MOST_FINDINGS)
    rest = sum(1 for _ in findings)
    if rest:
        yield info("", f"{counted(rest, 'finding')} more like these.", "Maybe mend these first.")
