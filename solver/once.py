"""What many rules ask of a snapshot is worked out once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from solver.facts import Snapshot

Asked = ParamSpec("Asked")
Fact = TypeVar("Fact")


def once(
    read: Callable[Concatenate[Snapshot, Asked], Fact],
) -> Callable[Concatenate[Snapshot, Asked], Fact]:
    """The function, which remembers what it has told as long as the snapshot is there.

    Whatever else it is asked must be hashable. What it tells is the same object every time, so
    nobody may change it, and it must not hold the snapshot.
    """
    memory: WeakKeyDictionary[Snapshot, dict[object, Any]] = WeakKeyDictionary()

    @wraps(read)
    def remembered(snapshot: Snapshot, /, *asked: Asked.args, **named: Asked.kwargs) -> Fact:
        known = memory.setdefault(snapshot, {})
        key = (asked, tuple(named.items()))
        if key not in known:
            known[key] = read(snapshot, *asked, **named)
        fact: Fact = known[key]
        return fact

    return remembered
