"""The independent checker: written from the spec, row by row, beside the product.

It knows numpy and the facts of the domain and nothing of how a batch is made: no rules, no
compiled problem, no engine, no prices. The syntax trees of filters are handed in, because
only they are shared with the product; what they mean is told here again.

    refusals = Refusals(snapshot, trees)
    refusals.of_pairs(range(100))             every reason of every pair, as masks
    check_batch(snapshot, trees, batch)       what is wrong with a batch, as data

One file per kind of promise; `check_batch` lists them in order.
"""

from collections.abc import Sequence

from solver.check.batch import Decision, Outcome, Via
from solver.check.chains import Trees
from solver.check.complaint import Complaint, Wrong
from solver.check.decided import decided
from solver.check.outcomes import outcomes, rows
from solver.check.overrides import overrides
from solver.check.pairs import pairs, unknown
from solver.check.refusals import Refusals
from solver.check.usage import Left, usage
from solver.facts import Snapshot

__all__ = [
    "Complaint",
    "Decision",
    "Outcome",
    "Refusals",
    "Trees",
    "Via",
    "Wrong",
    "check_batch",
    "check_decisions",
]


def check_batch(
    snapshot: Snapshot, trees: Trees, batch: Sequence[Decision]
) -> tuple[Complaint, ...]:
    """All that is wrong with a batch; nothing: it breaks no rule.

    trees: of the filters, by queue id. Whether the batch is the best one is another question.
    """
    return check_decisions(Refusals(snapshot, trees), batch)


def check_decisions(refusals: Refusals, batch: Sequence[Decision]) -> tuple[Complaint, ...]:
    """The same where the refusals are known already."""
    counted = decided(refusals, batch)
    left = Left.of(refusals, counted)
    return (
        *rows(refusals.staff, batch),
        *outcomes(refusals, batch),
        *unknown(refusals.staff, batch),
        *pairs(refusals, (*counted.regular, *counted.over)),
        *usage(refusals, left),
        *overrides(refusals, counted.over, left),
    )
