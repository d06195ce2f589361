"""How alike two texts are: Jaccard's share of common character pairs, and keys by which alike texts find each other.

The keys are bands of a min-hash signature (Broder 1997, "On the resemblance and containment of documents"): two texts
of resemblance s share at least one of ``BANDS`` bands of ``ROWS`` values with the chance 1 − (1 − s^ROWS)^BANDS, which
is 0.28 at s = 0.2, 0.92 at 0.4 and 0.9998 at 0.6. An index on the keys finds candidates; the exact share decides.
"""

import hashlib
import zlib

import numpy as np
from numpy.typing import NDArray

from zhengyou.instruments.complaints.classify.classifier import folded

BANDS, ROWS = 20, 2
_PRIME = (1 << 31) - 1
# Drawn from a digest, not from a generator: stored keys are compared with keys computed years later.


def _drawn(what: str) -> NDArray[np.int64]:
    digests = (hashlib.sha256(f"{what} {number}".encode()).digest() for number in range(BANDS * ROWS))
    return np.array([[1 + int.from_bytes(digest[:8]) % (_PRIME - 1)] for digest in digests], dtype=np.int64)


_FACTORS, _SHIFTS = _drawn("factor"), _drawn("shift")


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters in ``text``."""
    plain = folded(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1)) or frozenset(plain)


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of common pairs among all pairs of both, between 0 and 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


def keys(text: str) -> list[int]:
    """Return the ``BANDS`` keys of ``text`` as 32-bit signed numbers; none for a text without characters."""
    held = pairs(text)
    if not held:
        return []
    hashes = np.array([zlib.crc32(pair.encode()) % _PRIME for pair in held], dtype=np.int64)
    signature = ((_FACTORS * hashes + _SHIFTS) % _PRIME).min(axis=1).reshape(BANDS, ROWS)
    return [int(np.int32(np.uint32(zlib.crc32(band.tobytes(), number)))) for number, band in enumerate(signature)]
