"""The line to programs outside: posts JSON, follows nothing, tells every fault by one short word."""

import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any

from zhengyou.instruments.ratings import policy

MOST = 5 * 1024 * 1024
LOST = {502, 504}
"""Answers of a relay that does not know what became of it behind."""


class LineProblem(Exception):
    """The program outside could not be reached or did not answer as agreed; tells a status or a kind, no content.

    ``perhaps_taken``: whether it may have taken what was sent all the same, since its answer was lost on the way.
    """

    def __init__(self, word: str, *, perhaps_taken: bool = False) -> None:
        super().__init__(word)
        self.perhaps_taken = perhaps_taken


Post = Callable[[str, bytes | None, Mapping[str, str]], Any]
"""Sends bytes (or asks, with None) and returns the JSON of the answer. Raises LineProblem."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A program that sends elsewhere would carry the token there."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Follow nothing."""


def post(address: str, content: bytes | None, headers: Mapping[str, str]) -> Any:
    """Send ``content`` to ``address``, or ask for what stands there, and return the JSON of the answer."""
    if urllib.parse.urlsplit(address).scheme not in {"http", "https"}:
        raise LineProblem("address")
    told = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8", **headers}
    request = urllib.request.Request(  # noqa: S310 -- the scheme was looked at above
        address, data=content, headers=told, method="GET" if content is None else "POST"
    )
    try:
        opener = urllib.request.build_opener(_NoRedirects)
        with opener.open(request, timeout=policy.PUSH_PATIENCE) as answer:
            said = answer.read(MOST + 1)
    except urllib.error.HTTPError as error:
        raise LineProblem(f"HTTP {error.code}", perhaps_taken=error.code in LOST) from error
    except urllib.error.URLError as error:  # before anything was sent whole
        raise LineProblem(type(error).__name__) from error
    except (OSError, HTTPException, ValueError) as error:
        raise LineProblem(type(error).__name__, perhaps_taken=True) from error
    if len(said) > MOST:
        raise LineProblem("size", perhaps_taken=True)
    try:
        return json.loads(said) if said.strip() else {}
    except (ValueError, RecursionError):
        return {}


def signed(secret: str, message: str, moment: int, content: bytes) -> dict[str, str]:
    """Return the headers by which the Standard Webhooks specification signs ``content``.

    HMAC-SHA256 with the bytes behind ``whsec_`` over ``id.timestamp.content``, in base 64, after ``v1,``.
    """
    key = base64.b64decode(secret.removeprefix("whsec_"))
    told = f"{message}.{moment}.".encode() + content
    mark = base64.b64encode(hmac.digest(key, told, hashlib.sha256)).decode()
    return {"webhook-id": message, "webhook-timestamp": str(moment), "webhook-signature": f"v1,{mark}"}
