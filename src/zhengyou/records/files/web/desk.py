"""The desk's door for attachments: plain forms, resumable uploads, downloads.

The resumable upload speaks the core of tus in plain words: begin → append at an offset → finish; after a broken line
the sender asks for the offset and goes on there.
"""

import re
import uuid
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhengyou.kernel.errors import Conflict, Forbidden, Refused
from zhengyou.records.files import actions, policy
from zhengyou.records.files.enums import State
from zhengyou.records.files.models import Attachment
from zhengyou.records.files.owners import Owner, require_write, rules_of
from zhengyou.records.files.web.serving import served
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.desk import View, signed_in

_KEY = re.compile(r"[\w.-]{1,64}")


def in_json(view: View) -> View:
    """Return a view whose refusals are answered as JSON: ``error`` for the person, ``code`` for the program."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            status = 403 if isinstance(refusal, Forbidden) else 409 if isinstance(refusal, Conflict) else 422
            return JsonResponse({"error": str(refusal), "code": refusal.code}, status=status)

    return answered


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the desk
    return actor


def _owner(request: HttpRequest) -> Owner:
    kind, key = request.POST.get("owner_kind", ""), request.POST.get("owner_id", "")
    if not _KEY.fullmatch(key):
        raise Refused(_("Files cannot be attached here."), code="owner")
    return Owner(kind, key, rules_of(kind).label(key))


def _told(attachment: Attachment) -> JsonResponse:
    return JsonResponse(
        {
            "id": str(attachment.pk),
            "name": attachment.name,
            "state": attachment.state,
            "offset": attachment.received,
            "size": attachment.size,
            "chunk": policy.CHUNK_BYTES,
            "url": reverse("files:open", args=[attachment.pk]),
        }
    )


@signed_in
@require_POST
def attach(request: HttpRequest) -> HttpResponse:
    """Attach the files of a plain form (fields owner_kind, owner_id, file, next) and go back to its page."""
    back = _back(request)
    sent = request.FILES.getlist("file")
    if not sent:
        messages.error(request, gettext("Choose a file first."))
        return redirect(back)
    owner, done = _owner(request), 0
    for file in sent[: policy.MOST_FILES]:
        try:
            _attach(request, owner, file)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{file.name}：{refusal}")
    if done:
        messages.success(
            request, ngettext("%(count)s file was attached.", "%(count)s files were attached.", done) % {"count": done}
        )
    return redirect(back)


def _attach(request: HttpRequest, owner: Owner, file: Any) -> None:
    require_write(_actor(request), owner)
    actions.require_size(owner, file.size or 0)  # before it is read into memory
    sealed = "sealed" in request.POST
    actions.attach(owner, name=file.name or "", content=file.read(), actor=_actor(request), sealed=sealed)


@signed_in
@require_POST
@in_json
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a resumable upload; the answer tells its id and the size of a piece."""
    size = request.POST.get("size", "")
    if not size.isascii() or not size.isdigit() or len(size) > 12:
        raise Refused(_("The size of the file is missing."), field="size")
    name = request.POST.get("name", "")
    made = actions.begin(
        _owner(request), name=name, size=int(size), actor=_actor(request), sealed="sealed" in request.POST
    )
    return _told(made)


@signed_in
@require_http_methods(["POST", "PATCH"])
@in_json
def append(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take the body of the request as the piece at ``?offset=``; a wrong offset is answered with 409 and the right one."""
    attachment, offset = get_object_or_404(Attachment, pk=key), request.GET.get("offset", "")
    if not offset.isascii() or not offset.isdigit() or len(offset) > 12:
        raise Refused(_("The offset of the piece is missing."), field="offset")
    length = request.headers.get("Content-Length") or "0"
    if not length.isdigit() or int(length) > policy.CHUNK_BYTES:
        raise Refused(_("The piece is too large."), field="file", code="too_large")
    try:
        return _told(actions.append(attachment, offset=int(offset), data=request.body, actor=_actor(request)))
    except Conflict as conflict:
        attachment.refresh_from_db()
        told = {"error": str(conflict), "code": conflict.code, "offset": attachment.received, "state": attachment.state}
        return JsonResponse(told, status=409)


@signed_in
@require_POST
@in_json
def finish(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Close a resumable upload."""
    return _told(actions.finish(get_object_or_404(Attachment, pk=key), actor=_actor(request)))


@signed_in
@require_GET
@in_json
def status(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Tell how far an upload has come, to whoever may go on with it."""
    attachment = get_object_or_404(Attachment, pk=key)
    require_write(_actor(request), attachment.owner)
    return _told(attachment)


@signed_in
@require_GET
def open_file(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """Hand out a file to whom the owner's rule lets read it; a picture may be shown in the page (``?show``)."""
    attachment = get_object_or_404(Attachment, pk=key)
    return served(actions.open_for(attachment, actor=_actor(request)), inline="show" in request.GET)


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, and on yes take the file back and return to the page it stood on (``next``, else where one came from)."""
    attachment = get_object_or_404(Attachment.objects.exclude(state=State.WITHDRAWN), pk=key)
    require_write(_actor(request), attachment.owner)
    if request.method == "POST":
        actions.withdraw(attachment, actor=_actor(request))
        messages.success(request, gettext("The file was withdrawn."))
        return redirect(_back(request))
    if "next" not in request.GET and (came_from := request.headers.get("Referer")):
        return redirect(f"{request.path}?{urlencode({'next': came_from})}")
    text = gettext("“%(name)s” will no longer be attached.") % {"name": attachment.name}
    words = {"title": gettext("Withdraw the file"), "text": text, "label": pgettext("file", "Withdraw"), "danger": True}
    return render(request, "confirm.html", {**words, "back": _back(request)})


def _back(request: HttpRequest) -> str:
    """Return the page of ours that the form or link named, or the desk."""
    named = request.POST.get("next") or request.GET.get("next", "")
    # a bare word would be taken for the name of a route
    inside = named.startswith(("/", "http://", "https://")) and url_has_allowed_host_and_scheme(
        named, {request.get_host()}
    )
    return named if inside else reverse("desk")
