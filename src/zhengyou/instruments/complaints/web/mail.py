"""Desk pages of the mailboxes from which matters are taken in."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhengyou.instruments.complaints import actions, rules
from zhengyou.instruments.complaints.forms.exchange import MailboxForm
from zhengyou.instruments.complaints.models import Mailbox
from zhengyou.instruments.complaints.web import pages
from zhengyou.instruments.complaints.web.pages import Col, Link, Register, fill
from zhengyou.records.sheets import Format
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view


def _state(row: Mailbox) -> str:
    if not row.is_open:
        return _("Not looked into")
    return _("Not reached: %(problem)s") % {"problem": row.problem} if row.problem else _("Looked into")


@desk_view(rules.TABLES)
def mailboxes(request: DeskRequest) -> HttpResponseBase:
    """List the mailboxes of this scope, with what the last look found."""
    rows = within(Mailbox.objects.select_related("body"), request.actor, rules.TABLES).order_by("address")
    new = reverse("complaints:new-mailbox")
    page = Register(
        title=_("Mailboxes for matters"),
        lead=_("Looked into every five minutes; each message becomes a matter once"),
        cols=(
            Col(label=gettext_lazy("Address of the mailbox"), value=lambda row: row.address, width=24),
            Col(label=gettext_lazy("Unit"), value=lambda row: row.body.name, width=24),
            Col(label=gettext_lazy("Looked into"), value=lambda row: row.looked_at, format=Format.MOMENT),
            Col(
                label=gettext_lazy("State"),
                value=_state,
                tone=lambda row: "error" if row.problem else "success" if row.is_open else "neutral",
            ),
        ),
        url=lambda row: reverse("complaints:mailbox", args=[row.pk]),
        empty=_("Enter the office's mailbox; what citizens write then stands among the matters."),
        buttons=[Link(_("Enter a mailbox"), new, "primary", "plus")],
        rows=rows,
    )
    return pages.show(request, page)


@desk_view(rules.TABLES)
def mailbox(request: DeskRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """Ask for a mailbox and the way into it."""
    rows = within(Mailbox.objects.select_related("body"), request.actor, rules.TABLES)
    known = get_object_or_404(rows, pk=pk) if pk else None
    begun = {name: getattr(known, name) for name in MailboxForm.base_fields if name != "password"} if known else {}
    return fill(
        request,
        MailboxForm(request.POST or None, initial=begun),
        lambda given: actions.save_mailbox(
            body=known.body if known else pages.own_body(request), mailbox=known, actor=request.actor, **given
        ),
        title=_("Mailbox for matters"),
        lead=_("Over TLS only. The password is sealed."),
        back=reverse("complaints:mailboxes"),
    )
