"""Place and eligible count of assigned cases by raw fit, and discounts."""

from collections.abc import Iterator

from allotment.v1.case_pb2 import Case
from tests.referee.case_file import CaseFile


def places(file: CaseFile) -> Iterator[str]:
    """One more than the others whose best fit is strictly better; an owner is one of them.

    Over the limits nobody is eligible: an override is placed among those who have room.
    """
    for row in (*file.assigned, *file.kept, *file.overrides):
        if row.case_id not in file.explanations:
            continue
        told = file.explanations[row.case_id]
        fits = eligible(file, file.case(row))
        if (count := told.eligible_agent_count) != len(fits):
            yield f"{row.case_id}: eligible_agent_count {count}, but {len(fits)}"
        own = file.fit(row).fit
        better = [agent for agent in fits if agent != row.agent_id and fits[agent] > own]
        if told.place != 1 + len(better):
            yield f"{row.case_id}: place {told.place}, but {1 + len(better)}"


def eligible(file: CaseFile, case: Case) -> dict[str, int]:
    """Best fit of every agent who may have the case."""
    fits = {
        agent: max(
            file.fits.of(case, agent, tier.queue.queue_id).fit
            for tier in file.refusals.ways(case, agent)
        )
        for agent in file.free_agents(case.case_id)
    }
    return fits | ({case.owner_agent_id: file.owner_fit(case).fit} if case.owner_agent_id else {})


def discounts(file: CaseFile) -> Iterator[str]:
    """The k-th case of an agent by falling fit carries delta(a, k), one in rotation none (S4)."""
    for agent, served in file.serving.items():
        for k, row in enumerate(served, start=1):
            if row.case_id not in file.explanations:
                continue
            told, true = file.explanations[row.case_id].discount, file.discounts.delta(agent, k)
            if told not in true:
                yield f"{row.case_id}: discount {told}, but {true} as case {k} of {agent}"
    for row in (*file.assigned, *file.kept, *file.overrides):
        if row.queue_id in file.turning or row in file.kept or row in file.overrides:
            told = (
                file.explanations[row.case_id].discount if row.case_id in file.explanations else 0
            )
            if told:
                yield f"{row.case_id}: discount {told}, but it goes by turns or stays"
