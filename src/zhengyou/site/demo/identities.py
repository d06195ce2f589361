"""Ids and codes that are the same in every loading, so that links to the demonstration can be printed."""

import hashlib
import random
import uuid

from zhengyou.kernel import ids

SEED = 20260101
"""The seed of everything that looks like chance in the demonstration."""


def dice(purpose: str) -> random.Random:
    """Return a stream of chance of its own, so that a change in one part leaves the others as they were."""
    return random.Random(f"{SEED} {purpose}")  # noqa: S311 -- repeatable on purpose, guards nothing


def fixed_id(key: str) -> uuid.UUID:
    """Return the public id of the thing called ``key``, in the form of a UUIDv7."""
    number = int.from_bytes(hashlib.sha256(f"demonstration {key}".encode()).digest()[:16])
    return _version7(0x0190_0000_0000 << 80 | number & (1 << 80) - 1)


def dated_id(milliseconds: int, chance: random.Random) -> uuid.UUID:
    """Return an id as `kernel.ids.uuid7` makes it at that moment."""
    return _version7(milliseconds << 80 | chance.getrandbits(80))


def random_id(chance: random.Random) -> uuid.UUID:
    """Return an id as `kernel.ids.random_id` makes it: without a moment."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def dated_text(milliseconds: int, chance: random.Random) -> str:
    """Return an id as `dated_id` does, written out: there are hundreds of thousands, and only their text is needed."""
    first, rest = f"{milliseconds:012x}", f"{chance.getrandbits(74):019x}"
    return f"{first[:8]}-{first[8:]}-7{rest[1:4]}-{_VARIANT[rest[0]]}{rest[4:7]}-{rest[7:]}"


def random_text(chance: random.Random) -> str:
    """Return an id as `random_id` does, written out."""
    drawn = f"{chance.getrandbits(122):031x}"
    return f"{drawn[1:9]}-{drawn[9:13]}-4{drawn[13:16]}-{_VARIANT[drawn[0]]}{drawn[16:19]}-{drawn[19:]}"


_VARIANT = {"0": "8", "1": "9", "2": "a", "3": "b"}


def code(length: int, chance: random.Random) -> str:
    """Return a code as `kernel.ids.short_code` makes it; written for speed, there are hundreds of thousands."""
    drawn = chance.getrandbits(5 * (length - 1))
    letters, total = [], 0
    for place in range(length - 1):
        value = drawn & 31
        drawn >>= 5
        letters.append(ids.ALPHABET[value])
        total += (2 * place + 3) * value
    return "".join(reversed(letters)) + ids.ALPHABET[-total % 32]


def _version7(number: int) -> uuid.UUID:
    number = number & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62)
