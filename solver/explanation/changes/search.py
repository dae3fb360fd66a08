"""What would it take: the smallest change of each kind that gets a case served (02 section 5)."""

from collections.abc import Callable
from dataclasses import dataclass

from solver.engines.engine import Engine
from solver.explanation.changes.applied import applied
from solver.explanation.changes.change import Change
from solver.explanation.changes.possible import possible_changes
from solver.plan import Plan, make_plan


@dataclass(frozen=True, slots=True)
class Found:
    """Changes that get a case served, at most one of each kind, the cheapest kind first:
    a limit, a shift, a skill, an agent. complete: nothing was left untried."""

    changes: tuple[Change, ...]
    complete: bool


def what_would_it_take(
    plan: Plan, engine: Engine, case: int, is_over: Callable[[], bool] = lambda: False
) -> Found:
    """Tries changes in new solves until one of each kind helps. case: one that waits.

    The kinds take turns, so that where time ends it no kind has used up all of it.
    """
    kinds = {place: iter(kind) for place, kind in enumerate(possible_changes(plan, case))}
    found: dict[int, Change] = {}
    while kinds:
        for place, kind in tuple(kinds.items()):
            change = next(kind, None)
            if change is None:
                del kinds[place]
            elif is_over():
                return _found(found, complete=False)
            elif is_served_after(plan, engine, case, change):
                found[place] = change
                del kinds[place]
    return _found(found, complete=True)


def _found(by_kind: dict[int, Change], *, complete: bool) -> Found:
    return Found(tuple(by_kind[place] for place in sorted(by_kind)), complete)


def is_served_after(plan: Plan, engine: Engine, case: int, change: Change) -> bool:
    """Whether a new solve of the changed snapshot serves the case."""
    compiled = plan.compiled
    snapshot, rules = applied(compiled.snapshot, compiled.rulebook, case, change)
    return not make_plan(snapshot, rules, engine).waiting[case]
