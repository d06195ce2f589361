"""Answers that a browser saves as a file."""

import re
from typing import TypeVar

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

R = TypeVar("R", bound=HttpResponseBase)

_OUTSIDE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')


def as_download(content: bytes, name: str, media_type: str = "application/octet-stream") -> HttpResponse:
    """Return ``content`` as a file to save under ``name``, which may be Chinese (RFC 6266 and 5987).

    For what the house itself made: exports, forms, documents, codes.
    """
    response = HttpResponse(content, content_type=media_type)
    return guarded(response, name)


def guarded(response: R, name: str, *, inline: bool = False) -> R:
    """Put the headers on ``response`` that keep a file from acting in the browser, and return it."""
    safe = _OUTSIDE.sub(" ", name).strip() or "file"
    response["Content-Disposition"] = content_disposition_header(not inline, safe) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response
