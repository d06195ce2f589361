"""The contact list 通讯录: every unit's liaison officer and leader in charge, in official order."""

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhengyou.registry.bodies import choosing, exports, queries, rules
from zhengyou.registry.bodies.actions.contacts import open_numbers
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.forms.tree import ContactFilter
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.web import asking, showing
from zhengyou.registry.people.desk import desk_view

PAGE = 100


@desk_view(rules.READ)
def contacts(request: HttpRequest) -> HttpResponseBase:
    """Show, print or export who answers for each unit."""
    choice = choosing.choose(request, rules.READ)
    readable = queries.at_paths(queries.standing(), rules.paths(actor_of(request), rules.READ))
    form = ContactFilter(request.GET)
    if not rules.paths(actor_of(request), rules.NUMBERS):
        del form.fields["numbers"]
    bodies = _found(queries.under(readable, choice.body), form)
    asked = request.GET.get("export", "")
    caption = choice.body.name if choice.body else ""
    if asked in ("xlsx", "pdf"):
        listed = queries.contacts(bodies)
        numbers = _numbers(request, form, listed)
        if asked == "pdf":
            return asking.paper(exports.contacts_paper(listed, numbers, caption=caption), _("Contact list"))
        return asking.workbook(exports.contacts_workbook(listed, numbers, filters=caption), _("Contact list"))
    page = Paginator(bodies, PAGE).get_page(request.GET.get("page"))
    listed = queries.contacts(Body.objects.filter(pk__in=[body.pk for body in page]))
    numbers = _numbers(request, form, listed)
    printed = request.GET.copy()
    printed["export"] = "pdf"
    context = {
        "choice": choice,
        "filter_form": form,
        "page": page,
        "heads": exports.contact_heads(),
        "rows": [showing.contact(one, exports.contact_cells(one, numbers)) for one in listed],
        "print_url": f"?{printed.urlencode()}",
    }
    return render(request, "bodies/contacts.html", context)


def _numbers(request: HttpRequest, form: ContactFilter, listed: Sequence[queries.Contact]) -> exports.Numbers:
    """Return numbers and addresses in clear where they were asked for; the ledger keeps who looked at whose."""
    if not (form.is_valid() and form.cleaned_data.get("numbers")):
        return {}
    return open_numbers(listed, actor=actor_of(request))


def _found(bodies: QuerySet[Body], form: ContactFilter) -> QuerySet[Body]:
    wanted = form.cleaned_data if form.is_valid() else {}
    if text := wanted.get("q", "").strip():
        in_post = Body.objects.filter(posts__appointments__person__name__contains=text).values("pk")
        bodies = bodies.filter(Q(name__icontains=text) | Q(short_name__icontains=text) | Q(pk__in=in_post))
    if wanted.get("kind"):
        return bodies.filter(kind=wanted["kind"])
    # Internal offices are reached through their unit, unless somebody asks for them.
    return bodies if wanted.get("offices") else bodies.exclude(kind="office")
