"""Desk pages of the tree: the list beside the tree, one body with its tabs, suggestions while typing."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhengyou.kernel import clock
from zhengyou.registry.bodies import choosing, exports, queries, rules
from zhengyou.registry.bodies.actions import tree
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.enums import ChangeKind, Kind, Level
from zhengyou.registry.bodies.forms.choices import spoken
from zhengyou.registry.bodies.forms.tree import BasicForm, BodyFilter, DayForm, RootForm
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.web import asking, showing
from zhengyou.registry.people.desk import desk_view

PAGE = 50


@desk_view(rules.READ)
def index(request: HttpRequest) -> HttpResponseBase:
    """List the bodies of the scope, or of the one chosen in the tree, in official order."""
    actor = actor_of(request)
    choice = choosing.choose(request, rules.READ)
    form = BodyFilter(request.GET)
    readable = queries.at_paths(Body.objects.select_related("parent"), rules.paths(actor, rules.READ))
    bodies = _found(queries.under(readable, choice.body), form)
    if request.GET.get("export") == "xlsx":
        filters = choice.body.name if choice.body else ""
        return asking.workbook(exports.bodies_workbook(bodies.iterator(chunk_size=2000), filters=filters), _("Bodies"))
    page = Paginator(bodies, PAGE).get_page(request.GET.get("page"))
    managed = rules.paths(actor, rules.MANAGE)
    context = {
        "choice": choice,
        "filter_form": form,
        "page": page,
        "rows": [showing.listed(body, managed) for body in page],
        "body": choice.body,
        "may_found": choice.body is not None and rules.may(actor, rules.MANAGE, choice.body),
        "may_root": actor_holds(request, rules.ROOTS),
        "planned": queries.planned().filter(body__in=readable).exists(),
        "may_import": actor_holds(request, rules.IMPORT),
    }
    return render(request, "bodies/list.html", context)


def _found(bodies: QuerySet[Body], form: BodyFilter) -> QuerySet[Body]:
    wanted = form.cleaned_data if form.is_valid() else {}
    bodies = bodies.filter(dissolved_on__isnull=wanted.get("show") != "dissolved")
    for name in ("kind", "level"):
        if wanted.get(name):
            bodies = bodies.filter(**{name: wanted[name]})
    if text := wanted.get("q", "").strip():
        bodies = bodies.filter(Q(name__icontains=text) | Q(short_name__icontains=text) | Q(code__iexact=text))
    return queries.in_official_order(bodies)


def actor_holds(request: HttpRequest, function: str) -> bool:
    """Return whether the actor holds ``function`` anywhere, to show a button."""
    return bool(rules.paths(actor_of(request), function))


@require_GET
@desk_view()
def tree_children(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answer with the lines directly under a body, for the tree at the left of the list page ``?to=``."""
    body = Body.objects.filter(public_id=public_id).first()
    back = request.GET.get("to", "")
    if body is None or not choosing.is_desk_page(back) or not choosing.may_look(request, body):
        raise Http404
    return render(request, "components/tree_nodes.html", {"nodes": choosing.children(body, back)})


TABS = ("basic", "posts", "relations", "history")


