"""All English of explanations, rendered from structured data (02 section 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from solver.explanation.changes.change import Change, ChangeKind
from solver.explanation.pair import PairScore
from solver.explanation.refused import Refusal
from solver.explanation.shadow.price import PriceKind
from solver.explanation.waiting import Waiting
from solver.explanation.why_not import Asked
from solver.levels import LevelKind
from solver.reasons import CaseReason, Reason
from solver.rules import Failure
from solver.units import PPM, SCORE

_WAITS = {
    CaseReason.NO_QUEUE_MATCH: "Waits: no queue takes this case",
    CaseReason.NO_ELIGIBLE_AGENT: "Waits: nobody in its queues may take it as configured",
    CaseReason.ALL_BLOCKED_BY_AVAILABILITY: "Waits: everybody who may take it is away",
    CaseReason.ALL_BLOCKED_BY_CAPACITY: "Waits: everybody who is there is at a limit",
    CaseReason.ALL_DECLINED: "Waits: it came back from everybody who could take it",
    CaseReason.OUTCOMPETED: "Waits: those who could take it serve cases that go first",
    CaseReason.AUTO_ASSIGN_STOPPED: "Waits: automatic assignment is stopped",
    CaseReason.TIME_LIMIT: "Waits: time ended before the plan was proved",
}

WHY_WAITING = {
    CaseReason.NO_QUEUE_MATCH: "No queue takes it",
    CaseReason.NO_ELIGIBLE_AGENT: "Nobody may take it as configured",
    CaseReason.ALL_BLOCKED_BY_AVAILABILITY: "Everybody who may is away",
    CaseReason.ALL_BLOCKED_BY_CAPACITY: "Everybody there is at a limit",
    CaseReason.ALL_DECLINED: "It came back from everybody",
    CaseReason.OUTCOMPETED: "Other cases go first",
    CaseReason.AUTO_ASSIGN_STOPPED: "Automatic assignment is stopped",
    CaseReason.TIME_LIMIT: "Time ended before a proof",
}
"""The same as labels."""


REVIEWED = "Waits for a person: routing is overridden, so no agent gets it by itself."


def held(until: datetime | None) -> str:
    """A case that waits for business hours; None: they are not in sight."""
    if until is None:
        return "Held: created outside business hours, and none begin within a year."
    return f"Held until {until:%Y-%m-%d %H:%M} UTC: created outside business hours."


def percent(score: int) -> str:
    """A score in units of 1e-4 as people read it."""
    return f"{100 * score / SCORE:.0f} %"


@dataclass(frozen=True, slots=True)
class Served:
    """A served case in words. queue: empty where it stays with its owner."""

    agent: str
    queue: str
    fit: int
    place: int
    eligible: int
    overridden: tuple[Reason, ...]


def served(case: Served) -> str:
    """A served case."""
    fit = percent(case.fit)
    if not case.queue:
        return f"Stays with {case.agent}: fit {fit}."
    if case.overridden:
        limits = " and ".join(limit(reason) for reason in case.overridden)
        return f"Goes to {case.agent} through {case.queue} over {limits}: fit {fit}."
    place = f"place {case.place} of {case.eligible}"
    return f"Goes to {case.agent} through {case.queue}: fit {fit}, {place}."


@dataclass(frozen=True, slots=True)
class Skilled:
    """What a case is about, and what its agent knows of it. match: in parts per million."""

    agent: str
    topics: tuple[str, ...]
    match: int
    known: tuple[str, ...]


def skilled(case: Skilled) -> str:
    """How the skills of an agent match a case (S9, S11)."""
    if not case.topics:
        return "No topic was found in the case: skills match nobody."
    if not case.known:
        topics = ", ".join(case.topics)
        return f"None of the case's topics ({topics}) match {case.agent}."
    return f"Skills match {percent(case.match * SCORE // PPM)}: {', '.join(case.known)}."


def held_by(case_ids: Sequence[str]) -> str:
    """Who holds the places that a case would rather have; empty where nobody is named."""
    return f" What it would rather have is held by {', '.join(case_ids)}." if case_ids else ""


@dataclass(frozen=True, slots=True)
class LevelLoss:
    """What a change costs in one level; below 0 it gains. about: group and class of the level,
    empty where it spans all."""

    kind: LevelKind
    about: str
    amount: int


_LOST = {
    LevelKind.INCUMBENTS: "owned cases",
    LevelKind.COVERAGE: "urgency served",
    LevelKind.RANK: "urgency in later buckets",
    LevelKind.ORDER: "earlier queues passed over",
    LevelKind.ROUNDS: "further turns",
    LevelKind.FIT: "fit",
    LevelKind.TIE_BREAK: "places in the tie-break",
}
_SCORED = (LevelKind.COVERAGE, LevelKind.RANK, LevelKind.FIT)


def loss(levels: Sequence[LevelLoss]) -> str:
    """What a change would do to the batch, level by level: `costs 0.0412 of fit`."""
    parts = [_lost(level) for level in levels if level.amount]
    return ", ".join(parts) if parts else "costs nothing: it is a tie"


def _lost(level: LevelLoss) -> str:
    amount = abs(level.amount)
    told = f"{amount / SCORE:.4f}" if level.kind in _SCORED else str(amount)
    verb = "costs" if level.amount > 0 else "gains"
    about = f" ({level.about})" if level.about else ""
    return f"{verb} {told} of {_LOST[level.kind]}{about}"


def better(agent: str, fit: int, serving: Sequence[str], price: str) -> str:
    """An agent who suits better and is used elsewhere. price: what it would do, or empty."""
    used = f", serves {', '.join(serving)}" if serving else ", serves nobody in this batch"
    asked = f"; giving it to {agent} {price}" if price else ""
    return f"{agent} suits better ({fit / SCORE:.4f}){used}{asked}."


def blocked(agent: str, fit: int, refusals: Sequence[str], would_be: int | None = None) -> str:
    """An agent who suits better and may not take the case. refusals: in words. would_be: his fit
    without the hours or the absence that block him, None where they are none."""
    told = f"{fit / SCORE:.4f}"
    if would_be is not None:
        told = f"{told}, would be {would_be / SCORE:.4f}"
    return f"{agent} suits better ({told}); blocked: {'; '.join(refusals)}."


def chain(moves: Sequence[tuple[str, str, str]]) -> str:
    """Who would change hands: case, from whom and to whom, empty for nobody."""
    return "; ".join(
        f"{case} from {before or 'waiting'} to {after or 'waiting'}"
        for case, before, after in moves
    )


def untried(count: int) -> str:
    """Agents whose regret is not worked out."""
    agents = "1 other agent" if count == 1 else f"{count} other agents"
    return f"What {agents} would cost is not worked out, which may be less."


def untried_units(count: int) -> str:
    """Agents, queues and skills of which not everything is known."""
    units = "1 agent, queue or skill" if count == 1 else f"{count} agents, queues and skills"
    return f"What one more is worth is not worked out for {units}."


def change(one: Change, agent: str, queue: str) -> str:
    """What would get a case served. agent, queue: whose, empty where it is not one's."""
    if one.kind == ChangeKind.LIMIT:
        name = limit(one.reason) if one.reason else ""
        where = f" in {queue}" if queue else ""
        return f"{one.amount} more for {agent} under {name}{where}."
    if one.kind == ChangeKind.SKILL:
        return f"Skill {one.skill} at level {one.amount} for {agent}."
    if one.kind == ChangeKind.SHIFT:
        return f"Shifts of {agent} end {one.amount} minutes later."
    return f"One more agent in {queue}."


