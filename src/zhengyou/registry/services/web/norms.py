"""Desk pages of the norms of conduct: the library, one norm with its versions and who has read it."""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.access.web.asking import ask, data_of, fill
from zhengyou.registry.access.web.record import Card, Record, Row, Table, Verb, entries, show_record
from zhengyou.registry.access.web.register import Col, Link, Register, searched, show
from zhengyou.registry.services import actions, queries, rules
from zhengyou.registry.services.enums import NormState
from zhengyou.registry.services.forms.contacts import StateFilter
from zhengyou.registry.services.forms.rosters import NormForm
from zhengyou.registry.services.models import Norm
from zhengyou.registry.services.web import pages
from zhengyou.registry.services.web.contacts import unit_of

COLUMNS = (
    Col(label=gettext_lazy("Title of the norm"), value=lambda row: row.title, width=32),
    Col(label=gettext_lazy("Kind of norm"), value=lambda row: row.get_kind_display()),
    Col(label=gettext_lazy("Holds for"), value=lambda row: row.body.name, width=24),
    Col(label=gettext_lazy("Version"), value=lambda row: row.number, format=Format.INT),
    Col(label=gettext_lazy("Issued at"), value=lambda row: row.issued_at, format=Format.MOMENT),
    Col(label=gettext_lazy("Read by"), value=lambda row: row.read_count, format=Format.INT),
    pages.state_of(gettext_lazy("State")),
)


@desk_view(rules.READ)
def listing(request: DeskRequest) -> HttpResponseBase:
    """List the norms that hold for the own unit or in the scope of this hat."""
    form = StateFilter(request.GET, states=NormState.choices)
    new = [Link(_("Issue a norm"), reverse("services:norm-new"), "primary", "plus")]
    page = Register(
        title=_("Norms of conduct"),
        lead=_("How staff at the windows behave, speak and dress, in versions; each confirms to have read them"),
        cols=COLUMNS,
        url=lambda row: reverse("services:norm", args=[row.pk]),
        empty=_("Issue the first norm for the staff of your unit."),
        buttons=new if request.actor.holds(rules.MANAGE) else [],
        form=form,
        keep="body",
        rows=searched(queries.norms(request.actor), form, "title"),
    )
    return show(request, page)


@desk_view(rules.MANAGE)
def issue(request: DeskRequest) -> HttpResponse:
    """Ask for the lines of a norm; ``?after=`` begins with those of the version before."""
    body = unit_of(request, rules.MANAGE)
    old = _old(request)
    begun: dict[str, Any] = {"kind": old.kind, "title": old.title, "lines": old.lines} if old else {}
    return fill(
        request,
        NormForm(data_of(request), initial=begun),
        lambda given: actions.issue_norm(body=old.body if old else body, after=old, actor=request.actor, **given),
        title=_("New version") if old else _("Issue a norm"),
        lead=old.title if old else body.name,
        submit=_("Publish the norm"),
        back=reverse("services:norms"),
        after=lambda made: reverse("services:norm", args=[made.pk]),
    )


def _old(request: DeskRequest) -> Norm | None:
    try:
        key = uuid.UUID(request.GET.get("after", ""))
    except ValueError:
        return None
    found = queries.norms(request.actor).filter(pk=key, state=NormState.IN_FORCE).first()
    return found if found and may(request.actor, rules.MANAGE, found.body) else None


@desk_view(rules.READ)
def detail(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one norm, and who has read it."""
    one = get_object_or_404(queries.norms(request.actor), pk=pk)
    readings = list(one.readings.select_related("appointment__person", "appointment__post"))
    own = queries.post_of(request.actor)
    holds = one.state == NormState.IN_FORCE
    manages = holds and bool(may(request.actor, rules.MANAGE, one.body))
    mine = own is not None and own.post.body.path.startswith(one.body.path)
    again = f"{reverse('services:norm-new')}?after={one.pk}"
    thing = Record(
        title=f"{one.title} v{one.number}",
        state=one.get_state_display(),
        tone=pages.TONES[one.state],
        eyebrow=one.get_kind_display(),
        crumbs=[(_("Norms of conduct"), reverse("services:norms"))],
        cards=[
            Card(
                _("Facts"),
                [(_("Holds for"), one.body.name), (_("Issued at"), f"{clock.local(one.issued_at):%Y-%m-%d %H:%M}")],
                "info",
            ),
            Card(_("Lines of the norm"), icon="list-checks", lines=one.lines),
        ],
        tables=[
            Table(
                title=_("Who has read it"),
                heads=[_("Name of the person"), _("Post"), _("Read at")],
                rows=[
                    Row(
                        (
                            row.appointment.person.name,
                            row.appointment.post.title,
                            f"{clock.local(row.read_at):%Y-%m-%d}",
                        )
                    )
                    for row in readings
                ],
                empty=_("Nobody has confirmed yet."),
            )
        ],
        verbs=[
            Verb(
                label=_("I have read it"),
                url=reverse("services:norm-read", args=[pk]),
                kind="primary",
                icon="check",
                how="post",
            )
            if holds and mine and own not in [row.appointment for row in readings]
            else None,
            Verb(label=_("New version"), url=again, icon="copy", how="link") if manages else None,
            Verb(
                label=_("Repeal"),
                url=reverse("services:norm-repeal", args=[pk]),
                kind="quiet",
            )
            if manages
            else None,
        ],
        entries=entries(one),
    )
    return show_record(request, thing)


@desk_view(rules.READ)
@require_POST
def read(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm to have read a norm."""
    actions.confirm_reading(get_object_or_404(queries.norms(request.actor), pk=pk), actor=request.actor)
    return redirect("services:norm", pk)


@desk_view(rules.MANAGE)
def repeal(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask before a norm holds no longer."""
    one = get_object_or_404(within(Norm.objects.select_related("body"), request.actor, rules.MANAGE), pk=pk)
    return ask(
        request,
        pages.Sure(data_of(request)),
        lambda _given: actions.repeal_norm(one, actor=request.actor),
        title=_("Repeal"),
        text=one.title,
        danger=True,
        back=reverse("services:norm", args=[pk]),
    )
