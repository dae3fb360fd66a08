"""Proposes an ontology from history: the terms that tell agents apart (S9).

A start for people to edit: names are the terms themselves, all work is ordinary.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from objectives.learning.errors import TrainingError
from objectives.learning.features import word_terms
from objectives.learning.history import History
from objectives.learning.ontology import Ontology, OntologySkill, ontology_of
from objectives.learning.words import words_of

Floats = NDArray[np.float64]
MOST_COMMON = 0.5
"""Share of the cases above which a term says nothing."""
ALIKE = 0.5
"""Common share of their cases from which two terms mean one skill."""
CANDIDATES = 6
"""Terms looked at per skill that is wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an ontology is to look. most: skills; least: cases with each of its words."""

    most: int = 100
    least: int = 5


def propose(history: History, wanted: Wanted = Wanted()) -> Ontology:
    """An ontology of terms; raises TrainingError where no term comes often enough."""
    texts = [_terms(case.text) for case in history]
    terms, present = _presence(texts, wanted.least)
    if not terms:
        raise TrainingError(
            f"No word comes in {wanted.least} cases and in less than half of them.\n"
            "Maybe lower --least, or name other text columns."
        )
    worth = _worth(present, [case.agent_id for case in history])
    best = np.argsort(-worth, kind="stable")[: wanted.most * CANDIDATES]
    groups = _grouped(csc_array(present[:, best]), wanted.most)
    return ontology_of([_skill([terms[best[place]] for place in group]) for group in groups])


def _terms(text: str) -> set[str]:
    """Words and pairs of neighbours in one line; columns of a table are lines."""
    lines = map(words_of, text.splitlines())
    return {term for words in lines for term in word_terms(words) if _says_something(term)}


def _says_something(term: str) -> bool:
    """Numbers alone do not."""
    return any(letter.isalpha() for letter in term) and len(term) > 2


def _presence(texts: Sequence[set[str]], least: int) -> tuple[list[str], csc_array]:
    """Terms neither rare nor common, sorted, and which cases have them; shape: cases x terms."""
    counts = Counter(term for terms in texts for term in terms)
    most = MOST_COMMON * len(texts)
    terms = sorted(term for term, count in counts.items() if least <= count <= most)
    place = {term: at for at, term in enumerate(terms)}
    columns = [sorted(place[term] for term in found if term in place) for found in texts]
    row = np.repeat(np.arange(len(texts)), [len(found) for found in columns])
    column = np.array([at for found in columns for at in found], dtype=np.int64)
    shape = (len(texts), len(terms))
    return terms, csc_array((np.ones(len(column)), (row, column)), shape=shape)


def _worth(present: csc_array, agents: Sequence[str]) -> Floats:
    """How much a term tells about who solves a case, in nats; shape: terms.

    Mutual information of term and agent; where there is but one agent, of term and nothing:
    the commoner term comes first.
    """
    names = {name: at for at, name in enumerate(dict.fromkeys(agents))}
    case_count = len(agents)
    one = csc_array(
        (np.ones(case_count), (np.arange(case_count), [names[agent] for agent in agents])),
        shape=(case_count, len(names)),
    )
    with_term = (present.T @ one).toarray() / case_count
    by_agent = np.asarray(one.sum(axis=0)).ravel() / case_count
    share = with_term.sum(axis=1, keepdims=True)
    without = np.maximum(by_agent[None, :] - with_term, 0)
    worth = _nats(with_term, share * by_agent) + _nats(without, (1 - share) * by_agent)
    # Among equals the commoner one; far below any difference that counts.
    result: Floats = worth + 1e-9 * share.ravel()
    return result


def _nats(joint: Floats, apart: Floats) -> Floats:
    ratio = np.divide(joint, apart, out=np.ones_like(joint), where=(joint > 0) & (apart > 0))
    result: Floats = (joint * np.log(ratio)).sum(axis=1)
    return result


def _grouped(present: csc_array, most: int) -> list[list[int]]:
    """Terms by skill, the best first: terms that come in much the same cases are one skill."""
    common = (present.T @ present).toarray()
    count = common.diagonal()
    share = common / (count[:, None] + count[None, :] - common)
    groups: list[list[int]] = []
    for term in range(len(count)):
        near = [group for group in groups if share[group[0], term] >= ALIKE]
        if near:
            near[0].append(term)
        elif len(groups) < most:
            groups.append([term])
    return groups


def _skill(terms: list[str]) -> OntologySkill:
    """A skill named by its best term; terms inside others are left to the longer ones."""
    kept = [
        term
        for term in terms
        if not any(f" {term} " in f" {other} " for other in terms if other != term)
    ]
    name = terms[0]
    first = kept[0] if name not in kept else name
    return OntologySkill(name.replace(" ", "_"), (first,), tuple(sorted(set(kept) - {first})))
