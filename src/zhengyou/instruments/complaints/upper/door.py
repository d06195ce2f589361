"""The platform's program: orders are asked for, replies are handed over. Every fault of the line is one `LineProblem`."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, Protocol

from zhengyou.instruments.complaints import policy
from zhengyou.instruments.complaints.upper.layout import dig


class LineProblem(Exception):
    """The platform could not be reached or did not answer as agreed; the text names the status or kind, no content."""


class Door(Protocol):
    """A way to the platform's program."""

    def fetch(self, path: str) -> Any:
        """Return the JSON that stands at ``path``. Raises LineProblem."""

    def send(self, path: str, body: Mapping[str, Any], key: str) -> Any:
        """Hand ``body`` over and return the JSON of the answer; ``key`` is the same for a repeated try."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A platform that sends elsewhere would carry the token there."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Follow nothing."""


class HttpDoor:
    """The platform over HTTP, with a bearer token."""

    def __init__(self, address: str, token: str) -> None:
        if urllib.parse.urlsplit(address).scheme not in {"http", "https"}:
            raise LineProblem("address")
        self._address, self._token = address.rstrip("/"), token
        self._opener = urllib.request.build_opener(_NoRedirects)

    def fetch(self, path: str) -> Any:
        """Return the JSON that stands at ``path``."""
        return self._ask("GET", path, None, {})

    def send(self, path: str, body: Mapping[str, Any], key: str) -> Any:
        """Hand ``body`` over, once for each ``key``."""
        return self._ask("POST", path, json.dumps(body, ensure_ascii=False).encode(), {"Idempotency-Key": key})

    def _ask(self, method: str, path: str, body: bytes | None, more: Mapping[str, str]) -> Any:
        headers = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8", **more}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(  # noqa: S310 -- the scheme was looked at above
            f"{self._address}/{path.lstrip('/')}", data=body, headers=headers, method=method
        )
        try:
            with self._opener.open(request, timeout=policy.UPPER_PATIENCE) as answer:
                content = answer.read(policy.UPPER_MOST_BYTES + 1)
        except urllib.error.HTTPError as error:
            raise LineProblem(f"HTTP {error.code}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise LineProblem(type(error).__name__) from error
        if len(content) > policy.UPPER_MOST_BYTES:
            raise LineProblem("size")
        try:
            return json.loads(content) if content.strip() else {}
        except (ValueError, RecursionError) as error:
            raise LineProblem("JSON") from error


def listed(answer: Any, at: str) -> list[Any]:
    """Return the list of orders in an answer. Raises LineProblem where there is none."""
    found = dig(answer, at)
    if not isinstance(found, list):
        raise LineProblem("list")
    return found
