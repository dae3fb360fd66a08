"""Errors of the importers; each message names the thing and the way out.

AllotmentError
  ImporterError    nothing could be imported
    MappingError   the mapping file is wrong or does not fit the log
    LogError       the log is malformed
    MomentError    the moment or the zone asked for makes no sense for the log
"""

from solver.errors import AllotmentError


class ImporterError(AllotmentError):
    """Nothing could be imported."""


class MappingError(ImporterError):
    """The mapping file is wrong or does not fit the log."""


class LogError(ImporterError):
    """The log is malformed."""


class MomentError(ImporterError):
    """The moment or the zone asked for makes no sense for the log."""
