"""Desk pages of signed sheets of promises and of their templates."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import actions, rules, signing
from zhengyou.instruments.display.enums import Pledger, SheetState
from zhengyou.instruments.display.forms.fields import WordFilter, at_work_in
from zhengyou.instruments.display.forms.sheets import ChooseForm, PledgeForm, TemplateForm, typed
from zhengyou.instruments.display.keeping import judge
from zhengyou.instruments.display.models import Pledge, PledgeTemplate
from zhengyou.instruments.display.queries import covering, of_person
from zhengyou.instruments.display.web import pages, showing
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may, require
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.models import Appointment
from zhengyou.registry.bodies.queries import under

COLUMNS = (
    Col(label=gettext_lazy("Sheet"), value=lambda row: row.title, width=24),
    Col(
        label=gettext_lazy("Who promises"),
        value=lambda row: row.appointment.person.name if row.appointment else row.body.known_as,
    ),
    Col(label=gettext_lazy("Unit in charge"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Version"), value=lambda row: row.number, format=Format.INT),
    Col(label=gettext_lazy("Holds from"), value=lambda row: row.starts_on, format=Format.DATE),
    Col(label=gettext_lazy("Holds until"), value=lambda row: row.ends_on, format=Format.DATE),
    Col(label=gettext_lazy("Signatory"), value=lambda row: row.signed_by, width=24),
    pages.state_of(gettext_lazy("State")),
)


def _seen(request: DeskRequest) -> QuerySet[Pledge]:
    """Return the sheets in the scope of this hat, and one's own."""
    rows = Pledge.objects.select_related("body", "template", "appointment__person", "appointment__post")
    own = of_person(request.actor)
    return rows.filter(Q(pk__in=within(Pledge.objects.all(), request.actor, rules.READ).values("pk")) | own)


