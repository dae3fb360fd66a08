"""Changes, losses and slots in words."""

import pytest

from solver.explanation.changes.change import Change, ChangeKind
from solver.explanation.sentences import (
    LevelGain,
    LevelLoss,
    OneMore,
    better,
    blocked,
    chain,
    change,
    loss,
    price,
)
from solver.explanation.shadow.price import PriceKind
from solver.levels import LevelKind
from solver.reasons import Reason

FIT = LevelLoss(LevelKind.FIT, "", 412)


@pytest.mark.parametrize(
    ("one", "names", "expected"),
    [
        (
            Change(ChangeKind.LIMIT, agent=0, reason=Reason.HOURLY_LIMIT, amount=2),
            ("ann", ""),
            "2 more for ann under an hourly limit.",
        ),
        (
            Change(ChangeKind.LIMIT, agent=0, queue=0, reason=Reason.QUEUE_DAILY_LIMIT),
            ("ann", "billing"),
            "1 more for ann under the queue's daily limit in billing.",
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


def test_a_better_scored_agent_who_is_blocked_in_words() -> None:
    """By all that refuses her."""
    refusals = ["out of office until 5 Mar 09:00", "at an hourly limit (3 of 3)"]
    assert blocked("ann", 9_100, refusals) == (
        "ann suits better (0.9100); blocked: out of office until 5 Mar 09:00; "
        "at an hourly limit (3 of 3)."
    )


def test_who_would_move_in_words() -> None:
    """From whom to whom."""
    moves = [("c1", "", "ann"), ("c2", "ann", "bob"), ("c3", "bob", "")]
    assert chain(moves) == "c1 from waiting to ann; c2 from ann to bob; c3 from bob to waiting"


SERVES = LevelGain(LevelKind.COVERAGE, "group 2", "P2", 260_000, 3)
FITS = LevelGain(LevelKind.FIT, "", "", -412)
TIES = LevelGain(LevelKind.TIE_BREAK, "", "", -7)


@pytest.mark.parametrize(
    ("one", "gains", "expected"),
    [
        (
            OneMore(PriceKind.HOURLY, agent="ann"),
            [SERVES, FITS, TIES],
            "One more new case for ann would serve 3 more P2 (group 2), lose 0.0412 of fit.",
        ),
        (
            OneMore(PriceKind.BACKLOG, agent="ann"),
            [LevelGain(LevelKind.COVERAGE, "", "", 5_000)],
            "One more place in the backlog of ann would serve more urgent cases.",
        ),
        (
            OneMore(PriceKind.BOTH, agent="ann"),
            [TIES],
            ("One more new case and place in the backlog for ann would settle ties worse."),
        ),
        (
            OneMore(PriceKind.QUEUE, queue="billing"),
            [LevelGain(LevelKind.COVERAGE, "", "", 10_000, 1)],
            "One more agent in billing, with room for one case, would serve 1 more case.",
        ),
        (
            OneMore(PriceKind.SKILL, agent="ann", skill="sql", level=3),
            [LevelGain(LevelKind.ORDER, "group 1", "", 2)],
            (
                "Skill sql at level 3 for ann, whom it helps most, would "
                "pass over fewer earlier queues (group 1)."
            ),
        ),
    ],
    ids=["hourly", "backlog", "both", "queue", "skill"],
)
def test_a_shadow_price_in_words(one: OneMore, gains: list[LevelGain], expected: str) -> None:
    """What there is one more of, and what the batch would gain by it."""
    assert price(one, gains) == expected
