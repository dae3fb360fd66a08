"""What the reading of one request goes by: its moment, its names and its violations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from server.translate.checks import check_known
from server.violations import Violations


@dataclass(frozen=True, slots=True)
class Reading:
    """One request being read.

    now: the moment decided for.
    case_ids, agent_ids, account_ids: ids of the request's rows.
    priorities: names of the effective policy's priority levels.
    """

    violations: Violations
    now: datetime
    case_ids: frozenset[str]
    agent_ids: frozenset[str]
    account_ids: frozenset[str]
    priorities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Names:
    """What the shifts and queues of a policy may name.

    agent_ids: agents of the snapshot; others are passed over.
    members: agents of the snapshot in each team.
    calendars: local dates of each holiday calendar.
    queue_ids: queues of the policy.
    """

    violations: Violations
    agent_ids: frozenset[str]
    members: Mapping[str, frozenset[str]]
    calendars: Mapping[str, frozenset[date]]
    queue_ids: frozenset[str]

    def resolve(self, at: str, agent_ids: Iterable[str], team_ids: Iterable[str]) -> frozenset[str]:
        """The named agents and the members of the named teams; a violation per unknown team."""
        found = self.agent_ids.intersection(agent_ids)
        for index, team_id in enumerate(team_ids):
            path = f"{at}.team_ids[{index}]"
            if check_known(self.violations, path, team_id, self.members, "`policy.teams`"):
                found |= self.members[team_id]
        return found
