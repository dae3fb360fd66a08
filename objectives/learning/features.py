"""Texts as numbers: TF-IDF of words, pairs of words and character n-grams.

Written here rather than taken from the trainer, so that training and inference cannot differ
and inference needs no trainer.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
CHARACTERS = (3, 4, 5)


@dataclass(frozen=True)
class Vocabulary:
    """Known terms, sorted, with their inverse document frequencies; shape of idf: terms."""

    terms: tuple[str, ...]
    idf: Floats

    @cached_property
    def place(self) -> dict[str, int]:
        """Position of each term."""
        return {term: place for place, term in enumerate(self.terms)}

    def features(self, texts: Sequence[Sequence[str]]) -> "csr_array":
        """TF-IDF of texts in words, that of words and that of characters of length 1 each.

        Shape: texts x terms.
        """
        both: csr_array = self._weighed(self._words(texts)) + self._weighed(self._characters(texts))
        both.sort_indices()
        return both

    def _words(self, texts: Sequence[Sequence[str]]) -> "csr_array":
        """Counts of known words and pairs; shape: texts x terms."""
        place = self.place
        found = [[place[term] for term in word_terms(words) if term in place] for words in texts]
        return _counts(found, len(self.terms))

    def _characters(self, texts: Sequence[Sequence[str]]) -> "csr_array":
        """Counts of known runs of characters, looked up once per different word."""
        place = self.place
        distinct = {word: at for at, word in enumerate(dict.fromkeys(chain.from_iterable(texts)))}
        inside = [[place[t] for t in character_terms((w,)) if t in place] for w in distinct]
        of_text = _counts([[distinct[word] for word in words] for words in texts], len(distinct))
        counts: csr_array = of_text @ _counts(inside, len(self.terms))
        return counts

    def _weighed(self, counts: "csr_array") -> "csr_array":
        """(1 + log count) x idf, each row of length 1."""
        counts.data = (1 + np.log(counts.data)) * self.idf[counts.indices]
        length = np.sqrt(counts.multiply(counts).sum(axis=1))
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        counts.data /= length[rows]
        return counts


def _counts(columns: Sequence[Sequence[int]], width: int) -> "csr_array":
    """How often each column is named; shape: rows x width."""
    # It takes its time to load, and only models need it.
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *map(len, columns)], dtype=np.int32)
    named = np.fromiter(chain.from_iterable(columns), dtype=np.int32, count=int(ends[-1]))
    result = csr_array((np.ones(len(named)), named, ends), shape=(len(columns), width))
    result.sum_duplicates()
    return result


def vocabulary_of(texts: Sequence[Sequence[str]], least: int = 2) -> Vocabulary:
    """Terms that occur in at least so many of the texts."""
    counts: Counter[str] = Counter()
    for words in texts:
        counts.update({*word_terms(words), *character_terms(words)})
    terms = tuple(sorted(term for term, count in counts.items() if count >= least))
    shares = ((1 + len(texts)) / (1 + counts[term]) for term in terms)
    return Vocabulary(terms, np.array([log(share) + 1 for share in shares]))


def word_terms(words: Sequence[str]) -> Iterator[str]:
    """Words and pairs of neighbours."""
    yield from words
    for left, right in pairwise(words):
        yield f"{left} {right}"


def character_terms(words: Iterable[str]) -> Iterator[str]:
    """Runs of 3 to 5 characters inside words with their edges; `#` keeps them from words."""
    for word in words:
        edged = f"_{word}_"
        for length in CHARACTERS:
            for start in range(max(len(edged) - length + 1, 1)):
                yield f"#{edged[start : start + length]}"
