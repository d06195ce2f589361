"""The open door: files that their owner's rule lets everybody read (gazette, standards on show)."""

import uuid

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from zhengyou.kernel.errors import Refused
from zhengyou.records.files import actions
from zhengyou.records.files.models import Attachment
from zhengyou.records.files.web.serving import served
from zhengyou.records.ledger import PUBLIC


@require_GET
def open_file(request: HttpRequest, key: uuid.UUID) -> HttpResponseBase:
    """Hand out a public file; whether a file exists that is not public is not told."""
    attachment = get_object_or_404(Attachment, pk=key, sealed=False)
    try:
        opened = actions.open_for(attachment, actor=PUBLIC)
    except Refused as refusal:
        raise Http404 from refusal
    return served(opened, inline="show" in request.GET)
