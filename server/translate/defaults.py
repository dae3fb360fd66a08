"""Defaults used in place of missing facts: never silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allotment.v1.plan_pb2 import Notice
from objectives.urgency.standing import known
from solver.facts import Snapshot
from solver.once import once

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


@once
def missing_facts(snapshot: Snapshot) -> Mapping[str, Sequence[bool]]:
    """By field of cases: true where a default stood in for the fact; shape: cases.

    What makes the urgency score counts where the score is computed alone (U2).
    """
    urgency, cases = snapshot.policy.urgency, snapshot.cases
    computed = [case.urgency is None for case in cases]
    tiers = {tier.name for tier in urgency.tiers}
    categories = {category.name for category in urgency.categories}
    unknown = {
        "tier": [tier not in tiers for tier in known(snapshot, "tier")],
        "category": [case.category not in categories for case in cases],
        "lifetime_value": [value is None for value in known(snapshot, "lifetime_value")],
        "last_contact": [contact is None for contact in known(snapshot, "last_contact")],
    }
    return {
        "priority": [not case.priority for case in cases],
        **{
            name: [a and b for a, b in zip(computed, rows, strict=True)]
            for name, rows in unknown.items()
        },
    }


def defaults_used(snapshot: Snapshot) -> tuple[DefaultUsed, ...]:
    """The defaults that the rows of a snapshot make necessary."""
    policy, missing = snapshot.policy, missing_facts(snapshot)
    lowest = policy.priority_levels[-1].name
    points = f"{policy.urgency.other_value_points:g} points"
    words = {
        "priority": f"cases have no priority and count as {lowest}, the lowest level.",
        "tier": "cases have no service tier of the policy and win no points by it.",
        "category": "cases have no category of the policy and win no points by it.",
        "lifetime_value": f"cases have no lifetime value and win {points} like a low one.",
        "last_contact": "cases have no last contact and win no points by it.",
    }
    found = [
        _default(
            f"cases.{name}",
            [
                case.case_id
                for case, is_missing in zip(snapshot.cases, rows, strict=True)
                if is_missing
            ],
            words[name],
        )
        for name, rows in missing.items()
    ]
    found.append(
        _default(
            "agents.active_cases.priority",
            [
                agent.agent_id
                for agent in snapshot.agents
                if any(not held.priority for held in agent.active_cases)
            ],
            f"agents hold cases without a priority, which count as {lowest}, the lowest level.",
        )
    )
    return tuple(default for default in found if default.row_count)


def _default(subject: str, ids: Sequence[str], words: str) -> DefaultUsed:
    return DefaultUsed(subject, len(ids), tuple(ids[:MOST_IDS]), f"{len(ids)} {words}")
