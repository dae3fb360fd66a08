"""Amounts of the contract's levels in words."""

from collections.abc import Sequence

from allotment.v1 import plan_pb2
from server.errors import ExplainError
from solver.explanation import sentences
from solver.levels import LevelKind

_KINDS = frozenset(map(int, LevelKind))


def loss_of_levels(amounts: Sequence[int], levels: Sequence[plan_pb2.Level]) -> str:
    """A loss in words, level by level. levels: of the batch, in the order of the amounts.

    Raises ExplainError where they do not belong together.
    """
    if len(amounts) != len(levels) or not all(level.kind in _KINDS for level in levels):
        raise ExplainError(
            f"A loss of {len(amounts)} levels does not fit to the {len(levels)} levels of the "
            "batch.\nMaybe the file was edited, or written by another version."
        )
    return sentences.loss(
        [
            sentences.LevelLoss(LevelKind(level.kind), about(level), amount)
            for level, amount in zip(levels, amounts, strict=True)
            if amount
        ]
    )


def about(level: plan_pb2.Level) -> str:
    """Group and class, such as `group 1, P1`; empty where a level spans all."""
    group = f"group {level.drain_group}" if level.drain_group else ""
    return ", ".join(part for part in (group, level.priority, level.band) if part)
