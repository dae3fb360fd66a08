"""What was learned, written into a snapshot: facts that are there already win."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from allotment.v1 import schedule_pb2
from allotment.v1.agent_pb2 import Agent
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.case_pb2 import Account, CustomerHistory
from server.learning.activity import Kind
from server.learning.history import AccountHistory, HistoryModel
from server.learning.hours import HoursModel, Window


@dataclass(frozen=True, slots=True)
class HoursAdded:
    """How many agents and accounts got hours; kept: those who had hours or another zone."""

    agents: int
    accounts: int
    kept: int


def add_hours(request: AssignRequest, model: HoursModel) -> HoursAdded:
    """Predicted hours of agents and activity windows of accounts that have none (S5, S6)."""
    agents = [_add_to_agent(agent, model) for agent in request.agents]
    accounts = [_add_to_account(account, model) for account in request.accounts]
    known = [done for done in agents + accounts if done is not None]
    return HoursAdded(agents.count(True), accounts.count(True), known.count(False))


def _add_to_agent(agent: Agent, model: HoursModel) -> bool | None:
    """False where the agent has hours or another zone already, None where none are known."""
    learned = model.hours_of(Kind.AGENT, agent.agent_id)
    if learned is None or not learned.windows:
        return None
    if agent.predicted_windows or agent.time_zone not in ("", learned.zone):
        return False
    agent.time_zone = learned.zone
    agent.predicted_windows.extend(windows_to_proto(learned.windows))
    return True


def _add_to_account(account: Account, model: HoursModel) -> bool | None:
    """As for agents."""
    learned = model.hours_of(Kind.ACCOUNT, account.account_id)
    if learned is None or not learned.windows:
        return None
    if account.activity_windows or account.time_zone not in ("", learned.zone):
        return False
    account.time_zone = learned.zone
    account.activity_windows.extend(windows_to_proto(learned.windows))
    return True


@dataclass(frozen=True, slots=True)
class HistoryAdded:
    """How many accounts got histories, with how many agents; kept: accounts that had some."""

    accounts: int
    meetings: int
    kept: int


def add_history(request: AssignRequest, model: HistoryModel) -> HistoryAdded:
    """Histories of accounts that have none, with the agents of the snapshot (S8)."""
    agents = frozenset(agent.agent_id for agent in request.agents)
    accounts = meetings = kept = 0
    for account in request.accounts:
        learned = model.of(account.account_id)
        if learned is None:
            continue
        if account.histories or account.HasField("median_resolution_duration"):
            kept += 1
            continue
        account.histories.extend(_histories(learned, agents))
        accounts, meetings = accounts + 1, meetings + len(account.histories)
        if learned.median_seconds > 0:
            account.median_resolution_duration.FromTimedelta(_seconds(learned.median_seconds))
    return HistoryAdded(accounts, meetings, kept)


def _histories(learned: AccountHistory, agents: frozenset[str]) -> Iterator[CustomerHistory]:
    """What the account knows of the agents of the snapshot."""
    for agent in learned.agents:
        if agent.agent_id in agents:
            row = CustomerHistory(
                agent_id=agent.agent_id,
                case_count=agent.handled,
                final_resolver_share=agent.final_resolver_share,
            )
            if agent.mean_seconds is not None:
                row.mean_resolution_duration.FromTimedelta(_seconds(agent.mean_seconds))
            yield row


def _seconds(count: float) -> timedelta:
    return timedelta(seconds=round(count))


def windows_to_proto(windows: Sequence[Window]) -> list[schedule_pb2.WeeklyWindow]:
    """The windows as the contract writes them."""
    return [
        schedule_pb2.WeeklyWindow(
            days=[schedule_pb2.Day.ValueType(day) for day in window.days],
            start=window.start,
            end=window.end,
        )
        for window in windows
    ]
