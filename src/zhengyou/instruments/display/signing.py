"""What a signature under a sheet of promises covers."""

import hashlib
import json

from zhengyou.instruments.display.models import Pledge


def digest(pledge: Pledge) -> str:
    """Return SHA-256 over all that a sheet says: title, opening, version, period, and every promise in its order."""
    promises = pledge.commitments.order_by("order_number", "id").values_list("heading", "text", "measure", "target")
    said = [
        pledge.title,
        pledge.opening,
        pledge.number,
        f"{pledge.starts_on:%Y-%m-%d}",
        f"{pledge.ends_on:%Y-%m-%d}",
        [list(promise) for promise in promises],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def holds(pledge: Pledge) -> bool:
    """Return whether the sheet still says what was signed."""
    return bool(pledge.digest) and pledge.digest == digest(pledge)
