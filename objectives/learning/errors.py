"""Errors of learning.

AllotmentError      (solver.errors)
  TrainingError     too little, or nothing fitting, to learn from
    MissingTrainer  scikit-learn is not installed
"""

from solver.errors import AllotmentError


class TrainingError(AllotmentError):
    """There is too little, or nothing fitting, to learn from."""


class MissingTrainer(TrainingError):
    """scikit-learn is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Training needs scikit-learn, which is not installed.\n"
            "Maybe install allotment with the extra ml: pip install 'allotment[ml]'."
        )
