"""A Merkle tree over a log, as RFC 6962, section 2.1, hashes it. Pure: knows neither ratings nor a database.

A leaf is SHA-256 of a zero byte and its bytes, a node SHA-256 of a one byte and its two children; a tree of n leaves
splits at the largest power of two below n.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()
"""The root of a log without entries."""
BLOCK = 1024
"""Leaves of a block whose root is kept, so that a proof reads two blocks of leaves and not the whole log."""


def leaf(entry: bytes) -> bytes:
    """Return the hash of an entry."""
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


class Peaks:
    """The roots of the perfect subtrees of a growing tree, the largest first: all that is needed to add leaves."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    def add(self, hashed: bytes) -> None:
        """Add one leaf, already hashed."""
        mark = self.size
        while mark & 1:
            hashed = node(self.peaks.pop(), hashed)
            mark >>= 1
        self.peaks.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node(peak, root)
        return root

    def packed(self) -> bytes:
        """Return the peaks in one piece, for `unpacked`."""
        return b"".join(self.peaks)


def unpacked(size: int, packed: bytes) -> Peaks:
    """Return the peaks of a tree with ``size`` leaves."""
    return Peaks(size, (packed[at : at + 32] for at in range(0, len(packed), 32)))


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of hashed ``leaves``."""
    peaks = Peaks()
    for each in leaves:
        peaks.add(each)
    return peaks.root()


def path(index: int, size: int, leaf_at: Callable[[int], bytes], block_at: Callable[[int], bytes]) -> list[bytes]:
    """Return the audit path of the leaf at ``index`` in a tree of ``size``: the siblings from the bottom up.

    ``leaf_at`` gives a hashed leaf, ``block_at`` the root of a whole block of `BLOCK` leaves.
    """

    def root(first: int, end: int) -> bytes:
        length = end - first
        if length == 1:
            return leaf_at(first)
        if length == BLOCK and first % BLOCK == 0:
            return block_at(first // BLOCK)
        half = _split(length)
        return node(root(first, first + half), root(first + half, end))

    def siblings(first: int, end: int) -> Iterator[bytes]:
        if end - first == 1:
            return
        middle = first + _split(end - first)
        if index < middle:
            yield from siblings(first, middle)
            yield root(middle, end)
        else:
            yield from siblings(middle, end)
            yield root(first, middle)

    return list(siblings(0, size))


def root_by_path(hashed: bytes, index: int, size: int, siblings: Sequence[bytes]) -> bytes | None:
    """Return the root to which a leaf's audit path leads, or nothing where the path has not its length.

    The procedure of RFC 9162, section 2.1.3.2: whoever doubts this platform can do the same elsewhere.
    """
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, hashed
    for sibling in siblings:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = node(sibling, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node(found, sibling)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def _split(length: int) -> int:
    """Return the largest power of two below ``length``."""
    return 1 << ((length - 1).bit_length() - 1)
