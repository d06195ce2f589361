"""Master keys from the key file, data keys from the table, and the memory of both.

The key file holds one master key a line, the newest first. Each is stretched by HKDF-SHA256 to 256 bits and wraps
data keys with AES-256-GCM. A master key is renewed by adding a line at the top, wrapping every data key anew, and
taking the old line away; the values themselves need not be touched. (NIST SP 800-57: key-encrypting and
data-encrypting keys kept apart.)
"""

import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction

from zhengyou.records.seal.enums import Use
from zhengyou.records.seal.errors import KeyLost
from zhengyou.records.seal.models import DataKey
from zhengyou.records.seal.policy import KEY_MEMORY_SECONDS

NONCE = 12


@dataclass(frozen=True, slots=True)
class Master:
    """A master key and the fingerprint by which the table names it."""

    key: bytes = field(repr=False)
    fingerprint: str


def masters() -> list[Master]:
    """Return the master keys of the key file, the newest first."""
    path = Path(settings.SEAL_KEY_FILE)
    lines = [line.strip() for line in path.read_text().splitlines() if line.strip()] if path.exists() else []
    if not lines:
        raise KeyLost(f"The key file {path} is missing or empty. Put back the one that belongs to this database.")
    return [_master(line) for line in lines]


def _master(line: str) -> Master:
    key = HKDF(SHA256(), 32, salt=None, info=b"zhengyou seal master").derive(line.encode())
    digest = Hash(SHA256())
    digest.update(b"zhengyou seal fingerprint" + key)
    return Master(key, digest.finalize().hex()[:16])


def add_master() -> Master:
    """Write a new master key into the first line of the key file and return it; older ones stay below."""
    path = Path(settings.SEAL_KEY_FILE)
    line = secrets.token_urlsafe(48)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join([line, *path.read_text().split()]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return _master(line)


def drop_masters() -> int:
    """Take the lines of master keys that wrap nothing any more out of the key file; return how many went."""
    path = Path(settings.SEAL_KEY_FILE)
    used = set(DataKey.objects.values_list("master", flat=True))
    lines = path.read_text().split()
    kept = [line for place, line in enumerate(lines) if place == 0 or _master(line).fingerprint in used]
    if len(kept) < len(lines):
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("\n".join(kept) + "\n")
        fresh.replace(path)
    return len(lines) - len(kept)


def wrap(key: bytes, use: str, master: Master) -> bytes:
    """Return ``key`` wrapped for the table."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(master.key).encrypt(nonce, key, use.encode())


def unwrap(row: DataKey) -> bytes:
    """Return the key of ``row``; raises KeyLost where the key file does not hold its master."""
    master = next((each for each in masters() if each.fingerprint == row.master), None)
    if master is None:
        raise KeyLost(
            f"The key file {settings.SEAL_KEY_FILE} does not belong to this database. Put back the right one."
        )
    wrapped = bytes(row.wrapped)
    try:
        return AESGCM(master.key).decrypt(wrapped[:NONCE], wrapped[NONCE:], row.use.encode())
    except InvalidTag as error:
        raise KeyLost(f"Data key {row.pk} was changed in the database.") from error


class _Memory:
    """Keys that this process has unwrapped."""

    def __init__(self) -> None:
        self.by_id: dict[int, bytes] = {}
        self.active: dict[str, tuple[int, float]] = {}
        self.uncommitted: set[int] = set()


_memory = _Memory()


def forget() -> None:
    """Forget every key, as after a rotation by another process or between tests."""
    _memory.__init__()  # type: ignore[misc]  # empties it in place


def make(use: str) -> DataKey:
    """Write a new data key into the table, as the active one."""
    master = masters()[0]
    row = DataKey.objects.create(use=use, wrapped=wrap(secrets.token_bytes(32), use, master), master=master.fingerprint)
    # If the transaction fails, the key is gone: until it is sure, nobody may remember it.
    _memory.uncommitted.add(row.pk)
    transaction.on_commit(lambda: _memory.uncommitted.discard(row.pk))
    return row


def active(use: str) -> tuple[int, bytes]:
    """Return id and key with which new values are made; the first one is made on first use."""
    known, read_at = _memory.active.get(use, (0, 0.0))
    if known in _memory.by_id and time.monotonic() - read_at < KEY_MEMORY_SECONDS:
        return known, _memory.by_id[known]
    row = DataKey.objects.filter(use=use, retired_at=None).first()
    if row is None:
        try:
            with transaction.atomic():
                row = make(use)
        except IntegrityError:  # another process was first
            row = DataKey.objects.get(use=use, retired_at=None)
    key = unwrap(row)
    if row.pk not in _memory.uncommitted:
        _memory.by_id[row.pk] = key
        _memory.active[use] = (row.pk, time.monotonic())
    return row.pk, key


def by_id(key_id: int) -> bytes:
    """Return the data key with this id; raises KeyLost where the table has none."""
    if key_id in _memory.by_id:
        return _memory.by_id[key_id]
    row = DataKey.objects.filter(pk=key_id).first()
    if row is None:
        raise KeyLost(f"Data key {key_id} is missing in the database.")
    key = unwrap(row)
    if key_id not in _memory.uncommitted:
        _memory.by_id[key_id] = key
    return key


def prepare() -> None:
    """Make the first keys if there are none and see that the key file opens all of them; part of each start."""
    for use in Use.values:
        active(use)
    for row in DataKey.objects.all():
        unwrap(row)