_ASKED = {
    Asked.ALLOWED: "Giving it to {agent} {price}.",
    Asked.LIFTED: "Were the block of {agent} lifted, giving it to {agent} {price}.",
    Asked.OVER: "By this one over the limits, giving it to {agent} {price}.",
    Asked.NO_WAY: "Even without a block there would be no room with {agent}.",
    Asked.OUTSIDE: "{agent} is in none of the queues, so that nothing can be said of a price.",
    Asked.SOLVED: "By a new solve, giving it to {agent} {price}.",
    Asked.TRIED: "By a new solve that time ended, giving it to {agent} {price}, or does better.",
    Asked.LIFTED_TRIED: "Were the block of {agent} lifted, giving it to {agent} {price}, or does "
    "better: time ended the new solve.",
    Asked.OVER_TRIED: "By this one over the limits, giving it to {agent} {price}, or does better: "
    "time ended the new solve.",
    Asked.STOPPED: "Automatic assignment is stopped, so that nothing can be said of a price.",
    Asked.NOT_PROVED: "The plan is not proved, so that no price is known.",
    Asked.OVERRIDDEN: "The case goes over limits (Q9), and {agent} may not take it so, so that "
    "nothing can be said of a price.",
    Asked.OVERRIDE: "Among the cases that go over limits (Q9), giving it to {agent} {price}.",
}
SET_ASIDE = "The case is set aside, so that nobody gets it now."


