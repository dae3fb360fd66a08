"""Texts as words, the same for keywords and for the text model."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """Words in their order, without case and compatibility forms."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
