"""Customer history of accounts and agents, as a model (S8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from objectives.learning.customer_history import Meetings, ResolvedCases, medians, meetings
from server.learning.errors import HistoryError
from server.learning.model_file import read_checked, write_model

KIND = "customer-history"
VERSION = 1

Seconds = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]


class _Strict(BaseModel):
    """A frozen part of the model that knows all its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AgentHistory(_Strict):
    """An agent of an account. handled, resolved: cases; mean_seconds: of the resolved ones."""

    agent_id: str = Field(min_length=1)
    handled: Count
    resolved: Count
    mean_seconds: Seconds | None

    @property
    def final_resolver_share(self) -> float:
        """Of the cases that he handled, the share that he resolved in the end."""
        return self.resolved / self.handled if self.handled else 0.0


class AccountHistory(_Strict):
    """An account with all agents who held a case of it."""

    account_id: str = Field(min_length=1)
    cases: Count
    median_seconds: Seconds
    agents: tuple[AgentHistory, ...]


class HistoryModel(_Strict):
    """What was learned, until when."""

    learned_until: datetime
    accounts: tuple[AccountHistory, ...]

    def of(self, account_id: str) -> AccountHistory | None:
        """The history of an account, None where nothing was learned."""
        return self._by_id.get(account_id)

    @cached_property
    def _by_id(self) -> dict[str, AccountHistory]:
        return {account.account_id: account for account in self.accounts}


@dataclass(frozen=True, slots=True)
class ResolvedCase:
    """A case that was resolved: for whom, by whom, and who held it before."""

    account_id: str
    resolver_id: str
    seconds: float
    holder_ids: frozenset[str]


def learn_history(cases: Iterable[ResolvedCase], until: datetime) -> HistoryModel:
    """What the cases tell of accounts and agents; until: when they were looked at.

    Raises HistoryError where no case is resolved yet.
    """
    resolved = list(cases)
    if not resolved:
        raise HistoryError(
            "No case of a known customer was resolved so far.\nMaybe give a later --at."
        )
    accounts = sorted({case.account_id for case in resolved})
    agents = sorted({name for case in resolved for name in case.holder_ids | {case.resolver_id}})
    columns = _columns(resolved, accounts, agents)
    found, middle = meetings(columns, len(agents)), medians(columns)
    rows = _agents_by_account(found, agents)
    counts = np.bincount(columns.account, minlength=len(accounts)).tolist()
    return HistoryModel(
        learned_until=until.astimezone(UTC),
        accounts=tuple(
            AccountHistory(
                account_id=accounts[place],
                cases=counts[place],
                median_seconds=median,
                agents=tuple(rows[place]),
            )
            for place, median in zip(middle.account.tolist(), middle.duration.tolist(), strict=True)
        ),
    )


def save_history(model: HistoryModel, path: Path) -> str:
    """Writes the model; its checksum."""
    return write_model(path, KIND, VERSION, model.model_dump(mode="json"))


def load_history(path: Path) -> HistoryModel:
    """The model of a file. Raises ModelFileError."""
    return read_checked(path, KIND, VERSION, HistoryModel)


def _columns(
    cases: Sequence[ResolvedCase], accounts: Sequence[str], agents: Sequence[str]
) -> ResolvedCases:
    account_places = {name: place for place, name in enumerate(accounts)}
    agent_places = {name: place for place, name in enumerate(agents)}
    held = [
        (number, agent_places[name])
        for number, case in enumerate(cases)
        for name in case.holder_ids | {case.resolver_id}
    ]
    table = np.array(held, dtype=np.int32).reshape(-1, 2)
    return ResolvedCases(
        account=np.array([account_places[case.account_id] for case in cases], dtype=np.int32),
        resolver=np.array([agent_places[case.resolver_id] for case in cases], dtype=np.int32),
        duration=np.array([case.seconds for case in cases], dtype=np.float64),
        case=table[:, 0],
        agent=table[:, 1],
    )


def _agents_by_account(found: Meetings, agents: Sequence[str]) -> dict[int, list[AgentHistory]]:
    rows: dict[int, list[AgentHistory]] = {}
    columns = (found.account, found.agent, found.handled, found.resolved, found.mean)
    for account, agent, handled, resolved, mean in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        history = AgentHistory(
            agent_id=agents[agent],
            handled=handled,
            resolved=resolved,
            mean_seconds=None if mean != mean else mean,
        )
        rows.setdefault(account, []).append(history)
    return rows
