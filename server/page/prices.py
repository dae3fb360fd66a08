"""What more room would be worth, by what it is room of."""

from collections.abc import Iterable
from dataclasses import dataclass

from allotment.v1.explanation_pb2 import ShadowPrice

_PARTS = {
    ShadowPrice.KIND_HOURLY: "AGENTS",
    ShadowPrice.KIND_BACKLOG: "AGENTS",
    ShadowPrice.KIND_BOTH: "AGENTS",
    ShadowPrice.KIND_QUEUE: "QUEUES",
    ShadowPrice.KIND_SKILL: "SKILLS",
}
PARTS = ("AGENTS", "QUEUES", "SKILLS", "OTHERS")


@dataclass(frozen=True, slots=True)
class PriceGroup:
    """Units of one part, such as `AGENTS`; what is worth most comes first."""

    part: str
    prices: tuple[ShadowPrice, ...]


def price_groups(prices: Iterable[ShadowPrice]) -> tuple[PriceGroup, ...]:
    """Parts that have units."""
    found: dict[str, list[ShadowPrice]] = {part: [] for part in PARTS}
    for price in prices:
        found[_PARTS.get(price.kind, "OTHERS")].append(price)
    return tuple(
        PriceGroup(part, tuple(sorted(some, key=_worth, reverse=True)))
        for part, some in found.items()
        if some
    )


def _worth(price: ShadowPrice) -> tuple[int, ...]:
    """What is gained, level by level."""
    return tuple(price.gain)
