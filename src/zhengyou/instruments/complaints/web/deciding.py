"""Desk pages of what the office does with a matter: each verb asks what it needs."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.instruments.complaints import actions, queries, rules
from zhengyou.instruments.complaints.forms import matters as forms
from zhengyou.instruments.complaints.forms.fields import HELPERS, TextForm
from zhengyou.instruments.complaints.models import Complaint, Investigation, KnowledgeVersion
from zhengyou.instruments.complaints.queries.finding import by_words_or_number
from zhengyou.instruments.complaints.web import pages
from zhengyou.instruments.complaints.web.matters import matter_or_404
from zhengyou.instruments.complaints.wording import numberless
from zhengyou.kernel.errors import Refused
from zhengyou.mechanisms.orders import rules as orders
from zhengyou.mechanisms.orders.models import Order
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view


def _ask(
    request: DeskRequest,
    pk: uuid.UUID,
    form: Callable[[Complaint], django_forms.Form],
    act: Callable[[Complaint, dict[str, Any]], Any],
    how: Callable[..., HttpResponse] = pages.ask,
    **words: Any,
) -> HttpResponse:
    matter = matter_or_404(request, pk)
    back = reverse("complaints:detail", args=[pk])
    return how(request, form(matter), lambda given: act(matter, given), back=back, **words)


@desk_view(rules.TRIAGE)
def classify(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the class of a matter."""
    return _ask(
        request,
        pk,
        lambda matter: forms.ClassifyForm(
            request.POST or None,
            initial={"category": matter.category.code if matter.category else "", "kind": matter.kind},
        ),
        lambda matter, given: actions.classify(
            matter, category=given["category"], kind=given["kind"], actor=request.actor
        ),
        title=_("Classify"),
        text=_("The class decides which unit the responsibility table proposes."),
    )


@desk_view(rules.RECEIVE)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the answer, perhaps begun by an article of the knowledge base."""
    version = _version(request.GET.get("version", ""))
    begun = {"text": version.answer, "version": str(version.pk)} if version else None

    def act(matter: Complaint, given: dict[str, Any]) -> Complaint:
        used = _version(given["version"])
        return actions.answer(matter, text=given["text"], version=used, actor=request.actor)

    return _ask(
        request,
        pk,
        lambda _matter: forms.AnswerForm(request.POST or None, initial=begun),
        act,
        title=_("Answer at once"),
        lead=_("The complainant reads this on the tracking page."),
        how=pages.fill,
    )


def _version(told: str) -> KnowledgeVersion | None:
    try:
        return KnowledgeVersion.objects.select_related("article").filter(pk=uuid.UUID(told)).first()
    except ValueError:
        return None


@desk_view(rules.TRIAGE)
def inform(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask which of the six classes it is and what is told."""
    form = forms.InformForm(request.POST or None)
    return _ask(
        request,
        pk,
        lambda _matter: form,
        lambda matter, given: actions.inform(matter, special=given["special"], told=form.words(), actor=request.actor),
        title=_("Explain, not handled"),
        lead=_("Six classes are not dispatched; the complainant is told why, and where to turn."),
        how=pages.fill,
    )


