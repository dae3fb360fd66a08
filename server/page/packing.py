"""Many texts, packed so that a browser opens only those that are looked at."""

import json
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import islice

PER_PACK = 100
"""Texts in one pack: few enough to open at once, many enough to shrink well."""
LEVEL = 6


def packs(texts: Iterable[str]) -> Iterator[str]:
    """JSON lists of PER_PACK texts each, deflated, in base64: equal texts give equal packs."""
    rest = iter(texts)
    while some := list(islice(rest, PER_PACK)):
        raw = json.dumps(some, ensure_ascii=False, separators=(",", ":")).encode()
        yield b64encode(zlib.compress(raw, LEVEL)).decode()
