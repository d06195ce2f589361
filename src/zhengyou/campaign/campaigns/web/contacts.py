"""Desk pages of contacts: areas and points in charge, pairs, and what was promised on visits."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions import contacts as verbs
from zhengyou.campaign.campaigns.enums import ContactState
from zhengyou.campaign.campaigns.forms.work import ContactFilter, ContactForm, NoteForm, WhyForm
from zhengyou.campaign.campaigns.models import Contact, ContactNote
from zhengyou.campaign.campaigns.queries.work import contacts_for, open_promises
from zhengyou.campaign.campaigns.web.ground import beneath, campaign_of, can, frame, hosts, sent
from zhengyou.campaign.campaigns.web.showing import (
    Card,
    Col,
    Link,
    Record,
    Register,
    Row,
    Table,
    Verb,
    ask,
    entries,
    fill,
    show,
    show_record,
)
from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Place

LABEL = gettext_lazy("Contacts and pairs")
TONES = {ContactState.ACTIVE: "success", ContactState.ENDED: "neutral"}


@desk_view(rules.READ)
def listing(request: DeskRequest, pk: uuid.UUID) -> HttpResponseBase:
    """List who looks after whom."""
    campaign = campaign_of(request, pk)
    form = ContactFilter(request.GET)
    rows = contacts_for(request.actor).filter(campaign=campaign)
    given = form.cleaned_data if form.is_valid() else {}
    if text := (given.get("q") or "").strip():
        rows = rows.filter(Q(appointment__person__name__icontains=text) | Q(target__name__icontains=text))
    if given.get("kind"):
        rows = rows.filter(kind=given["kind"])
    cols = [
        Col(_("Who looks after"), lambda one: one.appointment.person.name, width=14),
        Col(_("Post"), lambda one: one.appointment.post.title, width=16),
        Col(_("Kind of contact"), lambda one: one.get_kind_display(), width=20),
        Col(_("With"), lambda one: one.other, wide=True, width=30),
        Col(_("Joint task"), lambda one: one.task, wide=True, width=40),
        Col(_("Until"), lambda one: one.ends_on, Format.DATE),
        Col(_("State"), lambda one: one.get_state_display(), tone=lambda one: TONES[ContactState(one.state)]),
    ]
    leads = bool(hosts(request, campaign, rules.KEEP)) and campaign.state == "running"
    new_url = reverse("campaigns:contact-new", args=[pk])
    promises = open_promises(rows).filter(promise_due__lt=clock.today()).count()
    lead = _("Who looks after which town, point, colleague or family, for which term")
    if promises:
        lead = _("%(count)s promises made on visits are past their day") % {"count": promises}
    register = Register(
        title=_("Contacts and pairs"),
        lead=lead,
        rows=rows,
        cols=cols,
        url=lambda one: reverse("campaigns:contact", args=[one.pk]),
        empty=(_("No contact here"), _("Assign the first one."), _("Assign a contact") if leads else "", new_url),
        form=form,
        buttons=[Link(_("Assign a contact"), new_url, "primary", "plus")] if leads else [],
        icon="handshake",
        **frame(campaign, "contacts"),
    )
    return show(request, register)


@desk_view(rules.KEEP)
def new(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Assign a contact."""
    campaign = campaign_of(request, pk)
    below = campaign.body if can(request, rules.KEEP, campaign) else request.actor.body or campaign.body
    form = ContactForm(
        sent(request), campaign=campaign, below=below,
        initial={"starts_on": campaign.starts_on, "ends_on": campaign.ends_on},
    )  # fmt: skip
    return fill(
        request, form, lambda given: verbs.assign(campaign, **given, actor=request.actor), title=_("Assign a contact"),
        lead=campaign.title, back=reverse("campaigns:contacts", args=[pk]),
        after=lambda one: reverse("campaigns:contact", args=[one.pk]),
    )  # fmt: skip


