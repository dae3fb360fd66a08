"""Changes, losses and slots in words."""

import pytest

from solver.explanation.changes.change import Change, ChangeKind
from solver.explanation.sentences import LevelLoss, better, chain, change, loss, slot
from solver.explanation.shadow import SlotKind
from solver.levels import LevelKind
from solver.reasons import Reason

FIT = LevelLoss(LevelKind.FIT, "", 412)


@pytest.mark.parametrize(
    ("one", "names", "expected"),
    [
        (
            Change(ChangeKind.LIMIT, agent=0, reason=Reason.HOURLY_LIMIT, amount=2),
            ("ann", ""),
            "2 more for ann under HOURLY_LIMIT.",
        ),
        (
            Change(ChangeKind.LIMIT, agent=0, queue=0, reason=Reason.QUEUE_DAILY_LIMIT),
            ("ann", "billing"),
            "1 more for ann under QUEUE_DAILY_LIMIT in billing.",
        ),
        (
            Change(ChangeKind.SKILL, agent=0, skill="sql", amount=3),
            ("ann", ""),
            "Skill sql at level 3 for ann.",
        ),
        (
            Change(ChangeKind.SHIFT, agent=0, amount=45),
            ("ann", ""),
            "Shifts of ann end 45 minutes later.",
        ),
        (Change(ChangeKind.AGENT, queue=0), ("", "billing"), "One more agent in billing."),
    ],
    ids=["limit", "daily limit", "skill", "shift", "agent"],
)
def test_a_change_in_words(one: Change, names: tuple[str, str], expected: str) -> None:
    """Whose, what and by how much."""
    assert change(one, *names) == expected


def test_a_loss_in_words() -> None:
    """Levels that do not change are left out; a gain is no loss."""
    rank = LevelLoss(LevelKind.RANK, "group 2", -260_000)
    assert loss([rank, LevelLoss(LevelKind.ORDER, "", 0), FIT]) == (
        "gains 26.0000 of urgency in later buckets (group 2), costs 0.0412 of fit"
    )
    assert loss([LevelLoss(LevelKind.TIE_BREAK, "", 0)]) == "costs nothing: it is a tie"


def test_a_better_scored_agent_in_words() -> None:
    """Whom she serves instead, and the price; or that she serves nobody."""
    assert better("ann", 9_100, ["c2", "c5"], loss([FIT])) == (
        "ann suits better (0.9100), serves c2, c5; giving it to ann costs 0.0412 of fit."
    )
    assert better("ann", 9_100, [], "") == (
        "ann suits better (0.9100), serves nobody in this batch."
    )


def test_who_would_move_in_words() -> None:
    """From whom to whom."""
    moves = [("c1", "", "ann"), ("c2", "ann", "bob"), ("c3", "bob", "")]
    assert chain(moves) == "c1 from waiting to ann; c2 from ann to bob; c3 from bob to waiting"


def test_a_slot_in_words() -> None:
    """What it gains."""
    gain = loss([LevelLoss(LevelKind.FIT, "", -412)])
    assert slot(SlotKind.HOURLY, "ann", gain) == "One more new case for ann gains 0.0412 of fit."
