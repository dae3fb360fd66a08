"""Defaults used in place of missing facts: never silent."""

from collections.abc import Sequence
from dataclasses import dataclass

from allotment.v1.plan_pb2 import Notice
from solver.facts import Agent, Case, PriorityLevel

MOST_IDS = 10


@dataclass(frozen=True, slots=True)
class DefaultUsed:
    """One default: where it stood in, in how many rows, and the first of them by id."""

    subject: str
    row_count: int
    row_ids: tuple[str, ...]
    sentence: str

    @property
    def notice(self) -> Notice:
        """The default as the answer tells it."""
        return Notice(
            kind=Notice.KIND_DEFAULT_USED,
            subject=self.subject,
            row_count=self.row_count,
            row_ids=self.row_ids,
            sentence=self.sentence,
        )


def defaults_used(
    cases: Sequence[Case], agents: Sequence[Agent], levels: Sequence[PriorityLevel]
) -> tuple[DefaultUsed, ...]:
    """The defaults that these rows, sorted by id, make necessary."""
    lowest = levels[-1].name
    found = (
        _default(
            "cases.priority",
            [case.case_id for case in cases if not case.priority],
            f"cases have no priority and count as {lowest}, the lowest level.",
        ),
        _default(
            "cases.urgency",
            [case.case_id for case in cases if case.urgency is None],
            "cases have no urgency and count as 0.",
        ),
        _default(
            "agents.active_cases.priority",
            [
                agent.agent_id
                for agent in agents
                if any(not held.priority for held in agent.active_cases)
            ],
            f"agents hold cases without a priority, which count as {lowest}, the lowest level.",
        ),
    )
    return tuple(default for default in found if default.row_count)


def _default(subject: str, ids: Sequence[str], words: str) -> DefaultUsed:
    return DefaultUsed(subject, len(ids), tuple(ids[:MOST_IDS]), f"{len(ids)} {words}")
