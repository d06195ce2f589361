"""The page of a verb that asks for something first."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhengyou.kernel.errors import Refused
from zhengyou.registry.access.web import DeskRequest


def asked(
    request: DeskRequest, form: BaseForm, made: Callable[[dict[str, Any]], str], *, back: str = "../", **words: str
) -> HttpResponse:
    """Answer a form page: do what is asked and go where it says, or show what is wrong beside what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            address = made(form.cleaned_data)
        except Refused as error:
            error.place_on(form)
        else:
            return redirect(address)
    status = 422 if form.is_bound else 200
    return render(request, "form.html", {"form": form, "back": back, **words}, status=status)
