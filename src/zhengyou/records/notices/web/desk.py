"""Desk pages of notices: what this person was told, each with a text to copy into the WeChat group."""

import io
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.desk import signed_in
from zhengyou.records.notices import actions, channels, queries, wording
from zhengyou.records.notices.forms import ChannelsForm
from zhengyou.records.sheets import XLSX, Column, Format, export

PAGE = 20


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the desk
    return actor


@signed_in
def listing(request: HttpRequest) -> HttpResponseBase:
    """List what this person was told: what is new first, or all of it."""
    everything = request.GET.get("show") == "all"
    found = queries.told(_actor(request)) if everything else queries.unread(_actor(request))
    if words := request.GET.get("q", "").strip():
        found = found.filter(text__icontains=words)
    if request.GET.get("export") == "xlsx":
        return _workbook(found)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    notices = list(page)
    reasons: dict[uuid.UUID, str] = {
        one.notice_id: str(channels.REASONS.get(one.reason, one.reason)) for one in queries.skipped(notices)
    }
    base = request.build_absolute_uri("/")
    rows = [
        {"notice": one, "copy": wording.to_copy(one.text, one.url, base), "reason": reasons.get(one.pk, "")}
        for one in notices
    ]
    tabs = [
        {"label": _("New"), "url": reverse("notices:list"), "active": not everything},
        {"label": _("All"), "url": "?show=all", "active": everything},
    ]
    context = {"page": page, "rows": rows, "tabs": tabs, "any_unread": any(not one.read_at for one in notices)}
    return render(request, "notices/list.html", context)


def _workbook(found: Any) -> FileResponse:
    columns = [
        Column(_("Notice"), width=60),
        Column(_("Told by"), width=24),
        Column(_("Told"), Format.MOMENT),
        Column(_("Read on"), Format.MOMENT),
    ]
    rows = ([one.text, one.told_by, one.created_at, one.read_at] for one in found.iterator(chunk_size=1000))
    content = io.BytesIO(export(_("Notices"), columns, rows))
    return FileResponse(content, as_attachment=True, filename=_("Notices") + ".xlsx", content_type=XLSX)


@signed_in
@require_POST
def open_notice(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark one notice as read and go to the page it tells of."""
    notice = get_object_or_404(queries.told(_actor(request)), pk=pk)
    actions.read(notice, actor=_actor(request))
    return redirect(notice.url or "notices:list")


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    count = actions.read_all(actor=_actor(request))
    messages.success(
        request, ngettext("%(n)d notice marked as read.", "%(n)d notices marked as read.", count) % {"n": count}
    )
    return redirect("notices:list")


@signed_in
def choose_channels(request: HttpRequest) -> HttpResponseBase:
    """Choose on which ways besides the desk one wants to be told."""
    actor = _actor(request)
    form = ChannelsForm(request.POST or None, initial=ChannelsForm.of(queries.without(queries.person_of(actor))))
    if request.method == "POST" and form.is_valid():
        actions.choose_channels(form.cleaned_data["channels"], actor=actor)
        messages.success(request, _("Your choice has been kept."))
        return redirect("notices:list")
    context = {
        "title": _("How I am told"),
        "lead": _("Every notice stands on the desk. Choose on which other ways it shall reach you as well."),
        "form": form,
        "back": reverse("notices:list"),
        "back_label": _("Notices"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)
