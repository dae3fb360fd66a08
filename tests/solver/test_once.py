"""What many rules ask of a snapshot is worked out once."""

import gc
from weakref import ref

from solver.facts import Snapshot
from solver.once import once
from tests.builders import agent, case, snapshot


def test_a_fact_is_worked_out_once_for_each_snapshot_and_question() -> None:
    """Equal snapshots are two: what is told of one is not told of the other."""
    asked: list[tuple[int, str]] = []

    @once
    def count(facts: Snapshot, of: str) -> list[int]:
        asked.append((len(facts.cases), of))
        return [len(getattr(facts, of))]

    one, two = snapshot(cases=(case("a"),)), snapshot(cases=(case("a"), case("b")))

    assert count(one, "cases") is count(one, "cases")
    assert (count(two, "cases"), count(one, "agents")) == ([2], [len(one.agents)])
    assert asked == [(1, "cases"), (2, "cases"), (1, "agents")]


def test_nothing_is_kept_of_a_snapshot_that_is_gone() -> None:
    """An answer leaves no memory behind."""

    class Told:
        """Anything that somebody can look after."""

    @once
    def tell(_: Snapshot) -> Told:
        return Told()

    facts = snapshot(agents=(agent("ann"),))
    told = ref(tell(facts))
    assert told() is not None
    del facts
    gc.collect()
    assert told() is None
