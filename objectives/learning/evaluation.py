"""How good what was learned is, measured on cases that it has not seen (S9)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from objectives.learning.agent_skills import grades, profiles_of, resolved_counts, skills_of
from objectives.learning.case_skills import Detector
from objectives.learning.errors import TrainingError
from objectives.learning.features import vocabulary_of
from objectives.learning.history import History, Resolved
from objectives.learning.words import words_of

Floats = NDArray[np.float64]
Labelled = Mapping[str, Sequence[str]]
"""Texts by the skill they are about; texts of names that are no skills are about none."""

Ranking = Callable[[Resolved], Sequence[str]]
"""Agents for a case, the most likely first."""

Scores = Callable[[Sequence[Resolved]], Floats]
"""Scores of everybody for some cases; shape: cases x agents, in the order of the staff."""

FEW = 5


@dataclass(frozen=True, slots=True)
class Quality:
    """Counts of topics over labelled texts. first: texts whose surest topic is the right one,
    of `labelled` texts that have one."""

    found: int
    wrong: int
    missed: int
    first: int
    labelled: int

    @property
    def precision(self) -> float:
        """Share of the detected topics that are right; 0 where none was detected."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of the true topics that are detected."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def first_rate(self) -> float:
        """Share of the texts whose surest topic is right, whatever the threshold."""
        return self.first / self.labelled if self.labelled else 0.0


def quality(detector: Detector, labelled: Labelled) -> Quality:
    """Precision and recall over all texts together, and how often the surest topic is right."""
    names = detector.ontology.names
    total: Counter[str] = Counter()
    for skill, texts in labelled.items():
        true = {skill} & set(names)
        for topics in detector.topics(texts):
            told = {names[topic.skill] for topic in topics}
            total["found"] += len(told & true)
            total["wrong"] += len(told - true)
            total["missed"] += len(true - told)
        if true and detector.model is not None:
            scores = detector.model.scores([words_of(text) for text in texts])
            total["first"] += sum(names[at] == skill for at in scores.argmax(axis=1))
        total["labelled"] += len(texts) if true else 0
    return Quality(
        total["found"], total["wrong"], total["missed"], total["first"], total["labelled"]
    )


