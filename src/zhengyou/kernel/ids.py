"""Public ids: UUIDv7 for things, short codes with a check digit for paper and voice."""

import secrets
import uuid

from uuid_utils import compat

# Crockford's alphabet: no I, L, O and U, so that nobody misreads a printed code.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": None, " ": None})


def uuid7() -> uuid.UUID:
    """Return a new id that sorts by the time it was made."""
    return compat.uuid7()


def random_id() -> uuid.UUID:
    """Return a new id that tells nothing about when it was made; for whatever the public submits."""
    return uuid.uuid4()


def check_digit(body: str) -> str:
    """Return the check character of ``body`` by a weighted sum over Crockford's 32 characters.

    The weights 3, 5, 7, … are odd and so invertible modulo 32: each single wrong character is found, and so is
    each swap of neighbours unless their values differ by 16.
    """
    total, weight = 0, 3
    for letter in reversed(body):
        total += weight * _VALUES[letter]
        weight += 2
    return ALPHABET[-total % len(ALPHABET)]


def short_code(length: int = 8) -> str:
    """Return a random code of ``length`` characters, the last of which is its check digit."""
    body = "".join([ALPHABET[byte & 31] for byte in secrets.token_bytes(length - 1)])  # 32 characters: each as likely
    return body + check_digit(body)


def read_code(typed: str) -> str:
    """Return a typed code in its stored form: capitals, no blanks or hyphens, look-alikes mended."""
    return typed.strip().upper().translate(_READ_AS)


def code_holds(code: str) -> bool:
    """Return whether ``code`` is well formed and its check digit fits."""
    if len(code) < 2 or not _VALUES.keys() >= set(code):
        return False
    return check_digit(code[:-1]) == code[-1]
