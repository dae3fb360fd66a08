"""Limits that a log does not tell: assumed, and said so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AssumedLimits:
    """Limits of every agent of an imported snapshot (L1, L3)."""

    backlog: int = 20
    hourly: int = 3
