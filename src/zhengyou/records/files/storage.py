"""The bytes on disk: pieces of uploads, finished files under their hash, sealed files encrypted.

A file appears under its name only when it is complete (written beside, flushed, renamed). Folders and files are
readable by the installation's own account only.
"""

import hashlib
import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from zhengyou.kernel import clock
from zhengyou.records.seal import keys
from zhengyou.records.seal.enums import Use

_MARK = b"ZYF1"
_HEAD = len(_MARK) + 4


class Damaged(RuntimeError):
    """The bytes on disk are gone or are not what was stored."""


def folder() -> Path:
    """Return the folder of attachments, which stands outside the web root."""
    return Path(settings.MEDIA_ROOT)


def digest(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def piece(upload: str) -> Path:
    """Return where the pieces of an upload gather."""
    return folder() / "uploads" / upload


def write_piece(upload: str, offset: int, data: bytes) -> None:
    """Write ``data`` at ``offset`` and cut off whatever an earlier, failed attempt left behind it."""
    path = piece(upload)
    _make(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        file.seek(offset)
        file.write(data)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def read_piece(upload: str, offset: int = 0, size: int = -1) -> bytes:
    """Return what has come of an upload; nothing where nothing has come."""
    try:
        with piece(upload).open("rb") as file:
            file.seek(offset)
            return file.read(size)
    except FileNotFoundError:
        return b""


def drop_piece(upload: str) -> None:
    """Forget the pieces of an upload."""
    piece(upload).unlink(missing_ok=True)


def put(place: str, content: bytes) -> None:
    """Store ``content`` under ``place``; the same place always holds the same bytes, so a second time does nothing."""
    path = folder() / place
    day = clock.midnight(clock.today()).timestamp()  # the exact moment of a public submission is kept nowhere
    if path.exists() and path.stat().st_size == len(content):
        os.utime(path, (day, day))  # young again, so that no clean-up takes it for a leftover
        return
    _make(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.utime(beside, (day, day))
    beside.replace(path)


def get(place: str) -> bytes:
    """Return what stands under ``place``."""
    try:
        return (folder() / place).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(f"The bytes of an attachment are missing: {place}") from error


def path_of(place: str) -> Path:
    """Return the path of a stored file; raises Damaged where it is gone."""
    path = folder() / place
    if not path.exists():
        raise Damaged(f"The bytes of an attachment are missing: {place}")
    return path


def drop(place: str) -> None:
    """Take a stored file off the disk."""
    (folder() / place).unlink(missing_ok=True)


def sealed(content: bytes, name: str) -> bytes:
    """Return ``content`` encrypted for the attachment ``name``; it opens for no other one (AES-256-GCM)."""
    key_id, key = keys.active(Use.SEAL)
    head, nonce = _MARK + struct.pack(">I", key_id), secrets.token_bytes(keys.NONCE)
    return head + nonce + AESGCM(key).encrypt(nonce, content, head + name.encode())


def unsealed(token: bytes, name: str) -> bytes:
    """Return what was sealed for the attachment ``name``; raises Damaged where it was altered."""
    head, nonce, rest = token[:_HEAD], token[_HEAD : _HEAD + keys.NONCE], token[_HEAD + keys.NONCE :]
    if not head.startswith(_MARK):
        raise Damaged("A sealed attachment was altered.")
    try:
        key = keys.by_id(struct.unpack(">I", head[len(_MARK) :])[0])
        return AESGCM(key).decrypt(nonce, rest, head + name.encode())
    except (InvalidTag, ValueError, struct.error) as error:
        raise Damaged("A sealed attachment was altered.") from error


def written_at(place: str) -> float:
    """Return when a stored file was last written (seconds since 1970); 0 where it is gone."""
    try:
        return (folder() / place).stat().st_mtime
    except FileNotFoundError:
        return 0.0


def stored() -> Iterator[tuple[str, float]]:
    """Yield every file below the folder with its place and the moment it was last written (seconds since 1970)."""
    for path in folder().rglob("*"):
        if path.is_file():
            yield path.relative_to(folder()).as_posix(), path.stat().st_mtime


def _make(path: Path) -> None:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
