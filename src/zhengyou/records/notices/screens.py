"""Screens that are told at once when something changed: terminals on counters, walls in halls.

What is told is one word about a public id and never the thing itself; the screen then fetches its page. Told through
PostgreSQL (``NOTIFY``) in the transaction of the verb: nothing is told of what was rolled back, and every process that
holds a line to a screen hears it (`zhengyou.gate.screens`).
"""

import re

from django.db import connection

CHANNEL = "zhengyou_screens"
TOPIC = re.compile(r"[0-9a-f-]{36}")
WORD = re.compile(r"[a-z]{1,16}")


def tell(topic: str, word: str = "changed") -> None:
    """Tell the screens that show ``topic`` (a public id) the ``word``, when this transaction is committed."""
    if not (TOPIC.fullmatch(topic) and WORD.fullmatch(word)):
        raise ValueError(f"not for screens: {topic!r} {word!r}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{topic} {word}"])
