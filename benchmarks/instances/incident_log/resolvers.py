"""Resolvers of the generated log: their groups and their hours."""

from dataclasses import dataclass

from benchmarks.instances.dice import Dice
from benchmarks.instances.shares import zipf_weights

RESOLVER_DICE = 21
DAY = 24 * 60
HOURS = ((6, 14), (8, 17), (9, 18), (12, 20))
AGENTS_PER_GROUP = 4
MOST_GROUPS = 20


@dataclass(frozen=True, slots=True)
class Resolver:
    """Somebody who works from Monday to Friday, from `start` to `end` o'clock."""

    name: str
    start: int
    end: int

    def next_minute_on_duty(self, minute: int) -> int:
        """The first minute of his hours at or after a minute; minute 0 is a Monday 00:00."""
        while True:
            day, clock = divmod(minute, DAY)
            if day % 7 < 5 and clock < self.end * 60:
                return day * DAY + max(clock, self.start * 60)
            minute = (day + 1) * DAY


@dataclass(frozen=True, slots=True)
class Desk:
    """The groups, the busiest first, each with its resolvers: never none."""

    groups: tuple[tuple[Resolver, ...], ...]


def make_desk(resolver_count: int, seed: int) -> Desk:
    """Every resolver in one group, half of them in another one too."""
    dice = Dice(seed, RESOLVER_DICE)
    group_count = max(1, min(MOST_GROUPS, resolver_count // AGENTS_PER_GROUP))
    hours = dice.places([15, 50, 25, 10], resolver_count).tolist()
    first = dice.places(zipf_weights(group_count), resolver_count).tolist()
    second = dice.places(zipf_weights(group_count), resolver_count).tolist()
    both = dice.chances(50, resolver_count).tolist()
    groups: list[dict[str, Resolver]] = [{} for _ in range(group_count)]
    for place in range(resolver_count):
        resolver = Resolver(f"Resolver {place + 1}", *HOURS[hours[place]])
        # The first ones see to it that no group is empty.
        groups[place if place < group_count else first[place]][resolver.name] = resolver
        if both[place]:
            groups[second[place]][resolver.name] = resolver
    return Desk(tuple(tuple(members.values()) for members in groups))
