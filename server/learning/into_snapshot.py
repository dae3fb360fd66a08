"""What was learned, written into a snapshot: facts that are there already win."""

from collections.abc import Sequence
from dataclasses import dataclass

from allotment.v1 import schedule_pb2
from allotment.v1.agent_pb2 import Agent
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.case_pb2 import Account
from server.learning.activity import Kind
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
