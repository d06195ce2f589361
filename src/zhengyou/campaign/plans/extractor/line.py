"""The line to the language model: one question, one answer, every fault a sentence that says what to do."""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import Any

from zhengyou.campaign.plans.compiler.wording import refusal
from zhengyou.campaign.plans.extractor.endpoint import Endpoint
from zhengyou.kernel.errors import Refused

WAITS = (2.0, 8.0)
"""Seconds before the second and the third try; a service that is busy may name a longer time itself."""
LONGEST_WAIT = 30.0
MOST = 4 * 1024 * 1024
"""Bytes of an answer that are read."""
PASSING = frozenset({"model-busy", "model-broken", "model-slow", "model-away"})
"""Faults that may be gone at the next try."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A service that sends elsewhere would carry text and key to a host that nobody agreed to."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Follow nothing."""


class _Fault(Exception):
    """One try failed; ``wait`` is how long the service asks us to stay away."""

    def __init__(self, refused: Refused, wait: float = 0.0) -> None:
        super().__init__(refused.code)
        self.refused = refused
        self.wait = wait


def ask(endpoint: Endpoint, messages: list[dict[str, str]], *, pause: Callable[[float], object] = time.sleep) -> str:
    """Return what the model says to ``messages``; what may pass is tried three times in all.

    Raises Refused: ``model-away``, ``-slow``, ``-busy``, ``-broken``, ``-refused`` or ``-nonsense``.
    """
    body = {"model": endpoint.model, "messages": messages, "temperature": 0, "stream": False}
    content = json.dumps(body, ensure_ascii=False).encode()
    for wait in (*WAITS, None):
        try:
            return _said(endpoint, _send(endpoint, content))
        except _Fault as fault:
            if wait is None or fault.refused.code not in PASSING:
                raise fault.refused from fault
            pause(min(max(wait, fault.wait), LONGEST_WAIT))
    raise AssertionError  # the last round returns or raises


def _send(endpoint: Endpoint, content: bytes) -> bytes:
    headers = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    request = urllib.request.Request(endpoint.questions, data=content, headers=headers)  # noqa: S310 -- endpoint_of looked
    until = time.monotonic() + endpoint.patience
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=endpoint.patience) as answer:
            return _read(endpoint, answer, until)
    except urllib.error.HTTPError as error:
        raise _fault_of(endpoint, error.code, error.headers) from error
    except TimeoutError as error:
        raise _slow(endpoint) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise _slow(endpoint) from error
        raise _Fault(refusal("model-away", host=endpoint.host)) from error
    except (OSError, HTTPException, ValueError) as error:
        raise _Fault(refusal("model-away", host=endpoint.host)) from error


def _read(endpoint: Endpoint, answer: HTTPResponse, until: float) -> bytes:
    """Read the answer piece by piece: a service that drips is given up after our patience too."""
    said = b""
    while piece := answer.read1(65536):
        said += piece
        if len(said) > MOST:
            raise _Fault(refusal("model-nonsense", host=endpoint.host))
        if time.monotonic() > until:
            raise _slow(endpoint)
    return said


def _slow(endpoint: Endpoint) -> _Fault:
    return _Fault(refusal("model-slow", host=endpoint.host, seconds=f"{endpoint.patience:g}"))


def _fault_of(endpoint: Endpoint, status: int, headers: Message) -> _Fault:
    told = {"host": endpoint.host, "status": str(status)}
    if status == 429:
        said = headers.get("Retry-After", "")
        wait = float(said) if re.fullmatch(r"[0-9]{1,5}", said) else 0.0
        return _Fault(refusal("model-busy", host=endpoint.host), wait)
    if status >= 500:
        return _Fault(refusal("model-broken", **told))
    return _Fault(refusal("model-refused", **told))


def _said(endpoint: Endpoint, answer: bytes) -> str:
    """Return the words of the first choice."""
    try:
        words = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        words = None
    if not isinstance(words, str):
        raise _Fault(refusal("model-nonsense", host=endpoint.host))
    return words
