"""What every form page of this room does: find the body, ask, do the verb, place a refusal at its field."""

import io
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhengyou.kernel.errors import Forbidden, Refused, Sentence
from zhengyou.records.documents import Rendered
from zhengyou.records.sheets import XLSX
from zhengyou.registry.bodies import queries, rules
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.forms.choices import scoped
from zhengyou.registry.bodies.models import Body

Do = Callable[[Mapping[str, Any]], object]


def visible_body(request: HttpRequest, public_id: uuid.UUID) -> Body:
    """Return the body of this id where the actor may read it; else there is no such page."""
    rows = queries.at_paths(Body.objects.select_related("parent"), rules.paths(actor_of(request), rules.READ))
    return get_object_or_404(rows, public_id=public_id)


def reach(request: HttpRequest) -> tuple[str, ...]:
    """Return the paths of the root bodies of all that the actor may read: within them bodies and persons are named."""
    held = rules.paths(actor_of(request), rules.READ)
    return tuple(sorted({path.split(".", 1)[0] + "." if path else "" for path in held}))


def ask(
    request: HttpRequest,
    form: forms.Form,
    do: Do,
    *,
    title: Sentence,
    back: str,
    submit: Sentence = "",
    lead: Sentence = "",
    done: Sentence = "",
    danger: bool = False,
) -> HttpResponse:
    """Show ``form``, or where it was sent and is right ``do`` the verb and go back; a refusal stands at its field."""
    scoped(form, reach(request))
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            if done:
                messages.success(request, str(done))
            return redirect(back)
    context = {"form": form, "title": title, "back": back, "submit": submit, "lead": lead, "danger": danger}
    return render(request, "bodies/form.html", context, status=422 if form.is_bound else 200)


def bound(request: HttpRequest, kind: type[forms.Form], /, **initial: Any) -> forms.Form:
    """Return a form with what was sent, or fresh."""
    return kind(request.POST) if request.method == "POST" else kind(initial=initial or None)


def workbook(content: bytes, name: str) -> FileResponse:
    """Answer with an Excel file."""
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def paper(rendered: Rendered, name: str) -> FileResponse:
    """Answer with a PDF to look at and print."""
    return FileResponse(
        io.BytesIO(rendered.content),
        filename=f"{name}.{rendered.extension.lstrip('.')}",
        content_type=rendered.media_type,
    )
