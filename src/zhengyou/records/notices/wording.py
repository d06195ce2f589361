"""The text to copy into the WeChat group: the message, and exactly one link."""

import re

from django.conf import settings

_LINK = re.compile(r"https?://\S+")


def absolute(path: str, base: str = "") -> str:
    """Return the whole address of a page on this site; ``base`` as the request knows it, else as the settings say."""
    return f"{(settings.RATING_BASE_URL or base).rstrip('/')}{path}" if path else ""


def to_copy(text: str, path: str = "", base: str = "") -> str:
    """Return ``text`` with the one link at its end; links inside the text are taken out, so that there is one to tap."""
    if not path:
        return text.strip()
    bare = " ".join(_LINK.sub("", text).split())
    return f"{bare}\n{absolute(path, base)}"
