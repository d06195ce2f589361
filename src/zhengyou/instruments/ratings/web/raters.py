"""The rater's own pages behind the receipt code: have it taken up again, report retaliation."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhengyou.instruments.ratings import actions, admission, answers, origin, policy, queries
from zhengyou.instruments.ratings.enums import Level
from zhengyou.instruments.ratings.models import Rating
from zhengyou.kernel import ids
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.records.seal import throttle


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take from the rater that it is not settled."""
    rating = _rating(request, receipt)
    words = {
        "title": _("It is not settled"),
        "note": _("The level above reads this. The unit only learns that it is not settled."),
        "field": "words",
        "label": _("What is not settled"),
        "submit": _("Have it taken up again"),
        "possible": actions.may_object(rating),
        "impossible": _("This cannot be taken up again now."),
    }
    return _ask(request, receipt, rating, words, lambda text, _phone: actions.object_to(rating, words=text))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def retaliation(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take the rater's report that somebody made them suffer for the rating."""
    rating = _rating(request, receipt)
    words = {
        "title": _("Somebody makes me suffer for my rating"),
        "note": _("Read by supervision above the unit only. The unit learns nothing of it. The answer stands here."),
        "field": "text",
        "label": _("What happened"),
        "submit": _("Report it"),
        "phone": True,
        "possible": True,
    }
    return _ask(
        request, receipt, rating, words,
        lambda text, phone: actions.report_retaliation(rating, text=text, phone=phone),
    )  # fmt: skip


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, receipt: str) -> HttpResponse:
    """Take what the rater adds later."""
    rating = _rating(request, receipt)
    sent = {name: [value.replace("\x00", "") for value in values] for name, values in request.POST.lists()}
    told, error = answers.read(sent), ""
    if request.method == "POST":
        admit(request)
        try:
            actions.add(rating, level=told.level, text=told.text, keep_private=told.keep_private)
        except Refused as refusal:
            error = str(refusal)
        else:
            return redirect("ratings:track", receipt=ids.read_code(receipt))
    context = {
        "rating": rating, "receipt": ids.read_code(receipt), "error": error, "text": told.text[: policy.TEXT_LENGTH],
        "keep_private": told.keep_private, "chosen": str(told.level), "possible": actions.may_add(rating),
        "levels": list(reversed(Level.choices)), "longest": policy.TEXT_LENGTH,
    }  # fmt: skip
    return render(request, "ratings/add.html", context, status=422 if error else 200)


def _ask(
    request: HttpRequest, receipt: str, rating: Rating, words: dict[str, object], act: Callable[[str, str], object]
) -> HttpResponse:
    error = ""
    text, phone = request.POST.get("text", "")[: policy.TEXT_LENGTH], request.POST.get("phone", "")[:30]
    if request.method == "POST":
        admit(request)
        try:
            act(text, phone)
        except Refused as refusal:
            error = str(refusal)
        else:
            return redirect("ratings:track", receipt=ids.read_code(receipt))
    context = {
        **words, "rating": rating, "receipt": ids.read_code(receipt), "error": error, "text": text, "given_phone": phone,
        "longest": policy.TEXT_LENGTH,
    }  # fmt: skip
    return render(request, "ratings/say.html", context, status=422 if error else 200)


def _rating(request: HttpRequest, receipt: str) -> Rating:
    rating = queries.rating_for(receipt)
    if rating is None:
        throttle.require("ratings.look", throttle.address_of(request), limit=policy.LOOKS, period=policy.LOOKS_IN)
        raise Http404
    return rating


def admit(request: HttpRequest) -> None:
    """Count the knock, and refuse what another site's page sent in the rater's name."""
    told = request.headers
    if origin.from_elsewhere(request.get_host(), told.get("Sec-Fetch-Site", ""), told.get("Origin", "")):
        raise Forbidden(_("Please open the rating page itself and send your rating from there."), code="origin")
    (refusal,) = admission.refused([admission.knocks(throttle.address_of(request), told.get("User-Agent", ""))])
    if refusal is not None:
        raise refusal
