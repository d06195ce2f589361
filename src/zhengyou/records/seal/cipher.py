"""How one value is sealed, opened and compared: AES-256-GCM, and HMAC-SHA256 for blind indexes.

    token = kind (1 byte: 1 plain, 2 with blind index) · data key id (4) · [blind index (16)] · nonce (12) · text and tag

The head of the token and the name of the field are authenticated with the text, so that a value can neither be
altered nor be carried into another field unnoticed. A random nonce of 96 bits is safe for 2^32 values a key
(NIST SP 800-38D, 8.3); rotation comes long before.
"""

import hashlib
import hmac
import re
import secrets
import struct
import unicodedata
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhengyou.records.seal import keys
from zhengyou.records.seal.enums import Use
from zhengyou.records.seal.errors import Broken

PLAIN, INDEXED = 1, 2
HEAD = 5
INDEX = 16


def _tidy(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", _tidy(text))
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


NORMAL: dict[str, Callable[[str], str]] = {
    "phone": _phone,
    "identity": lambda text: re.sub(r"[^0-9A-Z]", "", _tidy(text).upper()),
    "name": _tidy,
    "email": lambda text: _tidy(text).casefold(),
    "text": lambda text: unicodedata.normalize("NFKC", text).strip(),
}
"""How values of a domain are brought into one form before they are compared."""


def seal(text: str, label: str, domain: str = "") -> bytes:
    """Return the token of ``text`` for the field ``label``; empty text stays empty. ``domain`` adds a blind index."""
    if not text:
        return b""
    key_id, key = keys.active(Use.SEAL)
    head = struct.pack(">BI", INDEXED if domain else PLAIN, key_id) + (blind(text, domain) if domain else b"")
    nonce = secrets.token_bytes(keys.NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, text.encode(), label.encode() + b"\0" + head)


def unseal(token: bytes, label: str) -> str:
    """Return the text of ``token``; raises Broken where it was altered or sealed for another field."""
    if not token:
        return ""
    try:
        kind, key_id = struct.unpack(">BI", token[:HEAD])
        size = {PLAIN: HEAD, INDEXED: HEAD + INDEX}[kind]
        head, nonce, rest = token[:size], token[size : size + keys.NONCE], token[size + keys.NONCE :]
        key = keys.by_id(key_id)
        return AESGCM(key).decrypt(nonce, rest, label.encode() + b"\0" + head).decode()
    except (InvalidTag, KeyError, ValueError, struct.error) as error:
        raise Broken(f"A sealed value of {label} was altered.") from error


def blind(text: str, domain: str) -> bytes:
    """Return the blind index of ``text``: equal for equal values of a domain, meaningless without the key."""
    _key_id, key = keys.active(Use.INDEX)
    normal = NORMAL[domain](text)
    return hmac.digest(key, f"{domain}\0{normal}".encode(), hashlib.sha256)[:INDEX]


def head_of(key_id: int, *, indexed: bool) -> bytes:
    """Return how tokens begin that this data key sealed."""
    return struct.pack(">BI", INDEXED if indexed else PLAIN, key_id)