def _contact(request: DeskRequest, pk: uuid.UUID) -> Contact:
    return get_object_or_404(contacts_for(request.actor), pk=pk)


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a contact with its visits and promises."""
    one = _contact(request, pk)
    keeps = can(request, rules.KEEP, one.campaign, one.body)
    facts: list[tuple[Any, Any]] = [
        (_("Who looks after"), f"{one.appointment.person.name} · {one.appointment}"),
        (_("Kind of contact"), one.get_kind_display()),
        (_("With"), one.other),
        (_("Term"), f"{one.starts_on:%Y-%m-%d} – {one.ends_on:%Y-%m-%d}"),
        (_("Joint task"), one.task),
    ]
    if one.outcome:
        facts.append((_("What came of it"), one.outcome))
    here = reverse("campaigns:contact", args=[pk])
    active = one.state == ContactState.ACTIVE
    return show_record(
        request,
        Record(
            title=f"{one.appointment.person.name} → {one.other}",
            eyebrow=one.get_kind_display(),
            state=one.get_state_display(),
            tone=TONES[ContactState(one.state)],
            cards=[Card(_("The contact"), facts, icon="handshake")],
            tables=[_notes(one, keeps=keeps)],
            entries=entries(one),
            verbs=[
                Verb(_("Note a visit"), f"{here}note/", "link", "primary", "pencil"),
                Verb(_("End the contact"), f"{here}end/", kind="quiet"),
            ]
            if keeps and active
            else [],
            **beneath(one.campaign, "contacts", LABEL, "campaigns:contacts"),
        ),
    )


def _notes(one: Contact, *, keeps: bool) -> Table:
    rows = []
    today = clock.today()
    for note in one.notes.select_related("place"):
        state: Any = ""
        if note.kept_on:
            state = (
                _("Kept on %(day)s: %(how)s") % {"day": f"{note.kept_on:%Y-%m-%d}", "how": note.kept_how},
                "success",
            )
        elif note.promise_due:
            past = note.promise_due < today
            state = (f"{_('Promised by')} {note.promise_due:%Y-%m-%d}", "error" if past else "warning")
        keep = keeps and note.promise and not note.kept_on
        rows.append(
            Row(
                [f"{note.on:%Y-%m-%d}", note.text, note.place.name if note.place else "", note.promise, state],
                verbs=[Verb(_("Promise kept"), reverse("campaigns:promise", args=[note.pk]))] if keep else [],
            )
        )
    heads = [_("Day"), _("What was seen or agreed"), _("Where"), _("Promise"), _("State")]
    return Table(_("Visits"), heads, rows, icon="map-pin", empty=_("No visit is noted yet."))


@desk_view(rules.KEEP)
def note(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Note a visit."""
    one = _contact(request, pk)
    under = one.target or one.body
    places = Place.objects.filter(body__path__startswith=under.path, ends_on__isnull=True)
    form = NoteForm(sent(request), places=places, initial={"on": clock.today()})
    return fill(
        request, form, lambda given: verbs.note_contact(one, **given, actor=request.actor), title=_("Note a visit"),
        lead=str(one), back=reverse("campaigns:contact", args=[pk]),
    )  # fmt: skip


@desk_view(rules.KEEP)
def promise(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Say how a promise was kept."""
    rows = ContactNote.objects.select_related("contact__campaign__body", "contact__body")
    one = get_object_or_404(rows.filter(contact__in=contacts_for(request.actor)), pk=pk)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.keep_promise(one, how=given["words"], actor=request.actor), title=_("Promise kept"),
        back=reverse("campaigns:contact", args=[one.contact_id]), text=one.promise,
    )  # fmt: skip


@desk_view(rules.KEEP)
def end(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """End a contact with what came of it."""
    one = _contact(request, pk)
    return ask(
        request, WhyForm(sent(request)),
        lambda given: verbs.end_contact(one, outcome=given["words"], actor=request.actor), title=_("End the contact"),
        back=reverse("campaigns:contact", args=[pk]), text=_("Say what came of it."),
    )  # fmt: skip
