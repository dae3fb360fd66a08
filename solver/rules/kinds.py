"""Which protocols a rule follows; asked of each type of rule once.

`isinstance` looks at every member of a protocol each time, which a small batch would feel.
"""

from typing import TypeGuard

from solver.rules.filters import AgentFilter, Ending, EntryFilter, PairFilter, QueueFilter, Widening

_KNOWN: dict[tuple[type, type], bool] = {}


def is_agent_filter(rule: object) -> TypeGuard[AgentFilter]:
    """It depends on the agent alone."""
    return _follows(rule, AgentFilter)


def is_queue_filter(rule: object) -> TypeGuard[QueueFilter]:
    """It depends on the queue and the agent."""
    return _follows(rule, QueueFilter)


def is_pair_filter(rule: object) -> TypeGuard[PairFilter]:
    """It refuses single pairs."""
    return _follows(rule, PairFilter)


def is_entry_filter(rule: object) -> TypeGuard[EntryFilter]:
    """It depends on case, queue and agent by few profiles."""
    return _follows(rule, EntryFilter)


def is_widening(rule: object) -> TypeGuard[Widening]:
    """Some cases need not meet it once they have waited."""
    return _follows(rule, Widening)


def is_ending(rule: object) -> TypeGuard[Ending]:
    """It knows when its refusals end."""
    return _follows(rule, Ending)


def _follows(rule: object, protocol: type) -> bool:
    key = type(rule), protocol
    if key not in _KNOWN:
        _KNOWN[key] = isinstance(rule, protocol)
    return _KNOWN[key]