def why_not(asked: Asked, agent: str, price: str) -> str:
    """What a pair would cost. price: in words."""
    return _ASKED[asked].format(agent=agent, price=price)


@dataclass(frozen=True, slots=True)
class LevelGain:
    """What one level gains; below 0 it costs. group, urgency_class: empty where the level spans
    all. served: how many cases more are served, of coverage."""

    kind: LevelKind
    group: str
    urgency_class: str
    amount: int
    served: int = 0


_MORE = {
    PriceKind.HOURLY: "One more new case for {agent}",
    PriceKind.BACKLOG: "One more place in the backlog of {agent}",
    PriceKind.BOTH: "One more new case and place in the backlog for {agent}",
    PriceKind.QUEUE: "One more agent in {queue}, with room for one case,",
    PriceKind.SKILL: "Skill {skill} at level {level} for {agent}, whom it helps most,",
}


_OTHERWISE = {
    LevelKind.INCUMBENTS: ("keep more owned cases", "keep fewer owned cases"),
    LevelKind.RANK: ("use earlier buckets", "use later buckets"),
    LevelKind.ORDER: ("pass over fewer earlier queues", "pass over more earlier queues"),
    LevelKind.ROUNDS: ("take fewer further turns", "take more further turns"),
    LevelKind.TIE_BREAK: ("settle ties better", "settle ties worse"),
}
"""Better and worse, where the amount says little to people."""


@dataclass(frozen=True, slots=True)
class OneMore:
    """One more of something; texts that do not apply are empty."""

    kind: PriceKind
    agent: str = ""
    queue: str = ""
    skill: str = ""
    level: int = 0


def price(one: OneMore, gains: Sequence[LevelGain]) -> str:
    """What one more of something would do. Ties are told of only where nothing else changes."""
    what = _MORE[one.kind].format(
        agent=one.agent, queue=one.queue, skill=one.skill, level=one.level
    )
    changed = [gain for gain in gains if gain.amount]
    told = [gain for gain in changed if gain.kind != LevelKind.TIE_BREAK] or changed
    return f"{what} would {', '.join(_gained(gain) for gain in told)}."


def _gained(gain: LevelGain) -> str:
    """One level, as in `serve 1 more P2 (group 1)`."""
    about = f" ({gain.group})" if gain.group else ""
    if gain.kind == LevelKind.FIT:
        return f"{'gain' if gain.amount > 0 else 'lose'} {abs(gain.amount) / SCORE:.4f} of fit"
    if gain.kind != LevelKind.COVERAGE:
        return f"{_OTHERWISE[gain.kind][gain.amount < 0]}{about}"
    cases = gain.urgency_class or ("case" if abs(gain.served) == 1 else "cases")
    if not gain.served:
        return f"serve {'more' if gain.amount > 0 else 'less'} urgent {cases}{about}"
    return f"serve {abs(gain.served)} {'more' if gain.served > 0 else 'fewer'} {cases}{about}"


def stop_cause(failures: tuple[Failure, ...]) -> str:
    """Why nothing is decided (S15)."""
    return " ".join(f"Pillar {failure.pillar!r} failed: {failure.cause}" for failure in failures)


def waiting(case: Waiting, failures: tuple[Failure, ...] = ()) -> str:
    """An unassigned case. failures: of pillars, which may have stopped its queues."""
    text = _WAITS[case.reason]
    if case.reason == CaseReason.AUTO_ASSIGN_STOPPED:
        return f"{text}. {stop_cause(failures)}"
    if not case.agents:
        return f"{text}."
    return f"{text} ({_met(case)})."


