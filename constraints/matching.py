"""Which queues take a case by themselves: the CRM queue it names (Q1)."""

from solver.facts import Snapshot


def own_queues(snapshot: Snapshot) -> list[tuple[int, ...]]:
    """Positions of the queues that take each case, in the policy's order."""
    crm = {q.queue_id: (place,) for place, q in enumerate(snapshot.policy.queues) if not q.filter}
    return [crm.get(case.queue_id, ()) for case in snapshot.cases]
