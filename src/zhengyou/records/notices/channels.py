"""The ways out of the house: each is a name and a function that carries one notice; others register their own.

A channel raises `Skip` where it cannot reach the person, with a word of `REASONS`; any other error is a failure, which
the job tries again and the jobs page shows. Mail addresses are never stored here: whoever knows them registers a
reading by `know_addresses`, asked at the moment of sending.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Sentence

MAIL = "mail"
DESK = "desk"
"""The notice itself on the desk; every notice goes there, so no delivery is kept for it."""

REASONS: dict[str, Sentence] = {
    "no_address": _("No e-mail address is on file for this person."),
    "no_channel": _("This way of sending is not set up."),
    "unknown": _("The sending broke off; it is not known whether it arrived, and it is not sent twice."),
    "unwanted": _("The person does not want to be told on this way."),
}


class Skip(Exception):
    """The person cannot be reached on this way; ``reason`` is a word of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel carries: to whom (person's id), the text, and the whole address of the page."""

    recipient_id: str
    text: str
    link: str


Carrier = Callable[[Message], Any]

_carriers: dict[str, Carrier] = {}
_labels: dict[str, Sentence] = {}
_addresses: list[Callable[[str], str]] = []


def register(name: str, carrier: Carrier, label: Sentence) -> None:
    """Add a way out of the house, from ``AppConfig.ready``; ``label`` is what people call it."""
    _carriers[name] = carrier
    _labels[name] = label


def offered() -> list[tuple[str, Sentence]]:
    """Return every way out of the house with its label; a person may do without each of them."""
    return list(_labels.items())


def know_addresses(reading: Callable[[str], str]) -> None:
    """Let mail ask ``reading`` for the address of a person's id; an empty text where there is none."""
    if reading not in _addresses:
        _addresses.append(reading)


def carry(name: str, message: Message, *, without: Collection[str] = ()) -> None:
    """Send ``message`` on the way ``name``; raises Skip where the person cannot be or will not be reached on it."""
    if name in without:
        raise Skip("unwanted")
    if name not in _carriers:
        raise Skip("no_channel")
    _carriers[name](message)


def mail_is_set_up() -> bool:
    """Return whether this installation has a relay for mail at all."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def by_mail(message: Message) -> None:
    """Send by mail; the subject is the beginning of the text."""
    if not mail_is_set_up():
        raise Skip("no_channel")
    address = next((found for reading in _addresses if (found := reading(message.recipient_id))), "")
    if not address:
        raise Skip("no_address")
    body = f"{message.text}\n\n{message.link}" if message.link else message.text
    send_mail(" ".join(message.text.split())[:60], body, settings.DEFAULT_FROM_EMAIL, [address])
