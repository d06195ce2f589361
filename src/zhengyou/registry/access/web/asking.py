"""A verb that asks what it needs: in a dialog over its page, or on a page of its own."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhengyou.kernel.errors import Forbidden, Refused, Sentence
from zhengyou.registry.access.web.desk import DeskRequest


def ask(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: Sentence,
    back: str,
    text: Sentence = "",
    label: Sentence = "",
    said: Sentence = "",
    danger: bool = False,
    after: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Ask before a verb in a dialog, do it, and go on; a refusal stands at its field and nothing typed is lost.

    ``after`` says where to go with what the verb returned, ``back`` is the page it was asked from.
    """
    answer = _attempt(request, form, act, back, said, after)
    if isinstance(answer, HttpResponse):
        return answer
    context = {"title": title, "text": text, "form": form, "label": label or title, "danger": danger, "back": back}
    return render(request, "confirm.html", context, status=answer)


def fill(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: Sentence,
    back: str,
    lead: Sentence = "",
    submit: Sentence = "",
    said: Sentence = "",
    danger: bool = False,
    after: Callable[[Any], str] | None = None,
    links: Sequence[tuple[Sentence, str]] = (),
) -> HttpResponse:
    """As `ask`, on a page that is one form; ``links`` lead to what is worth reading before the answer."""
    answer = _attempt(request, form, act, back, said, after)
    if isinstance(answer, HttpResponse):
        return answer
    context = {
        "title": title, "lead": lead, "form": form, "submit": submit or title, "danger": danger, "back": back,
        "links": links,
    }  # fmt: skip
    return render(request, "form.html", context, status=answer)


def _attempt(
    request: DeskRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Any],
    back: str,
    said: Sentence,
    after: Callable[[Any], str] | None,
) -> HttpResponse | int:
    """Return where to go after the verb, or the status with which the form is shown (again)."""
    if request.method != "POST" or not form.is_valid():
        return 422 if form.is_bound else 200
    try:
        done = act(form.cleaned_data)
    except Refused as refusal:
        refusal.place_on(form)
        return 403 if isinstance(refusal, Forbidden) else 422
    messages.success(request, str(said or _("Done.")))
    return redirect((after(done) if after else "") or back)


def data_of(request: DeskRequest) -> Any:
    """Return what was posted, or nothing for an empty form."""
    return request.POST if request.method == "POST" else None
