"""How close two texts are, as a strict reader would see it. Knows nothing of the product."""

import re
from functools import cache

SUFFIXES = (
    "ations", "ation", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "y", "e",
)  # fmt: skip
SHORTEST_STEM = 3
COMMON = """
a an the and or of to in on for with by at from is are was were be been it its i my me we
our us you your he his she her they their them not no
"""
EMPTY = """
that this has have had will would can could do does did when what how who which
as if so all any more please need want than then there out up off
"""
COMMON_WORDS = frozenset(re.findall(r"\w+", COMMON))
EMPTY_WORDS = COMMON_WORDS | frozenset(re.findall(r"\w+", EMPTY))


def words(text: str) -> list[str]:
    """Words in lower case, in their order."""
    return re.findall(r"[a-z0-9]+", text.lower())


def stem(word: str) -> str:
    """The word without its ending."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return word.removesuffix(suffix)
    return word


def related(left: str, right: str) -> bool:
    """Equal stems, or one of at least four letters that begins the other."""
    a, b = sorted((stem(left), stem(right)), key=len)
    return a == b or (len(a) >= 4 and b.startswith(a))


def shared_words(left: str, right: str) -> list[str]:
    """Content words of the left text that are related to one of the right."""
    other = set(words(right)) - COMMON_WORDS
    mine = set(words(left)) - COMMON_WORDS
    return sorted(word for word in mine if any(related(word, one) for one in other))


def is_near_copy(text: str, of: str) -> bool:
    """Half of all stems in common, three quarters of the text's own, or five words in a row."""
    mine, other = _stems(text), _stems(of)
    common = mine & other
    if len(common) * 2 >= len(mine | other) and common:
        return True
    if len(common) >= 3 and len(common) * 4 >= len(mine) * 3:
        return True
    return not _runs(text, 5).isdisjoint(_runs(of, 5))


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, words(text))) - {stem(word) for word in EMPTY_WORDS}


@cache
def _runs(text: str, length: int) -> frozenset[str]:
    """All runs of so many words."""
    parts = words(text)
    starts = range(len(parts) - length + 1)
    return frozenset(" ".join(parts[start : start + length]) for start in starts)
