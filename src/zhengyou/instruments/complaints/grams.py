"""Finding matters by their words: pairs of neighbouring characters, which need no dictionary of Chinese."""

import re
import unicodedata

_WORD = re.compile(r"[\w]+")
MOST = 2000
"""So many pairs of one matter are kept; longer texts are found by their beginning."""


def normal(text: str) -> str:
    """Return ``text`` in one form: full-width letters made narrow, small letters, one blank between words."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def grams_of(*texts: str) -> list[str]:
    """Return each pair of neighbouring characters of the texts once; a word of one character stands alone."""
    found: dict[str, None] = {}
    for word in normal(" ".join(texts)).split():
        for place in range(max(1, len(word) - 1)):
            found[word[place : place + 2]] = None
            if len(found) >= MOST:
                return list(found)
    return list(found)
