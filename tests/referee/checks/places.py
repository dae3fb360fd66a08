"""Place and eligible count of assigned cases by raw fit."""

from collections.abc import Iterator

from tests.referee.case_file import CaseFile


def places(file: CaseFile) -> Iterator[str]:
    """One more than the free agents with a strictly better fit."""
    for row in file.assigned:
        if row.case_id not in file.explanations:
            continue
        told = file.explanations[row.case_id]
        case = file.snapshot.cases[row.case_id]
        free = file.free_agents(row.case_id)
        if (count := told.eligible_agent_count) != len(free):
            yield f"{row.case_id}: eligible_agent_count {count}, but {len(free)}"
        own = file.fits.of(case, row.agent_id).fit
        place = 1 + sum(file.fits.of(case, agent).fit > own for agent in free)
        if told.place != place:
            yield f"{row.case_id}: place {told.place}, but {place}"


def discounts(file: CaseFile) -> Iterator[str]:
    """The k-th case of an agent by falling fit carries delta(a, k) (S4)."""
    for agent, served in file.serving.items():
        for k, row in enumerate(served, start=1):
            if row.case_id not in file.explanations:
                continue
            told, true = file.explanations[row.case_id].discount, file.discounts.delta(agent, k)
            if told not in true:
                yield f"{row.case_id}: discount {told}, but {true} as case {k} of {agent}"
