"""Mail: a way into a mailbox (IMAP), and what a message says, as far as a matter needs it.

Nothing of a message is executed or shown as it came: HTML becomes text, attachments are handed to `records.files`,
which recognises them by content.
"""

import hashlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import Any, Protocol

from zhengyou.instruments.complaints import policy as numbers

TLS_PORT = 993
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class MailProblem(Exception):
    """The mailbox could not be looked into; the text names the kind of error, no content."""


class Box(Protocol):
    """A mailbox: messages that nobody took yet, and the word that one was taken."""

    def unseen(self, most: int) -> Iterator[tuple[str, bytes]]:
        """Yield mark and content of up to ``most`` messages. Raises MailProblem."""

    def done(self, mark: str) -> None:
        """Note in the mailbox that a message was taken; it stays there. Raises MailProblem."""

    def close(self) -> None:
        """Leave the mailbox."""


class ImapBox:
    """A mailbox over IMAP; without TLS only on the machine itself."""

    def __init__(self, host: str, port: int, account: str, password: str, folder: str) -> None:
        try:
            if host in LOCAL and port != TLS_PORT:
                self._imap: imaplib.IMAP4 = imaplib.IMAP4(host, port, timeout=numbers.MAIL_PATIENCE)
            else:
                self._imap = imaplib.IMAP4_SSL(
                    host, port, ssl_context=ssl.create_default_context(), timeout=numbers.MAIL_PATIENCE
                )
            self._imap.login(account, password)
            self._asked(self._imap.select(f'"{folder}"'))
        except (OSError, imaplib.IMAP4.error, ValueError) as error:
            raise MailProblem(type(error).__name__) from error

    def unseen(self, most: int) -> Iterator[tuple[str, bytes]]:
        """Yield mark and content of messages without the flag Seen; looking alone does not set it."""
        try:
            found = self._asked(self._imap.uid("SEARCH", "UNSEEN"))
            for mark in (found[0] or b"").split()[:most]:
                parts = self._asked(self._imap.uid("FETCH", mark.decode(), "(BODY.PEEK[])"))
                content = next((part[1] for part in parts if isinstance(part, tuple)), b"")
                yield mark.decode(), content
        except (OSError, imaplib.IMAP4.error, ValueError) as error:
            raise MailProblem(type(error).__name__) from error

    def done(self, mark: str) -> None:
        """Set the flag Seen."""
        try:
            self._asked(self._imap.uid("STORE", mark, "+FLAGS", r"(\Seen)"))
        except (OSError, imaplib.IMAP4.error) as error:
            raise MailProblem(type(error).__name__) from error

    def close(self) -> None:
        """Log out; a line that is broken already does not matter."""
        try:
            self._imap.logout()
        except (OSError, imaplib.IMAP4.error):
            return

    @staticmethod
    def _asked(answer: tuple[str, list[Any]]) -> list[Any]:
        word, parts = answer
        if word != "OK":
            raise MailProblem(word)
        return parts


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says: who sent it, its title and text, and its attachments by name."""

    digest: str
    name: str
    address: str
    title: str
    text: str
    sent_by_machine: bool
    files: tuple[tuple[str, bytes], ...]


def read(content: bytes) -> Letter:
    """Read a message, however broken: what cannot be read is left out."""
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise TypeError("the default policy makes EmailMessages")
    key = _head(message, "Message-ID").encode() or content
    name, address = parseaddr(_head(message, "From"))
    return Letter(
        digest=hashlib.sha256(key).hexdigest(),
        name=name.strip()[:60],
        address=address.strip()[:120] if "@" in address else "",
        title=_head(message, "Subject")[:60],
        text=_text(message)[: numbers.TEXT_LENGTH],
        sent_by_machine=_by_machine(message),
        files=tuple(_files(message)),
    )


def _head(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").replace("\x00", "").split())
    except Exception:  # noqa: BLE001 -- whatever a broken heading makes the parser do, it is as if it were not there
        return ""


def _by_machine(message: EmailMessage) -> bool:
    """Whether a program sent it by itself (RFC 3834): answers to such mail would go round for ever."""
    if _head(message, "Auto-Submitted").lower() not in {"", "no"}:
        return True
    return _head(message, "Precedence").lower() in {"bulk", "junk", "list"} or "<>" in _head(message, "Return-Path")


def _text(message: EmailMessage) -> str:
    try:
        body = message.get_body(("plain", "html"))
        content = body.get_content() if body is not None else ""
        words = content if isinstance(content, str) else ""
        if body is not None and body.get_content_type() == "text/html":
            words = plain(words)
    except Exception:  # noqa: BLE001 -- an unknown encoding or a broken part is no reason to lose the rest
        words = ""
    return _without_quotes(words.replace("\x00", "")).strip()


def _without_quotes(text: str) -> str:
    """Return ``text`` without the lines of earlier mail that it quotes."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line for blocks, be silent in scripts and styles."""
        del attrs
        self._silent += tag in {"script", "style"}
        if tag in {"p", "br", "div", "tr", "li"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Speak again behind scripts and styles."""
        self._silent -= tag in {"script", "style"} and self._silent > 0

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._silent:
            self.words.append(data)


def plain(html: str) -> str:
    """Return the words of an HTML text."""
    reader = _Words()
    reader.feed(html)
    return re.sub(r"\n\s*\n+", "\n", "".join(reader.words)).strip()


def _files(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        try:
            if part.get_content_disposition() != "attachment" and part.get_content_maintype() != "image":
                continue
            content = part.get_payload(decode=True)
            name = part.get_filename() or "file"
        except Exception:  # noqa: BLE001, S112 -- a broken part is dropped and counted by the caller
            continue
        if isinstance(content, bytes) and content:
            yield str(name).replace("\x00", "")[:120], content