def shuffled(history: History, skills: Sequence[Sequence[str]], seed: int = 0) -> list[Resolved]:
    """The same texts with the skills of others: nothing true can be learned from them.

    skills: names of each case.
    """
    names = [tuple(each) for each in skills]
    Random(seed).shuffle(names)
    return [
        Resolved(case.text, case.agent_id, case.time, others, case.group)
        for case, others in zip(history, names, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Split:
    """A history cut in time: nothing of `later` is known before it is asked."""

    before: tuple[Resolved, ...]
    later: tuple[Resolved, ...]


def split(history: History, since: datetime, until: datetime | None = None) -> Split:
    """Cases resolved before `since`, and those from then to before `until`.

    Cases without an agent or a time are left out. Raises TrainingError where a part is empty.
    """
    timed = [(case.time, case) for case in history if case.time and case.agent_id]
    before = tuple(case for time, case in timed if time < since)
    later = tuple(case for time, case in timed if since <= time and (not until or time < until))
    if not before or not later:
        raise TrainingError(
            f"{len(before)} cases were resolved before {since.isoformat()} and {len(later)} in "
            "the time to predict; each takes one at least.\nMaybe another --since."
        )
    return Split(before, later)


@dataclass(frozen=True, slots=True)
class HitRate:
    """How often the true agent comes first, or among the first five, of `cases` cases."""

    method: str
    cases: int
    first: int
    few: int


def hit_rate(method: str, ranking: Ranking, later: Sequence[Resolved]) -> HitRate:
    """The hits of a ranking."""
    first = few = 0
    for case in later:
        agents = list(ranking(case)[:FEW])
        first += agents[:1] == [case.agent_id]
        few += case.agent_id in agents
    return HitRate(method, len(later), first, few)


@dataclass(frozen=True)
class Staff:
    """Who solved how many cases, in all and by group; most first, ties by id."""

    overall: tuple[str, ...]
    of_group: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, case: Resolved) -> tuple[str, ...]:
        """The agents of the case's group, everybody where the group is new or not known."""
        return self.of_group.get(case.group, self.overall)


def staff_of(before: Sequence[Resolved]) -> Staff:
    """The staff of a history."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for case in before:
        groups[case.group][case.agent_id] += 1
    everybody = sum(groups.values(), Counter[str]())
    return Staff(_by_count(everybody), {name: _by_count(c) for name, c in groups.items() if name})


def _by_count(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda agent: (-counts[agent], agent)))


def by_skills(before: Sequence[Resolved], detector: Detector, staff: Staff) -> Scores:
    """The match of S9 with everybody."""
    profiles = profiles_of(before, skills_of(before, detector), len(detector.ontology.skills))
    table = grades(resolved_counts(profiles.resolved, staff.overall, len(profiles.with_skill)))
    idf = profiles.idf

    def scores(cases: Sequence[Resolved]) -> Floats:
        needed = np.zeros((len(cases), len(idf)))
        for row, topics in enumerate(detector.topics([case.text for case in cases])):
            for topic in topics:
                needed[row, topic.skill] = topic.confidence * idf[topic.skill]
        total = needed.sum(axis=1, keepdims=True)
        needed = np.divide(needed, total, out=needed, where=total > 0)
        result: Floats = csr_array(needed) @ table
        return result

    return scores


def by_centroid(before: Sequence[Resolved], staff: Staff) -> Scores:
    """Cosine with the mean TF-IDF of each agent's cases."""
    vocabulary = vocabulary_of([words_of(case.text) for case in before])
    features = vocabulary.features([words_of(case.text) for case in before])
    place = {agent: at for at, agent in enumerate(staff.overall)}
    column = [place[case.agent_id] for case in before]
    rows = (np.ones(len(before)), (np.arange(len(before)), column))
    sums = (features.T @ csr_array(rows, shape=(len(before), len(place)))).toarray()
    centroid = sums / np.maximum(np.linalg.norm(sums, axis=0, keepdims=True), 1e-12)

    def scores(cases: Sequence[Resolved]) -> Floats:
        result: Floats = vocabulary.features([words_of(case.text) for case in cases]) @ centroid
        return result

    return scores


def ranked(scores: Floats, staff: Staff, cases: Sequence[Resolved], *, grouped: bool) -> Ranking:
    """Agents by score, ties by number of cases solved, then id; grouped: of the case's group."""
    row = {id(case): at for at, case in enumerate(cases)}
    place = {agent: at for at, agent in enumerate(staff.overall)}

    def ranking(case: Resolved) -> Sequence[str]:
        agents = staff.of(case) if grouped else staff.overall
        mine = scores[row[id(case)], [place[agent] for agent in agents]]
        return [agents[at] for at in np.argsort(-mine, kind="stable")[:FEW]]

    return ranking


def agent_hit_rates(parts: Split, detector: Detector) -> tuple[HitRate, ...]:
    """Who solved the later cases, as told by skills and by two baselines.

    detector: made from the earlier cases alone.
    """
    before, later = parts.before, parts.later
    staff = staff_of(before)
    skills = by_skills(before, detector, staff)(later)
    centroid = by_centroid(before, staff)(later)
    methods: tuple[tuple[str, Ranking], ...] = (
        ("skills, agents of the group", ranked(skills, staff, later, grouped=True)),
        ("skills, all agents", ranked(skills, staff, later, grouped=False)),
        ("most frequent agent of the group", staff.of),
        ("TF-IDF centroid, all agents", ranked(centroid, staff, later, grouped=False)),
        ("TF-IDF centroid, agents of the group", ranked(centroid, staff, later, grouped=True)),
    )
    return tuple(hit_rate(name, ranking, later) for name, ranking in methods)
