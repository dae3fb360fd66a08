"""Errors of the kernel.

AllotmentError
  FactsError        the caller's facts contradict each other
  PillarError       a pillar cannot be computed; the others still can
  SolveError        an engine ended without a plan
    TooLargeError   the problem is beyond what the engine may hold
    UnsuitedError   the engine cannot solve this kind of problem
    InfeasibleError what the levels before have settled leaves no plan
  TimeIsUp          an engine ends where it is
"""


class AllotmentError(Exception):
    """Base of every error that the project raises on purpose."""


class FactsError(AllotmentError):
    """The caller's facts contradict each other."""


class PillarError(AllotmentError):
    """A pillar cannot be computed, the others can (S15); the text says why, and the way out."""


class SolveError(AllotmentError):
    """An engine ended without a plan."""


class TooLargeError(SolveError):
    """The problem is beyond what the engine may hold."""


class UnsuitedError(SolveError):
    """The engine cannot solve this kind of problem; another one can."""


class InfeasibleError(SolveError):
    """What the levels before have settled leaves no plan."""


class TimeIsUp(AllotmentError):
    """An engine ends where it is: the last plan that it told of goes out."""
