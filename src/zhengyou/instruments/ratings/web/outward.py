"""Desk pages of what goes outward: platforms above with their pushes and differences, and webhooks."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.ratings import actions, line, rules
from zhengyou.instruments.ratings.models import Push, UpperPlatform, Webhook
from zhengyou.kernel.errors import Conflict, Forbidden, Refused, Sentence
from zhengyou.records.ledger import Actor
from zhengyou.registry.access.queries import roots_of, within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.services.models import Case

DIFFERENCES = {
    "missing": gettext_lazy("missing there"),
    "unknown": gettext_lazy("unknown here"),
    "different": gettext_lazy("another level there"),
}
TONES = {"waiting": "info", "sent": "success", "failed": "error"}


class PlatformForm(forms.Form):
    """A platform above: where it answers, and how it calls things."""

    name = forms.CharField(label=gettext_lazy("Platform"), max_length=80)
    address = forms.URLField(label=gettext_lazy("Address of its program"), max_length=300, assume_scheme="https")
    token = forms.CharField(label=gettext_lazy("Token (empty: the one that is kept)"), required=False, max_length=300)
    rates_there = forms.BooleanField(
        label=gettext_lazy("Cases of business systems are rated there"), required=False,
        help_text=gettext_lazy("Their ratings are taken over from it, and no code of ours is printed for them"),
    )  # fmt: skip
    names = forms.JSONField(
        label=gettext_lazy("Names of the fields there"), required=False, initial=dict, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("For cases, ratings and rectifications: our field, its name there. Without a name it is not sent."),
    )  # fmt: skip


class WebhookForm(forms.Form):
    """An address to be told."""

    address = forms.URLField(label=gettext_lazy("Address to be told"), max_length=300, assume_scheme="https")


@desk_view(rules.PUSH)
def listing(request: DeskRequest) -> HttpResponse:
    """Show the platforms and webhooks with what is on its way, was received, and was given up."""
    counts = {name: Count("pushes", filter=Q(pushes__state=name)) for name in TONES}
    platforms = list(within(UpperPlatform.objects.annotate(**counts), request.actor, rules.PUSH))
    told = {name: Count("deliveries", filter=Q(deliveries__state=name)) for name in TONES}
    failed = within(Push.objects.filter(state="failed").select_related("platform"), request.actor, rules.PUSH)
    context = {
        "platforms": _with_differences(platforms, request.actor),
        "hooks": within(Webhook.objects.annotate(**told), request.actor, rules.PUSH),
        "failed": failed[:50],
    }
    return render(request, "ratings/outward.html", context)


Difference = tuple[Sentence, Sentence]
"""The number of a case, and what is different of it."""


def _with_differences(platforms: list[UpperPlatform], actor: Actor) -> list[tuple[UpperPlatform, list[Difference]]]:
    """Return each platform with what the last reconciliation found; of cases of the reader's own unit without their number."""
    numbers = {row["number"] for one in platforms for row in one.differing}
    cases = Case.objects.filter(Q(number__in=numbers) | Q(external_number__in=numbers)).select_related("body")
    own = {
        number
        for case in cases
        if rules.is_withheld(actor, case.body)
        for number in (case.number, case.external_number)
    }
    return [
        (
            one,
            [
                (_("Case of the own unit") if row["number"] in own else row["number"], DIFFERENCES[row["what"]])
                for row in one.differing
            ],
        )
        for one in platforms
    ]


@desk_view(rules.PUSH)
def platform(request: DeskRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Enter a platform above, or mend it."""
    kept = get_object_or_404(within(UpperPlatform.objects.all(), request.actor, rules.PUSH), pk=pk) if pk else None
    shown = ("name", "address", "names", "rates_there")
    first: dict[str, Any] = {name: getattr(kept, name) for name in shown} if kept else {"rates_there": True}
    form = PlatformForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        body = kept.body if kept else roots_of(request.actor, rules.PUSH).first()
        if body is None:
            raise Forbidden(_("This belongs to a body outside the scope of your present identity."))
        try:
            actions.save_platform(
                body=body, name=given["name"], address=given["address"], token=given["token"],
                names=given["names"] or None, rates_there=given["rates_there"], platform=kept, actor=request.actor,
            )  # fmt: skip
        except (Forbidden, Conflict):
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("ratings:outward")
    context = {"title": _("Platform above"), "form": form, "back": reverse("ratings:outward")}
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.PUSH)
@require_POST
def reconcile(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Compare with what the platform lists."""
    kept = get_object_or_404(within(UpperPlatform.objects.all(), request.actor, rules.PUSH), pk=pk)
    try:
        found = actions.reconcile(kept, actor=request.actor)
    except line.LineProblem as problem:
        messages.error(request, _("The platform did not answer: %(what)s") % {"what": str(problem)})
    else:
        messages.success(request, _("Reconciled; differences: %(number)d") % {"number": len(found)})
    return redirect("ratings:outward")


@desk_view(rules.PUSH)
@require_POST
def again(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Put something that was given up on its way once more."""
    push = get_object_or_404(within(Push.objects.select_related("platform"), request.actor, rules.PUSH), pk=pk)
    actions.push_again(push, actor=request.actor)
    return redirect("ratings:outward")


@desk_view(rules.PUSH)
def hook(request: DeskRequest) -> HttpResponse:
    """Enter a webhook; its secret is shown once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        body = roots_of(request.actor, rules.PUSH).first()
        if body is None:
            raise Forbidden(_("This belongs to a body outside the scope of your present identity."))
        made, secret = actions.add_webhook(body=body, address=form.cleaned_data["address"], actor=request.actor)
        return render(request, "ratings/webhook.html", {"hook": made, "secret": secret})
    context = {
        "title": _("New webhook"), "form": form, "back": reverse("ratings:outward"),
        "lead": _("Told of finished batches and settled bad ratings, signed by the Standard Webhooks specification."),
    }  # fmt: skip
    return render(request, "form.html", context, status=422 if form.errors else 200)
