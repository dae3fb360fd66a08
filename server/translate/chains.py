"""Chains of tiers must end, and name queues that there are (Q4, Q10)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from server.translate.checks import check_known
from server.translate.reading import Names
from server.violations import Fault, Violations, text_of
from solver.facts import Queue

MOST_CIRCLES = 20
LONGEST_SHOWN = 12


def check_chains(violations: Violations, queues: Sequence[Queue], at: str) -> None:
    """Notes every fallback that leads back to its own queue, with the circle."""
    rows: dict[str, int] = {}
    for index, queue in enumerate(queues):
        rows.setdefault(queue.queue_id, index)
    chains = {queue_id: queues[row].fallback_ids for queue_id, row in rows.items()}
    for circle in islice(circles(chains), MOST_CIRCLES):
        row, last = rows[circle[-2]], text_of(circle[-1])
        place = queues[row].fallback_ids.index(circle[-1])
        path = f"{at}[{row}].fallback_queue_ids[{place}]"
        text = f"The chain runs in a circle: {_shown(circle)}. Maybe leave out {last!r}."
        violations.add(path, Fault.CONTRADICTION, text, circle[-1])


def _shown(circle: list[str]) -> str:
    """The circle as a -> b -> a, a long one without its middle."""
    if len(circle) > LONGEST_SHOWN:
        circle = [*circle[: LONGEST_SHOWN - 2], "...", circle[-1]]
    return " -> ".join(map(text_of, circle))


def circles(chains: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Circles such as [a, b, a], one for each last step that closes one."""
    done: set[str] = set()
    for start in chains:
        if start not in done:
            yield from _circles_from(start, chains, done)


def _circles_from(
    start: str, chains: Mapping[str, Sequence[str]], done: set[str]
) -> Iterator[list[str]]:
    """Depth first without recursion: a chain may be as long as the policy has queues."""
    way, left = [start], [iter(chains[start])]
    place = {start: 0}
    while left:
        step = next(left[-1], None)
        if step is None:
            left.pop()
            done.add(way[-1])
            del place[way.pop()]
        elif step in place:
            yield [*way[place[step] :], step]
        elif step in chains and step not in done:
            place[step] = len(way)
            way.append(step)
            left.append(iter(chains[step]))


def check_catch_all(names: Names, queue_id: str, path: str) -> None:
    """Notes a catch-all that is no queue (Q10)."""
    if queue_id:
        check_known(names.violations, path, queue_id, names.queue_ids, "`policy.queues`")
