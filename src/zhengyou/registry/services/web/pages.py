"""What the newer desk pages of this room add to the plain ones: the tones of its states, papers, a choice before all."""

import io

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from zhengyou.kernel.errors import Sentence
from zhengyou.records.documents import Rendered
from zhengyou.registry.access.web import DeskRequest, register
from zhengyou.registry.access.web.register import Col
from zhengyou.registry.services.enums import BookingState, ContactState, MandateState, NormState, UndertakingState

TONES: dict[str, str] = {
    ContactState.OPEN: "info",
    ContactState.HANDED: "warning",
    ContactState.TAKEN: "info",
    ContactState.ENDED: "success",
    UndertakingState.KEPT: "success",
    UndertakingState.BROKEN: "error",
    MandateState.ACTIVE: "info",
    MandateState.DONE: "success",
    MandateState.REVOKED: "neutral",
    BookingState.BOOKED: "info",
    BookingState.PRESENT: "warning",
    BookingState.CALLED: "info",
    BookingState.CANCELLED: "neutral",
    BookingState.ARRIVED: "success",
    BookingState.MISSED: "warning",
    NormState.IN_FORCE: "success",
    NormState.REPLACED: "neutral",
    NormState.REPEALED: "neutral",
}


class Sure(forms.Form):
    """A question before a verb that needs nothing but a yes."""


def state_of(label: Sentence) -> Col:
    """Return the column that tells where a row stands."""
    return register.state_of(label, TONES)


def pdf(made: Rendered, name: Sentence) -> FileResponse:
    """Return a paper to print."""
    return FileResponse(io.BytesIO(made.content), filename=f"{name}.pdf", content_type="application/pdf")


def choose_first(request: DeskRequest, form: forms.Form, *, title: Sentence, back: str) -> HttpResponse:
    """Ask what must be known before anything else can be asked; the answer stands in the address."""
    context = {"title": title, "form": form, "back": back}
    return render(request, "services/choose_first.html", context, status=422 if form.is_bound else 200)