@desk_view(rules.TRIAGE)
def dispatch(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who leads and who assists, with the proposal of the responsibility table."""
    matter = matter_or_404(request, pk)
    row = queries.responsible(matter.category, matter.body, matter.territory)
    begun: dict[str, Any] = {"text": numberless(matter.text)}
    if row is not None:
        begun |= {"lead": row.lead.public_id}
        begun |= {name: one.public_id for name, one in zip(HELPERS, row.assisting.all(), strict=False)}
    if request.GET.get("lead"):  # the unit that the officer took from the proposals
        begun["lead"] = request.GET["lead"]
    form = forms.DispatchForm(request.POST or None, root=matter.body, initial=begun)
    said = (
        _("Proposed by the responsibility table (%(category)s): %(lead)s. %(basis)s")
        % {"category": row.category.name, "lead": row.lead.name, "basis": row.basis}
        if row
        else _("No row of the responsibility table fits; choose the unit yourself.")
    )
    back = reverse("complaints:detail", args=[pk])
    return pages.fill(
        request,
        form,
        lambda given: actions.dispatch(
            matter,
            lead=given["lead"],
            assisting=given["assisting"],
            text=given["text"],
            designated=given["designated"],
            pictures=given["pictures"],
            actor=request.actor,
        ),
        title=_("Dispatch"),
        lead=said,
        back=back,
        said=_("Dispatched; its clocks run."),
    )


@desk_view(rules.TRIAGE)
def merge(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask to which earlier matter this one belongs."""

    def act(matter: Complaint, given: dict[str, Any]) -> Complaint:
        into = by_words_or_number(queries.visible(request.actor, rules.TRIAGE), given["number"]).exclude(pk=matter.pk)
        main = into.filter(number=given["number"].strip().upper()).first()
        if main is None:
            raise Refused(_("There is no such matter."), field="number")
        return actions.merge(matter, into=main, actor=request.actor)

    return _ask(
        request,
        pk,
        lambda _matter: forms.MergeForm(request.POST or None, initial={"number": request.GET.get("into", "")}),
        act,
        title=_("Join to an earlier one"),
        text=_("It is handled and answered with that one; its complainant reads the same answer."),
    )


@desk_view(rules.TRIAGE)
def investigate(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask who investigates a report."""
    return _ask(
        request,
        pk,
        lambda matter: forms.InquiryForm(
            request.POST or None,
            root=matter.body,
            initial={"about": matter.about.public_id if matter.about else None, "task": numberless(matter.text)},
        ),
        lambda matter, given: actions.open_inquiry(matter, **given, actor=request.actor),
        title=_("Have it investigated"),
        lead=_("The investigators read the task alone, never the report nor who brought it."),
        how=pages.fill,
    )


@desk_view(rules.TRIAGE)
def tell_reporter(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what the reporter is told of the result."""
    matter = matter_or_404(request, pk)
    inquiry = get_object_or_404(Investigation, complaint=matter)
    form = TextForm(request.POST or None)
    return pages.ask(
        request,
        form,
        lambda given: actions.tell_reporter(inquiry, text=given["text"], actor=request.actor),
        title=_("Tell the reporter"),
        text=_("The reporter reads this on the tracking page."),
        back=reverse("complaints:detail", args=[pk]),
    )


@desk_view(rules.TRIAGE)
def ask(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask what to write to the complainant."""
    return _ask(
        request,
        pk,
        lambda _matter: TextForm(request.POST or None),
        lambda matter, given: actions.ask(matter, text=given["text"], actor=request.actor),
        title=_("Ask the complainant"),
        text=_("It appears on the tracking page; whoever asks does not learn who it is."),
    )


@desk_view(rules.IDENTITY)
def identity(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask why, open who brought it, and show it once."""
    matter = matter_or_404(request, pk, rules.IDENTITY)
    form = forms.OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = actions.open_identity(matter, purpose=form.cleaned_data["purpose"], actor=request.actor)
        return render(request, "complaints/contact.html", {"matter": matter, "contact": contact})
    context = {
        "title": _("Open who brought it"),
        "text": _("The complainant can read on the tracking page that it was opened, when, why and under which hat."),
        "form": form,
        "label": _("Open the identity"),
        "back": reverse("complaints:detail", args=[pk]),
    }
    return render(
        request,
        "form.html",
        context | {"submit": _("Open the identity"), "lead": context["text"]},
        status=422 if form.errors else 200,
    )


@desk_view(rules.PUBLISH)
def publish(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask how question and answer read in public."""
    return _ask(
        request,
        pk,
        lambda matter: forms.PublicationForm(request.POST or None, initial=forms.PublicationForm.of(matter)),
        lambda matter, given: actions.publish(matter, **given, actor=request.actor),
        title=_("Publish"),
        lead=_("Read it as a stranger would: take out names, house numbers and whatever tells who brought it."),
        how=pages.fill,
        said=_("Published."),
    )


@desk_view(rules.PUBLISH)
@require_POST
def withdraw(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a published answer off the public page."""
    matter = matter_or_404(request, pk)
    published = getattr(matter, "published", None)
    if published is None:
        raise Refused(_("It is not public any more."))
    actions.withdraw_publication(published, actor=request.actor)
    return redirect("complaints:detail", pk=pk)


@desk_view(rules.TRIAGE)
@require_POST
def close(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a matter for good."""
    actions.close(matter_or_404(request, pk), actor=request.actor)
    return redirect("complaints:detail", pk=pk)


@desk_view(rules.RECEIVE)
def renew_code(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for the telephone number that was left, and show a new code once."""
    matter = matter_or_404(request, pk)
    form = forms.PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = actions.renew_code(matter, phone=form.cleaned_data["phone"], actor=request.actor)
        except Refused as error:
            error.place_on(form)
        else:
            return render(request, "complaints/taken.html", {"taken": taken})
    context = {
        "title": _("New query code"),
        "lead": _("For a caller who lost it: ask for the telephone number that was left."),
        "form": form,
        "submit": _("Give a new code"),
        "back": reverse("complaints:detail", args=[pk]),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(orders.ANSWER)
def talk(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the unit that handles an order write with its complainants, without knowing who they are."""
    order = get_object_or_404(within(Order.objects.select_related("body"), request.actor, orders.ANSWER), pk=pk)
    matters = list(Complaint.objects.filter(order=order).order_by("received_at"))
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        for matter in matters:
            actions.ask(matter, text=form.cleaned_data["text"], actor=request.actor)
        return redirect("complaints:talk", pk=pk)
    for matter in matters:
        actions.read_messages(matter, actor=request.actor)
    talks = [(number, matter.messages.all()) for number, matter in enumerate(matters, start=1)]
    context = {"order": order, "talks": talks, "form": form}
    return render(request, "complaints/talk.html", context, status=422 if form.errors else 200)
