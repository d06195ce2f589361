"""Encrypts an archive with a passphrase, in pieces, so that neither size nor memory limits it.

Layout: magic, salt, then frames of length, nonce and AES-256-GCM ciphertext. Each frame's number and whether it is the
last one are authenticated (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015), so that frames can
be neither reordered nor cut off. The key comes from the passphrase by scrypt (n=2^17, r=8, p=1: 128 MB, about 0.4 s).
"""

import os
import struct
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from zhengyou.site.console import Stop

MAGIC = b"ZHENGYOU-SEALED-1\n"
PIECE = 1 << 20
SALT = 16


def is_sealed(path: Path) -> bool:
    """Return whether a file is an encrypted archive."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def passphrase(path: Path) -> bytes:
    """Read a passphrase file without its line end.

    Raises:
        Stop: it cannot be read or is too short to protect anything.
    """
    try:
        words = path.read_bytes().strip()
    except OSError as error:
        raise Stop(f"无法读取口令文件 / cannot read the passphrase file {path}: {error.strerror}") from error
    if len(words) < 12:
        raise Stop(f"口令过短 / the passphrase in {path} is shorter than 12 characters")
    return words


def seal(plain: IO[bytes], sealed: IO[bytes], words: bytes) -> None:
    """Encrypt the one file into the other."""
    salt = os.urandom(SALT)
    cipher = AESGCM(_key(words, salt))
    sealed.write(MAGIC + salt)
    number, piece = 0, plain.read(PIECE)
    while True:
        following = plain.read(PIECE)
        nonce = os.urandom(12)
        frame = cipher.encrypt(nonce, piece, _place(number, is_last=not following))
        sealed.write(struct.pack(">I", len(frame)) + nonce + frame)
        if not following:
            return
        number, piece = number + 1, following


def unseal(sealed: IO[bytes], plain: IO[bytes], words: bytes) -> None:
    """Decrypt the one file into the other.

    Raises:
        Stop: the passphrase is wrong, or the file was changed or cut off.
    """
    head = sealed.read(len(MAGIC) + SALT)
    cipher = AESGCM(_key(words, head[len(MAGIC) :]))
    number, length = 0, sealed.read(4)
    while length:
        if len(length) != 4 or struct.unpack(">I", length)[0] > PIECE + 16:
            raise Stop("备份已损坏 / the archive is damaged")
        nonce, frame = sealed.read(12), sealed.read(struct.unpack(">I", length)[0])
        length = sealed.read(4)
        try:
            plain.write(cipher.decrypt(nonce, frame, _place(number, is_last=not length)))
        except (InvalidTag, ValueError) as error:
            reason = "口令错误或备份已损坏 / wrong passphrase or damaged archive"
            raise Stop(reason if number == 0 else "备份已损坏 / the archive is damaged") from error
        number += 1


def _key(words: bytes, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=1 << 17, r=8, p=1).derive(words)


def _place(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">Q?", number, is_last)