def seen(request: DeskRequest, pk: uuid.UUID) -> Pledge:
    """Return the sheet with this id, if this hat may see it; else answer that there is none."""
    return get_object_or_404(_seen(request), pk=pk)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the signed sheets, the newest versions first."""
    form = WordFilter(request.GET, states=SheetState.choices)
    choice = choose(request, rules.READ)
    rows = searched(under(_seen(request), choice.body), form, "title", "appointment__person__name", "body__name")
    buttons = [Link(_("New sheet"), pages.with_query("display:choose-pledge", request), "primary", "plus")]
    if request.actor.holds(rules.KEEP):
        buttons.append(Link(_("Templates"), reverse("display:templates"), icon="copy"))
    page = Register(
        title=_("Signed sheets of promises"),
        lead=_("Of a unit or of one person, by a template, signed and kept in versions"),
        cols=COLUMNS,
        url=lambda row: reverse("display:pledge", args=[row.pk]),
        empty=_("Choose a template, write a promise below each heading, and sign."),
        buttons=buttons,
        tabs=showing.tabs("pledges"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=rows.order_by("body__sort_path", "title", "-number", "id"),
    )
    return show(request, page)


@desk_view(rules.READ)
def choose_template(request: DeskRequest) -> HttpResponse:
    """Ask by which template, and who promises: the unit, somebody of it, or oneself."""
    drafter = showing.unit_of(request, request.actor)
    body = drafter or request.actor.body
    if body is None:
        raise Forbidden(_("Put on the identity of a unit first."))
    holders = at_work_in(body)
    templates = covering(PledgeTemplate, body)
    if drafter is None:
        holders, templates = holders.filter(person_id=request.actor.person or None), templates.filter(pledger="person")
    form = ChooseForm(data_of(request), templates=templates, holders=holders)
    if request.method == "POST" and form.is_valid():
        template, held = form.cleaned_data["template"], form.cleaned_data["appointment"]
        if (template.pledger == Pledger.PERSON) == (held is not None):
            who = f"&appointment={held.public_id}" if held else ""
            return redirect(f"{reverse('display:draft-pledge')}?template={template.pk}&body={body.public_id}{who}")
        form.add_error("appointment", _("Choose the person who promises, as this template asks."))
    context = {
        "title": _("New sheet"),
        "lead": body.name,
        "form": form,
        "submit": _("Go on"),
        "back": reverse("display:pledges"),
    }
    return render(request, "form.html", context, status=422 if form.errors else 200)


@desk_view(rules.READ)
def draft(request: DeskRequest) -> HttpResponse:
    """Ask what is promised below each heading; begins with the last version, if there is one."""
    if "template" not in request.GET:
        return redirect("display:choose-pledge")
    held = _held(request)
    if held is not None:
        body = held.post.body
        if not rules.is_person(request.actor, held):
            require(request.actor, rules.DRAFT, body)
    else:
        body = pages.unit_of(request)
    key = _id(request.GET.get("template", ""))
    template = get_object_or_404(covering(PledgeTemplate, body), pk=key)
    last = Pledge.objects.filter(body=body, template=template, appointment=held).order_by("-number").first()
    today = clock.today()
    begun: dict[str, Any] = {
        "starts_on": today,
        "ends_on": today.replace(month=12, day=31),
        "opening": template.opening,
    }
    if last is not None:
        begun = typed(last) | {"starts_on": today}
    form = PledgeForm(data_of(request), template=template, initial=begun)
    return fill(
        request,
        form,
        lambda given: actions.draft_pledge(
            template=template, body=body, appointment=held, lines=form.lines, starts_on=given["starts_on"],
            ends_on=given["ends_on"], opening=given["opening"], actor=request.actor,
        ),
        title=template.name,
        lead=held.person.name if held else body.name,
        submit=_("Keep the draft"),
        said=_("Kept as a draft. It is handed in by signing it."),
        back=reverse("display:pledges"),
        after=lambda made: reverse("display:pledge", args=[made.pk]),
    )  # fmt: skip


def _held(request: DeskRequest) -> Appointment | None:
    key = _id(request.GET.get("appointment", ""))
    if key is None:
        return None
    return get_object_or_404(Appointment.objects.select_related("person", "post__body"), public_id=key)


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one sheet: its promises with what the records say, its signature, its versions."""
    pledge = seen(request, pk)
    promises = list(pledge.commitments.order_by("order_number"))
    kept = judge(promises)
    own = rules.is_person(request.actor, pledge.appointment)
    drafts = own or bool(may(request.actor, rules.DRAFT, pledge.body))
    signs = own if pledge.appointment else bool(may(request.actor, rules.SIGN, pledge.body))
    open_now = pledge.state == SheetState.DRAFT
    same = Pledge.objects.filter(body=pledge.body, template=pledge.template, appointment=pledge.appointment)
    verbs: list[Verb | None] = [
        Verb(
            label=_("Sign and hand in"),
            url=reverse("display:sign-pledge", args=[pk]),
            kind="primary",
            icon="signature",
            confirm=_("Your name stands under these promises. They cannot be changed afterwards."),
            how="post",
        )
        if signs and open_now
        else None,
        Verb(label=_("Change this draft"), url=reverse("display:amend-pledge", args=[pk]), icon="pencil", how="link")
        if drafts and open_now
        else None,
        Verb(label=_("New version"), url=_again(pledge), icon="copy", how="link")
        if drafts and not open_now and pledge.template.is_active
        else None,
        Verb(label=_("Print"), url=reverse("display:pledge-pdf", args=[pk]), icon="printer", how="link"),
        *pages.review_verbs(pledge, "pledge", request),
    ]
    thing = Record(
        title=f"{pledge.title} v{pledge.number}",
        state=pledge.get_state_display(),
        tone=pages.TONES[pledge.state],
        eyebrow=pledge.body.name,
        crumbs=[(_("Signed sheets"), reverse("display:pledges"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Who promises"), pledge.appointment.person.name if pledge.appointment else pledge.body.name),
                    (_("Holds from"), f"{pledge.starts_on:%Y-%m-%d}"),
                    (_("Holds until"), f"{pledge.ends_on:%Y-%m-%d}"),
                    (_("Signatory"), pledge.signed_by),
                    (_("Signed at"), f"{clock.local(pledge.signed_at):%Y-%m-%d %H:%M}" if pledge.signed_at else ""),
                    (_("Signature"), _signature(pledge)),
                ],
                "info",
            )
        ],
        tables=[
            Table(
                title=_("Promises"),
                heads=[_("Promise"), _("Heading of the promise"), _("Measured by"), _("Kept, by the records")],
                rows=[
                    Row((one.text, one.heading, showing.measured(one), kept[one.pk].keeping.label)) for one in promises
                ],
            ),
            Table(
                title=_("Versions"),
                heads=[_("Version"), _("State"), _("Signatory")],
                rows=[
                    Row((f"v{one.number}", one.get_state_display(), one.signed_by)) for one in same.order_by("-number")
                ],
            ),
        ],
        verbs=verbs,
        alert=pages.own_alert(pledge, request),
        entries=entries(pledge),
    )
    return show_record(request, thing)


