"""Errors of learning.

AllotmentError      (solver.errors)
  LearningError     too little, or nothing fitting, to learn from
    MissingTrainer  scikit-learn is not installed
"""

from solver.errors import AllotmentError


class LearningError(AllotmentError):
    """There is too little, or nothing fitting, to learn from."""


class MissingTrainer(LearningError):
    """scikit-learn is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Training needs scikit-learn, which is not installed.\n"
            "Maybe install allotment with the extra ml: pip install 'allotment[ml]'."
        )
