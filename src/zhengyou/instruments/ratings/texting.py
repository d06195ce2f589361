"""Text messages to visitors: by the gateway of the installation, which speaks JSON over HTTPS."""

import json
from collections.abc import Callable

from django.conf import settings

from zhengyou.instruments.ratings import line

Carry = Callable[[str, str], None]
"""Brings a text to a telephone number. Raises LineProblem."""


def is_set_up() -> bool:
    """Return whether this installation can send text messages at all, with an address to be tapped."""
    return bool(settings.SMS_ADDRESS and settings.RATING_BASE_URL)


def carry(phone: str, text: str) -> None:
    """Hand ``text`` for ``phone`` to the gateway; what it answers is not kept."""
    headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
    line.post(settings.SMS_ADDRESS, json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode(), headers)
