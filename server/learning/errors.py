"""Errors of learning; each message names the thing and the way out.

AllotmentError
  LearningError      nothing could be learned, or used
    HistoryError     the history is malformed, or tells nothing
    ModelFileError   a model file is damaged, of another kind or of a newer version
"""

from solver.errors import AllotmentError


class LearningError(AllotmentError):
    """Nothing could be learned, or used."""


class HistoryError(LearningError):
    """The history is malformed, or tells nothing."""


class ModelFileError(LearningError):
    """A model file is damaged, of another kind or of a newer version."""
