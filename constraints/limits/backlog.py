"""Active backlog limit: how many cases an agent may hold, whoever assigned them (L1)."""

from dataclasses import dataclass

from solver.facts import Snapshot
from solver.limits import backlog_usage
from solver.reasons import Reason
from solver.rules import Limit, Scope, Usage


@dataclass(frozen=True, slots=True)
class BacklogLimit:
    """Counts the cases that an agent holds now."""

    reason: Reason = Reason.BACKLOG_LIMIT
    scope: Scope = Scope.BACKLOG

    def usage(self, snapshot: Snapshot) -> Usage:
        """Used and allowed; shape: agents."""
        return backlog_usage(snapshot)


BACKLOG_LIMIT: Limit = BacklogLimit()
