"""Text messages to visitors: by the gateway of the installation, which speaks JSON over HTTPS."""

import json
from collections.abc import Callable

from django.conf import settings

from zhengyou.instruments.ratings import line

Carry = Callable[[str, str, str], None]
"""Brings a text to a telephone number, under a key that is the same for a repeated try. Raises LineProblem."""


def is_set_up() -> bool:
    """Return whether this installation can send text messages at all, with an address to be tapped."""
    return bool(settings.SMS_ADDRESS and settings.RATING_BASE_URL)


def carry(phone: str, text: str, key: str) -> None:
    """Hand ``text`` for ``phone`` to the gateway; what it answers is not kept."""
    headers = {"Idempotency-Key": key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    line.post(settings.SMS_ADDRESS, json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode(), headers)