def _met(case: Waiting) -> str:
    """The agents of its queues: `0 of 3 agents free: 2 out of office, 1 on a break`."""
    counts = ", ".join(f"{count} {REFUSED[reason]}" for reason, count in case.histogram)
    free = f"{case.free} of {case.agents} agents free"
    return f"{free}: {counts}" if counts else free


def open_case(case: Waiting, owner: str) -> str:
    """A case that nothing was solved for. owner: who may keep it, empty without one."""
    met = f"({_met(case)})"
    if owner:
        return f"Open: {owner} may keep it {met}."
    if not case.free:
        return f"Open: nobody is free, but it may go over limits {met}."
    return f"Open: somebody may take it {met}."


def locked(owner: str) -> str:
    """A case that stays with its owner whatever is solved."""
    return f"Stays with {owner}: it is locked."


REFUSED = {
    Reason.NOT_IN_QUEUE: "in none of the case's queues",
    Reason.NOT_SCORED: "left out of the sent scores",
    Reason.QUEUE_NEVER: "the queue takes no part",
    Reason.QUEUE_MANUAL_ONLY: "the queue only recommends",
    Reason.LOCKED_TO_OTHER: "locked to its owner",
    Reason.MISSING_SKILL: "a mandatory skill is missing",
    Reason.MISSING_ATTRIBUTE: "a mandatory attribute is missing",
    Reason.BELOW_MIN_FIT: "below the queue's least fit",
    Reason.DECLINED_RECENTLY: "declined it lately",
    Reason.TRIED_RECENTLY: "had it lately and it came back",
    Reason.NO_AVAILABILITY_SOURCE: "nothing tells the hours",
    Reason.OUT_OF_OFFICE: "out of office",
    Reason.OUTSIDE_ASSIGNMENT_HOURS: "outside assignment hours",
    Reason.OUTSIDE_WORKING_HOURS: "outside working hours",
    Reason.PRESENCE_OFFLINE: "not present",
    Reason.ON_BREAK: "on a break",
    Reason.SHIFT_TOO_SHORT: "too little left of the shift",
    Reason.WEIGHTED_CAPACITY: "at the weighted capacity",
    Reason.BACKLOG_LIMIT: "at the backlog limit",
    Reason.HOURLY_LIMIT: "at an hourly limit",
    Reason.QUEUE_DAILY_LIMIT: "at the queue's daily limit",
    Reason.CYCLE_LIMIT: "at the limit per cycle",
}


def limit(reason: Reason) -> str:
    """What a limit is called: `the backlog limit`."""
    return REFUSED[reason].removeprefix("at ")


def refusal(one: Refusal, zone: ZoneInfo) -> str:
    """A reason with its numbers and its end, such as `out of office until 14 Mar 09:00`."""
    text = REFUSED[one.reason]
    if one.limit is not None:
        text = f"{text} ({one.used} of {one.limit})"
    if one.unblock is None:
        return text
    local = one.unblock.astimezone(zone)
    return f"{text} until {local.day} {local:%b %H:%M}"


def pair(score: PairScore, zone: ZoneInfo) -> str:
    """A pair: its fit, or what it would be (S14). zone: of the moments."""
    blocks = "; ".join(refusal(one, zone) for one in score.refusals)
    if score.breakdown is None:
        return f"No fit; blocked: {blocks}."
    fit = f"{int(score.breakdown.pairs.fit[0]) / SCORE:.2f}"
    return f"Would be {fit}; blocked: {blocks}." if blocks else f"Fit {fit}."


def difference(before: str, after: str) -> str:
    """What changes for a case from one batch to another. before, after: its agents, empty
    where it waits."""
    if before == after:
        if not after:
            return "Waits as before, but for another reason or time."
        return f"Stays with {after}, but comes about in another way."
    if not after:
        return f"{before} does not get it any more."
    return f"Moves from {before} to {after}." if before else f"Waits no more: {after} gets it."


ADDED = "Not in the snapshot before."
REMOVED = "Not in the snapshot any more."
