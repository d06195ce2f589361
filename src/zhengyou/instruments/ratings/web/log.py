"""The public pages of the log of ratings: the signed heads, and whether one's own rating still stands in it."""

import base64

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhengyou.instruments.ratings import log, policy, queries
from zhengyou.instruments.ratings.log import Proof
from zhengyou.instruments.ratings.models import LogHead
from zhengyou.records.seal import throttle

LOOK = "ratings.look"
HEADS = 30


@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """Show what the log said of itself each day, signed."""
    page = Paginator(log.heads(), HEADS).get_page(request.GET.get("page"))
    rows = [{"head": head, "root": _text(head.root)[:16]} for head in page]
    return render(request, "ratings/log.html", {"page": page, "rows": rows, "key": log.public_key()})


@require_safe
def heads_json(request: HttpRequest) -> JsonResponse:
    """Give the last year's heads to programs that keep a copy."""
    del request
    return JsonResponse({"key": log.public_key(), "heads": [_told(head) for head in log.heads()[:366]]})


@never_cache
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Say whether the rating of a receipt still stands in the log as it was given."""
    typed = request.GET.get("code", "").strip()
    rating = queries.rating_for(typed) if typed else None
    if typed and rating is None:
        throttle.require(LOOK, throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
    proof = log.proof_of(rating) if rating else None
    addition = getattr(rating, "addition", None) if rating else None
    added = log.proof_of(addition) if addition else None
    if request.GET.get("format") == "json" and proof is not None:
        return JsonResponse({**_proof(proof), **({"addition": _proof(added)} if added else {})})
    context = {"typed": typed[:40], "known": rating is not None, "proof": proof, "addition": addition, "added": added}
    return render(request, "ratings/log_check.html", context, status=404 if typed and rating is None else 200)


def _proof(proof: Proof) -> dict[str, object]:
    return {
        "index": proof.index,
        "leaf": _text(proof.leaf),
        "path": [_text(each) for each in proof.siblings],
        "head": _told(proof.head),
        "key": proof.head.key,
    }


def _told(head: LogHead) -> dict[str, object]:
    return {
        "day": head.day.isoformat(),
        "size": head.size,
        "root": _text(head.root),
        "signature": _text(head.signature),
    }


def _text(told: bytes | memoryview) -> str:
    return base64.b64encode(bytes(told)).decode()
