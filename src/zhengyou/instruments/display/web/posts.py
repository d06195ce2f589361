"""Desk pages of demonstration posts, their kinds, and areas of responsibility."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.instruments.display import actions, policy, rules
from zhengyou.instruments.display.enums import PostState
from zhengyou.instruments.display.forms.fields import ReasonForm, WordFilter
from zhengyou.instruments.display.forms.works import ApplicationForm, AreaForm, PostTypeForm
from zhengyou.instruments.display.models import Area, DemonstrationPost, PostType
from zhengyou.instruments.display.queries import asked_of
from zhengyou.instruments.display.web import pages, showing
from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, searched, show
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under

COLUMNS = (
    Col(label=gettext_lazy("Name of the post"), value=lambda row: row.name, width=24),
    Col(label=gettext_lazy("Kind of demonstration post"), value=lambda row: row.type.name),
    Col(label=gettext_lazy("Unit in charge"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Window"), value=lambda row: row.window),
    Col(
        label=gettext_lazy("Who holds it"),
        value=lambda row: row.appointment.person.name if row.appointment else _("All who serve there"),
    ),
    Col(label=gettext_lazy("Held from"), value=lambda row: row.starts_on, format=Format.DATE),
    Col(label=gettext_lazy("Held until"), value=lambda row: row.ends_on, format=Format.DATE),
    pages.state_of(gettext_lazy("State")),
    Col(label=gettext_lazy("Reason"), value=lambda row: row.reason, width=30, only_sheet=True),
)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the demonstration posts and applications."""
    form = WordFilter(request.GET, states=PostState.choices)
    choice = choose(request, rules.READ)
    rows = DemonstrationPost.objects.select_related("body", "type", "window", "appointment__person")
    found = under(within(rows, request.actor, rules.READ), choice.body)
    page = Register(
        title=_("Demonstration posts"),
        lead=_("Applied for, awarded for a term, renewed, ended or taken back"),
        cols=COLUMNS,
        url=lambda row: reverse("display:post", args=[row.pk]),
        empty=_("Apply for a post; somebody else decides on it."),
        buttons=pages.drafts(request, _("Apply"), "display:apply-post"),
        tabs=showing.tabs("posts"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(found, form, "name", "type__name", "body__name"),
    )
    return show(request, page)


def _post(request: DeskRequest, pk: uuid.UUID) -> DemonstrationPost:
    rows = DemonstrationPost.objects.select_related("body", "type__body", "window", "appointment__person")
    return get_object_or_404(within(rows, request.actor, rules.READ), pk=pk)


@desk_view(rules.DRAFT)
def apply(request: DeskRequest) -> HttpResponse:
    """Ask which post applies and what it has done."""
    body = pages.unit_of(request)
    return fill(
        request,
        ApplicationForm(data_of(request), body=body),
        lambda given: actions.apply_for_post(body=body, actor=request.actor, **given),
        title=_("Apply for a demonstration post"),
        lead=body.name,
        submit=_("Keep the draft"),
        said=_("Kept as a draft. Hand it in for review when it is ready."),
        back=reverse("display:posts"),
        after=lambda made: reverse("display:post", args=[made.pk]),
    )


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one demonstration post, its term and what this hat may do."""
    one = _post(request, pk)
    drafts = bool(may(request.actor, rules.DRAFT, one.body))
    awards = bool(may(request.actor, rules.AWARD, one.body))
    own = one.drafted_by == request.actor.id
    held, open_now = one.state == PostState.HELD, one.state == PostState.SUBMITTED
    ending = held and one.ends_on is not None and (one.ends_on - clock.today()).days <= policy.RENEWAL_DAYS

    def verb(label: str, name: str, *, shown: bool, kind: str = "plain", icon: str, asks: bool = False) -> Verb | None:
        url = reverse("display:act-post", args=[pk, name])
        return Verb(label=label, url=url, kind=kind, icon=icon, how="dialog" if asks else "post") if shown else None

    thing = Record(
        title=one.name,
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=f"{one.body.name} · {one.type.name}",
        crumbs=[(_("Demonstration posts"), reverse("display:posts"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Kind of demonstration post"), one.type.name),
                    (_("Conditions of the post"), one.type.conditions),
                    (_("Window"), one.window or _("No single window")),
                    (_("Who holds it"), one.appointment.person.name if one.appointment else _("All who serve there")),
                    (_("Held from"), f"{one.starts_on:%Y-%m-%d}" if one.starts_on else ""),
                    (_("Held until"), f"{one.ends_on:%Y-%m-%d}" if one.ends_on else ""),
                    (_("Reason"), one.reason),
                ],
                "info",
            ),
            Card(_("What it has done"), icon="list-checks", lines=one.deeds.splitlines()),
        ],
        verbs=[
            verb(
                _("Hand in for review"),
                "submit",
                shown=drafts and one.state == PostState.DRAFT,
                kind="primary",
                icon="send",
            ),
            verb(_("Award the title"), "award", shown=awards and open_now and not own, kind="primary", icon="award"),
            verb(_("Do not award"), "decline", shown=awards and open_now, icon="x", asks=True),
            verb(_("Renew for another term"), "renew", shown=awards and ending, icon="repeat"),
            verb(_("Take the title back"), "remove", shown=awards and held, kind="danger", icon="archive", asks=True),
        ],
        alert=("info", "", _("You applied for this. Somebody else must decide."))
        if own and open_now and awards
        else None,
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.READ)
def act(request: DeskRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """Hand in, award, renew; ask for the reason where a title is refused or taken back."""
    one, back = _post(request, pk), reverse("display:post", args=[pk])
    asking = {"decline": (actions.decline, _("Do not award")), "remove": (actions.remove, _("Take the title back"))}
    if verb in asking:
        act_on, title = asking[verb]
        return ask(
            request,
            ReasonForm(data_of(request)),
            lambda given: act_on(one, reason=given["reason"], actor=request.actor),
            title=title,
            text=_("The public reads the reason."),
            back=back,
            danger=verb == "remove",
        )
    at_once = {"submit": actions.submit_post, "award": actions.award, "renew": actions.renew}
    if request.method == "POST" and verb in at_once:
        at_once[verb](one, actor=request.actor)
        messages.success(request, _("Done."))
    return redirect(back)


@desk_view(rules.READ)
def types(request: DeskRequest) -> HttpResponseBase:
    """List the kinds of demonstration posts: of the own bodies and of those above."""
    found = asked_of(PostType.objects.select_related("body"), request.actor)
    columns = (
        Col(label=_("Kind of demonstration post"), value=lambda row: row.name, width=24),
        Col(label=_("Unit in charge"), value=lambda row: row.body.name, width=24),
        Col(label=_("Conditions of the post"), value=lambda row: row.conditions, width=40),
        Col(label=_("Term in months"), value=lambda row: row.term_months, format=Format.INT),
        Col(
            label=_("State"),
            value=lambda row: _("In use") if row.is_active else _("No longer used"),
            tone=lambda row: "success" if row.is_active else "neutral",
        ),
    )
    keeps = request.actor.holds(rules.KEEP)
    page = Register(
        title=_("Kinds of posts"),
        lead=_("Party members, women, youth, teachers: add what is awarded here"),
        cols=columns,
        url=lambda row: reverse("display:post-type", args=[row.pk]),
        empty=_("Add the kinds of posts that units apply for."),
        buttons=[Link(_("New kind"), reverse("display:new-post-type"), "primary", "plus")] if keeps else [],
        tabs=showing.tabs("post-types"),
        rows=found.distinct(),
    )
    return show(request, page)


@desk_view(rules.KEEP)
def new_type(request: DeskRequest) -> HttpResponse:
    """Ask what a new kind of post is called and for how long it is held."""
    body = pages.keeper_of(request)
    return fill(
        request,
        PostTypeForm(data_of(request)),
        lambda given: actions.add_post_type(body=body, actor=request.actor, **given),
        title=_("New kind"),
        lead=body.name,
        back=reverse("display:post-types"),
    )


@desk_view(rules.READ)
def post_type(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one kind of post."""
    one = get_object_or_404(asked_of(PostType.objects.select_related("body"), request.actor), pk=pk)
    close = Verb(
        label=_("Close this kind"),
        url=reverse("display:close-post-type", args=[pk]),
        icon="archive",
        confirm=_("Nobody applies for it any more; titles run to their end."),
        how="post",
    )
    thing = Record(
        title=one.name,
        eyebrow=one.body.name,
        crumbs=[(_("Kinds of posts"), reverse("display:post-types"))],
        cards=[
            Card(
                _("Facts"),
                [(_("Conditions of the post"), one.conditions), (_("Term in months"), one.term_months)],
                "info",
            )
        ],
        verbs=[close if one.is_active and may(request.actor, rules.KEEP, one.body) else None],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.KEEP)
@require_POST
def close_type(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Let nobody apply for a kind any more."""
    one = get_object_or_404(within(PostType.objects.select_related("body"), request.actor, rules.KEEP), pk=pk)
    actions.close_post_type(one, actor=request.actor)
    return redirect("display:post-type", pk=pk)


AREA_COLUMNS = (
    Col(label=gettext_lazy("Name of the area"), value=lambda row: row.name, width=24),
    Col(label=gettext_lazy("Unit in charge"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Who answers for it"), value=lambda row: row.appointment.person.name),
    Col(label=gettext_lazy("Spots"), value=lambda row: "、".join(spot.name for spot in row.spots.all()), width=40),
    Col(label=gettext_lazy("What is looked after"), value=lambda row: row.duties, width=40),
)


@desk_view(rules.READ)
def areas(request: DeskRequest) -> HttpResponseBase:
    """List the areas for which party members answer, and draw the map of places and areas."""
    form = WordFilter(request.GET)
    choice = choose(request, rules.READ)
    rows = Area.objects.filter(ends_on__isnull=True).select_related("body", "appointment__person")
    found = under(within(rows, request.actor, rules.READ), choice.body).prefetch_related("spots")
    page = Register(
        title=_("Areas of responsibility"),
        lead=_("Which party member answers for which places"),
        cols=AREA_COLUMNS,
        url=lambda row: reverse("display:area", args=[row.pk]),
        empty=_("Mark the places for which a party member answers."),
        buttons=[
            *pages.drafts(request, _("Mark an area"), "display:mark-area"),
            Link(_("Map of the areas"), pages.with_query("display:area-map", request), icon="grid-2x2"),
        ],
        tabs=showing.tabs("areas"),
        form=form,
        nodes=choice.nodes,
        keep="body",
        rows=searched(found, form, "name", "body__name", "appointment__person__name"),
    )
    return show(request, page)


@desk_view(rules.DRAFT)
def mark(request: DeskRequest) -> HttpResponse:
    """Ask for the places of an area and who answers for them."""
    body = pages.unit_of(request)
    return fill(
        request,
        AreaForm(data_of(request), body=body),
        lambda given: actions.mark_area(body=body, actor=request.actor, **given),
        title=_("Mark an area"),
        lead=body.name,
        back=reverse("display:areas"),
    )


@desk_view(rules.READ)
def area(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one area."""
    rows = Area.objects.select_related("body", "appointment__person", "appointment__post").prefetch_related("spots")
    one = get_object_or_404(within(rows, request.actor, rules.READ), pk=pk)
    end = Verb(
        label=_("End this area"),
        url=reverse("display:end-area", args=[pk]),
        icon="archive",
        confirm=_("It stays on record."),
        how="post",
    )
    ends = one.ends_on is None and may(request.actor, rules.DRAFT, one.body)
    thing = Record(
        title=one.name,
        eyebrow=one.body.name,
        crumbs=[(_("Areas of responsibility"), reverse("display:areas"))],
        cards=[
            Card(
                _("Facts"),
                [
                    (_("Who answers for it"), f"{one.appointment.person.name} · {one.appointment.post.title}"),
                    (_("What is looked after"), one.duties),
                ],
                "info",
            ),
            Card(_("Spots"), icon="list-checks", lines=list(one.spots.all())),
        ],
        verbs=[end if ends else None],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.DRAFT)
@require_POST
def end_area(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """End an area."""
    one = get_object_or_404(within(Area.objects.select_related("body"), request.actor, rules.DRAFT), pk=pk)
    actions.end_area(one, actor=request.actor)
    return redirect("display:area", pk=pk)
