"""Desk page of the channels: how ratings came in, by whose hand, and what the control series says."""

from django.db.models import Count, Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhengyou.instruments.ratings import channels as analysis
from zhengyou.instruments.ratings import exports, queries, rules
from zhengyou.instruments.ratings.enums import Level, PushState
from zhengyou.instruments.ratings.forms import PeriodForm
from zhengyou.instruments.ratings.models import TextInvitation
from zhengyou.instruments.ratings.web.desk import workbook
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.choosing import choose
from zhengyou.registry.bodies.queries import under


@desk_view(rules.READ)
def channels(request: DeskRequest) -> HttpResponseBase:
    """Show the released ratings of the own units by channel and hand, and compare the hall with the control series."""
    form = PeriodForm(request.GET or None)
    first, last = form.period()
    choice = choose(request, rules.READ)
    found = queries.released_ratings().filter(day__gte=first, day__lte=last)
    found = under(within(found, request.actor, rules.READ), choice.body)
    lines = analysis.lines(found)
    if request.GET.get("export") == "xlsx":
        return workbook(exports.channels(lines, form.said()), _("Ratings by channel"))
    texts = under(within(TextInvitation.objects.all(), request.actor, rules.READ), choice.body)
    context = {
        "texts": texts.filter(send_on__gte=first, send_on__lte=last).aggregate(
            sent=Count("pk", filter=Q(state=PushState.SENT)), lost=Count("pk", filter=Q(state=PushState.FAILED))
        ),
        "filter_form": form,
        "lines": lines,
        "levels": [Level(level).label for level in reversed(Level.values)],
        "comparison": analysis.comparison(found),
        "choice": choice,
    }
    return render(request, "ratings/channels.html", context)
