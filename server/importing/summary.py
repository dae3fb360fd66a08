"""What an import found, and everything that it had to assume."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of an import."""

    log_rows: int
    events_read: int
    incidents: int
    cases: int
    cases_counted_as_unassigned: int
    cases_without_group: int
    cases_without_agents: int
    cases_with_old_group: int
    cases_without_priority: int
    cases_without_urgency: int
    agents: int
    agents_with_own_hours: int
    queues: int
    accounts: int
    accounts_with_hours: int
    accounts_with_history: int
    active_cases: int
    recent_assignments: int
    recent_withdrawn: int
    impossible_local_times: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The account that an import gives of itself."""

    snapshot_time: str
    time_zone: str
    mapping: str
    counts: Counts
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
