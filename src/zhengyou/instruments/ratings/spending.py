"""How a used invitation is known without a key from the rating to it.

What is kept of an invitation beside its rating is a keyed hash (`records.seal.cipher.blind`, HMAC-SHA256 of 128 bits),
whose key lies in the key file and not in the database. Whoever holds the invitation and the key can find the rating
(the push to an upper platform does); whoever reads the tables alone can follow neither way.
"""

import uuid

from zhengyou.records.seal import cipher

DOMAIN = "text"


def mark(invitation: uuid.UUID | str) -> bytes:
    """Return what a rating keeps of the ``invitation`` by which it was given."""
    return cipher.blind(f"ratings.spent {invitation}", DOMAIN)
