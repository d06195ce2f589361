"""The auditor's page: the ledger, found by who, what, when; as list and as Excel."""

import datetime as dt

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhengyou.kernel import clock
from zhengyou.records.ledger.models import Event
from zhengyou.registry.access import exports, rules
from zhengyou.registry.access.forms import LedgerFilter
from zhengyou.registry.access.queries import events_within
from zhengyou.registry.access.web import showing
from zhengyou.registry.access.web.desk import DeskRequest, desk_view
from zhengyou.registry.access.web.people import attachment

PAGE = 50
AT_MOST = 50_000
"""So many events go into one workbook; narrower days give the rest."""


@desk_view(rules.READ_LEDGER)
def listing(request: DeskRequest) -> HttpResponse:
    """List the events of the audited tree, the latest first. Nothing can be changed here."""
    form = LedgerFilter(request.GET)
    events = _found(events_within(request.actor), form).order_by("-at", "-id")
    if request.GET.get("export") == "xlsx":
        return _workbook(events)
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    rows = [showing.line(event) for event in page]
    return render(request, "access/ledger.html", {"page": page, "rows": rows, "filter_form": form})


def _found(events: QuerySet[Event], form: LedgerFilter) -> QuerySet[Event]:
    if not form.is_valid():
        return events
    given = form.cleaned_data
    if word := given["q"].strip():
        said = Q(actor_label__icontains=word) | Q(hat_label__icontains=word) | Q(object_label__icontains=word)
        events = events.filter(said)
    if given["verb"]:
        events = events.filter(verb=given["verb"])
    if given["since"]:
        events = events.filter(at__gte=clock.midnight(given["since"]))
    if given["until"]:
        events = events.filter(at__lt=clock.midnight(given["until"] + dt.timedelta(days=1)))
    return events


def _workbook(events: QuerySet[Event]) -> HttpResponse:
    heads = [_("Moment"), _("Who"), _("Identity"), _("What was done in the ledger"), _("Kind"), _("Thing")]
    heads += [_("Fields"), _("From state to state")]
    keys = ("moment", "actor", "hat", "title", "kind", "label", "fields", "change")
    lines = ([str(row[key]) for key in keys] for row in map(showing.line, events[:AT_MOST].iterator(2000)))
    return attachment(exports.workbook(_("Ledger"), heads, lines), _("Ledger"))
