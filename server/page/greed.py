"""What deciding one case after the other would have cost (the price of greed)."""

from collections.abc import Sequence
from dataclasses import dataclass

from allotment.v1 import plan_pb2 as pb
from server.page.levels import MAXIMISED, amount
from server.page.names import kind_name
from server.translate.losses import about, loss_of_levels


@dataclass(frozen=True, slots=True)
class LevelDifference:
    """A level in which another plan differs. loss: above 0 the other plan is worse there."""

    kind: str
    about: str
    ours: str
    theirs: str
    loss: int


@dataclass(frozen=True, slots=True)
class Greedy:
    """Another plan. price: of the first level that differs, which decides; in words, empty for
    a plan as good as ours."""

    engine: str
    assigned: int
    price: str
    differences: tuple[LevelDifference, ...]


def prices_of_greed(batch: pb.Batch) -> tuple[Greedy, ...]:
    """Each baseline of the answer against its batch."""
    return tuple(_greedy(batch.levels, other) for other in batch.baselines)


def _greedy(levels: Sequence[pb.Level], other: pb.Baseline) -> Greedy:
    pairs = zip(levels, other.levels, strict=False)
    differing = [(ours, theirs) for ours, theirs in pairs if ours.value != theirs.value]
    price = ""
    if differing:
        price = loss_of_levels([_loss(*differing[0])], [differing[0][0]])
    rows = tuple(_difference(*pair) for pair in differing)
    return Greedy(other.engine, other.assigned_count, price, rows)


def _difference(ours: pb.Level, theirs: pb.Level) -> LevelDifference:
    return LevelDifference(
        kind=kind_name(ours.kind),
        about=about(ours),
        ours=amount(ours, ours.value),
        theirs=amount(theirs, theirs.value),
        loss=_loss(ours, theirs),
    )


def _loss(ours: pb.Level, theirs: pb.Level) -> int:
    """What the other plan loses."""
    gain = ours.value - theirs.value
    return gain if ours.kind in MAXIMISED else -gain
