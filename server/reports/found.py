"""What a report counts: a case, why it is counted, and between whom it went."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from allotment.v1.case_pb2 import Case, Requirement
from server.reports.record import Record


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A case of a record. why: in one word of the contract. refusals: agents by first reason."""

    record: Record
    case: Case
    why: str
    refusals: Counter[str] = field(default_factory=Counter)
    old_owner: str = ""
    new_owner: str = ""


def _queues(found: Found) -> tuple[str, ...]:
    """Its own queues, or else the CRM queue that no queue of the policy stands for."""
    return found.record.own_queues[found.case.case_id] or (found.case.queue_id,)


def _skills(found: Found) -> tuple[str, ...]:
    """The skills that it requires."""
    rows = found.case.requirements
    names = {row.name for row in rows if row.kind == Requirement.KIND_SKILL}
    return tuple(sorted(names)) or ("",)


FACETS: Mapping[str, Callable[[Found], tuple[str, ...]]] = MappingProxyType(
    {
        "queue": _queues,
        "category": lambda found: (found.case.category,),
        "account": lambda found: (found.case.account_id,),
        "skill": _skills,
        "old_owner": lambda found: (found.old_owner,),
        "new_owner": lambda found: (found.new_owner,),
    }
)
"""By what reports rank: the values of a case, the empty text for none (Q10)."""