def _signature(pledge: Pledge) -> str:
    if not pledge.digest:
        return ""
    if signing.holds(pledge):
        return _("Holds: the sheet says what was signed (%s…)") % pledge.digest[:12]
    return _("Does not hold: the sheet was changed after it was signed")


def _again(pledge: Pledge) -> str:
    who = f"&appointment={pledge.appointment.public_id}" if pledge.appointment else ""
    return f"{reverse('display:draft-pledge')}?template={pledge.template_id}&body={pledge.body.public_id}{who}"


@desk_view(rules.READ)
def amend(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a sheet that nobody has signed."""
    pledge = seen(request, pk)
    form = PledgeForm(data_of(request), template=pledge.template, initial=typed(pledge))
    back = reverse("display:pledge", args=[pk])
    return fill(
        request,
        form,
        lambda given: actions.amend_pledge(
            pledge,
            lines=form.lines,
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            opening=given["opening"],
            actor=request.actor,
        ),
        title=_("Change this draft"),
        lead=pledge.title,
        submit=_("Keep the draft"),
        said=_("Changed."),
        back=back,
    )


@desk_view(rules.READ)
@require_POST
def sign(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Sign a sheet and hand it in."""
    actions.sign(seen(request, pk), actor=request.actor)
    messages.success(request, _("Signed. Somebody else reviews it before the public sees it."))
    return redirect("display:pledge", pk=pk)


@desk_view(rules.KEEP)
def templates(request: DeskRequest) -> HttpResponseBase:
    """List the templates of sheets."""
    rows = within(PledgeTemplate.objects.select_related("body"), request.actor, rules.KEEP)
    columns = (
        Col(label=_("Name of the sheet"), value=lambda row: row.name, width=24),
        Col(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Col(label=_("Signatory"), value=lambda row: row.get_pledger_display()),
        Col(label=_("Headings"), value=lambda row: "、".join(row.headings), width=40),
        Col(
            label=_("State"),
            value=lambda row: _("In use") if row.is_active else _("No longer used"),
            tone=lambda row: "success" if row.is_active else "neutral",
        ),
    )
    page = Register(
        title=_("Templates of sheets"),
        cols=columns,
        url=lambda row: reverse("display:template", args=[row.pk]),
        empty=_("Add the pattern that units or persons fill in and sign."),
        buttons=[Link(_("New template"), reverse("display:new-template"), "primary", "plus")],
        tabs=showing.tabs("pledges"),
        rows=rows,
    )
    return show(request, page)


@desk_view(rules.KEEP)
def new_template(request: DeskRequest) -> HttpResponse:
    """Ask for the headings of a sheet."""
    body = pages.keeper_of(request)
    begun = {"headings": "\n".join((_("Working ability"), _("Conduct"), _("Efficiency"), _("Brand")))}
    return fill(
        request,
        TemplateForm(data_of(request), initial=begun),
        lambda given: actions.add_template(
            body=body, **given | {"pledger": Pledger(given["pledger"])}, actor=request.actor
        ),
        title=_("New template"),
        lead=body.name,
        back=reverse("display:templates"),
    )


@desk_view(rules.KEEP)
def template(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one template."""
    one = get_object_or_404(within(PledgeTemplate.objects.select_related("body"), request.actor, rules.KEEP), pk=pk)
    close = Verb(
        label=_("Close the template"),
        url=reverse("display:close-template", args=[pk]),
        icon="archive",
        confirm=_("No new sheet is made by it; signed ones stay as they are."),
        how="post",
    )
    thing = Record(
        title=one.name,
        eyebrow=one.body.name,
        crumbs=[(_("Templates of sheets"), reverse("display:templates"))],
        cards=[
            Card(_("Facts"), [(_("Signatory"), one.get_pledger_display()), (_("Opening words"), one.opening)], "info"),
            Card(_("Headings"), icon="list-checks", lines=one.headings),
        ],
        verbs=[close if one.is_active else None],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.KEEP)
@require_POST
def close_template(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Let no new sheet be made by a template."""
    one = get_object_or_404(within(PledgeTemplate.objects.select_related("body"), request.actor, rules.KEEP), pk=pk)
    actions.close_template(one, actor=request.actor)
    return redirect("display:template", pk=pk)