@desk_view(rules.READ)
def detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Show one body: basic data, posts and people, relations, or history."""
    body = asking.visible_body(request, public_id)
    asked = request.GET.get("tab", "")
    tab = asked if asked in TABS else TABS[0]
    actor = actor_of(request)
    labels = {
        "basic": _("Basic data"),
        "posts": _("Posts and people"),
        "relations": _("Relations"),
        "history": _("History of the body"),
    }
    readable = rules.paths(actor, rules.READ)
    context: dict[str, Any] = {
        "body": body,
        "tab": tab,
        "tabs": [{"label": labels[one], "url": f"?tab={one}", "active": one == tab} for one in TABS],
        "above": [(one, any(one.path.startswith(path) for path in readable)) for one in queries.ancestors(body)],
        "may_manage": body.dissolved_on is None and rules.may(actor, rules.MANAGE, body),
        "may_change": body.dissolved_on is None
        and body.parent is not None
        and rules.may(actor, rules.MANAGE, body.parent),
        "changes": [one for one in ChangeKind if one != ChangeKind.FOUND],
    }
    context |= {"basic": _basic, "posts": _posts, "relations": _relations, "history": _history}[tab](request, body)
    return render(request, f"bodies/detail_{tab}.html", context)


def _basic(request: HttpRequest, body: Body) -> dict[str, Any]:
    del request
    known = queries.roster([body], clock.today())
    return {
        "contact": queries.contacts(Body.objects.filter(pk=body.pk))[0],
        "head": known.holder(body, "head"),
        "children": list(queries.children(body)[:200]),
        "groups": list(queries.groups().filter(body=body)),
        "supervisors": list(queries.supervisors().filter(body=body)),
        "planned": list(queries.planned(body)),
        "heirs": queries.as_today([body])[body.pk] if body.dissolved_on else [],
    }


def _posts(request: HttpRequest, body: Body) -> dict[str, Any]:
    return {"posts": showing.posts(body, clock.today()), "own": getattr(actor_of(request), "person", "")}


def _relations(request: HttpRequest, body: Body) -> dict[str, Any]:
    del request
    return {
        "relations": [showing.relation(one, body) for one in queries.relations(body)],
        "authorities": showing.authorities(body),
    }


def _history(request: HttpRequest, body: Body) -> dict[str, Any]:
    form = DayForm(request.GET)
    day = form.cleaned_data.get("day") if form.is_valid() else None
    return {
        "day_form": form if request.GET.get("day") else DayForm(initial={"day": clock.today()}),
        "standing": _standing(body, day) if day else None,
        "day": day,
        "entries": showing.history(body),
        "planned": list(queries.planned(body)),
    }


def _standing(body: Body, day: dt.date) -> dict[str, Any]:
    """Return how ``body`` stood on ``day``, for the template."""
    version = queries.version_of(body, day)
    if version is None:
        return {"version": None}
    above = [*(one.name for one in queries.ancestors_as_of(body, day)), version.name]
    return {"version": version, "place": " > ".join(above), "children": list(queries.children_as_of(body, day)[:200])}


@desk_view(rules.MANAGE)
def basic(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Amend kind, level and code of a body."""
    body = asking.visible_body(request, public_id)
    form = asking.bound(request, BasicForm, kind=body.kind, level=body.level, code=body.code, on=clock.today())
    return asking.ask(
        request,
        form,
        lambda given: tree.amend(body, actor=actor_of(request), **given),
        title=_("Amend basic data of %(body)s") % {"body": body.name},
        back=showing.url(body),
        done=_("Saved."),
    )


@desk_view(rules.ROOTS)
def found_root(request: HttpRequest) -> HttpResponse:
    """Found a root body."""
    form = asking.bound(request, RootForm, kind=Kind.GOVERNMENT, level=Level.COUNTY)

    def found(given: Mapping[str, Any]) -> None:
        founding = cast("RootForm", form).founding()
        tree.found(founding, parent=None, on=given["on"], document=given["document"], actor=actor_of(request))

    return asking.ask(
        request,
        form,
        found,
        title=_("Found a root body"),
        lead=_("Another place with a tree of its own. Those who administer yours will administer it as well."),
        back=reverse("bodies:list"),
        submit=_("Found a root body"),
        done=_("The root body was founded. Now set up what stands below it."),
    )


@require_POST
@desk_view(rules.MANAGE)
def shift(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put a body one place up or down among its siblings, from today."""
    body = asking.visible_body(request, public_id)
    tree.shift(body, upwards=request.POST.get("to") == "up", on=clock.today(), actor=actor_of(request))
    messages.success(request, _("The order was changed as of today."))
    back = request.headers.get("Referer", "")
    here = "/" in back and url_has_allowed_host_and_scheme(back, {request.get_host()})
    return redirect(back if here else reverse("bodies:list"))


def _typed(request: HttpRequest) -> str:
    """Return what was typed so far, whatever the field is called."""
    return str(next(iter(request.GET.values()), "")).strip()[:60]


@require_GET
@desk_view()
def suggest_bodies(request: HttpRequest) -> HttpResponse:
    """Answer with options for an input in which a body is typed."""
    text = _typed(request)
    found = queries.at_paths(queries.search(text), asking.reach(request))[:12]
    return render(request, "bodies/options.html", {"options": [(one.name, one.code) for one in found]})


@require_GET
@desk_view()
def suggest_persons(request: HttpRequest) -> HttpResponse:
    """Answer with options for an input in which a person is typed."""
    text = _typed(request)
    found = queries.persons(asking.reach(request), part=text)[:12] if text else ()
    return render(request, "bodies/options.html", {"options": [(spoken(one), "") for one in found]})
