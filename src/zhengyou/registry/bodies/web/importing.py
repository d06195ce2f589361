"""Bodies and posts by Excel: the empty form, the trial with every fault, the import of what is all right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhengyou.kernel.errors import Forbidden, Refused, Sentence
from zhengyou.records.sheets import ImportResult, Template, marked_workbook, template_workbook
from zhengyou.registry.bodies import intake, queries, rules
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.forms.choices import scoped
from zhengyou.registry.bodies.forms.tree import ImportForm
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.web import asking, kept
from zhengyou.registry.people.desk import desk_view

SHOWN = 200
"""So many faults are listed on the page; the workbook holds all."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of import."""

    template: Template
    read: Callable[..., ImportResult]
    apply: Callable[..., Any]
    lead: Sentence


SORTS: dict[str, Sort] = {
    "bodies": Sort(
        intake.BODIES,
        intake.read_bodies,
        intake.import_bodies,
        gettext_lazy("New bodies with their place in the tree; bodies that stand already are left alone."),
    ),
    "posts": Sort(
        intake.POSTS,
        intake.read_posts,
        intake.import_posts,
        gettext_lazy("Posts with their holders; persons who are not on the list yet are put on it."),
    ),
}


def _sort(kind: str) -> Sort:
    if kind not in SORTS:
        raise Http404
    return SORTS[kind]


@desk_view(rules.IMPORT)
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Take a filled form and try it: show what would be imported, or every fault."""
    sort = _sort(kind)
    first = _only_root(request)
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
    else:
        form = ImportForm(initial={"below": first.name} if first else None)
    scoped(form, rules.paths(actor_of(request), rules.IMPORT))
    context = {"form": form, "kind": kind, "sort": sort, "tabs": _tabs(kind)}
    if request.method == "POST" and form.is_valid():
        content, below = form.cleaned_data["file"].read(), form.cleaned_data["below"]
        try:
            result = sort.read(content, below, actor=actor_of(request))
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
        else:
            kept.keep(request, content, kind, str(below.public_id))
            context |= {"result": result, "below": below, "faults": result.faults[:SHOWN], "shown": SHOWN}
            return render(request, "bodies/import_result.html", context, status=200 if result.clean else 422)
    return render(request, "bodies/import.html", context, status=422 if form.is_bound else 200)


def _only_root(request: HttpRequest) -> Body | None:
    """Return the top of the actor's scope where there is one only: the usual place to import below."""
    held = rules.paths(actor_of(request), rules.IMPORT)
    return queries.at_paths(queries.standing(), held).first() if len(held) == 1 else None


def _tabs(kind: str) -> list[dict[str, Any]]:
    return [
        {"label": sort.template.title, "url": reverse("bodies:import", args=[one]), "active": one == kind}
        for one, sort in SORTS.items()
    ]


@require_GET
@desk_view(rules.IMPORT)
def blank(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Hand out the empty form."""
    del request
    sort = _sort(kind)
    return asking.workbook(template_workbook(sort.template), _("Form %(title)s") % {"title": sort.template.title})


def _kept(request: HttpRequest, kind: str) -> tuple[bytes, Body]:
    found = kept.kept(request, kind)
    if found is None:
        raise Refused(_("The uploaded form is not kept any more. Please upload it again."))
    below = get_object_or_404(Body, public_id=found[1])
    return found[0], below


@require_GET
@desk_view(rules.IMPORT)
def marked(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Hand the uploaded workbook back with every reason written into it."""
    content, below = _kept(request, kind)
    result = _sort(kind).read(content, below, actor=actor_of(request))
    return asking.workbook(marked_workbook(content, result), _("Rows with errors"))


@require_POST
@desk_view(rules.IMPORT)
def apply(request: HttpRequest, kind: str) -> HttpResponse:
    """Import the form that was tried: all of it, or nothing."""
    content, below = _kept(request, kind)
    made = _sort(kind).apply(content, below, actor=actor_of(request))
    kept.drop(request)
    messages.success(request, _("%(count)d rows were imported.") % {"count": len(made)})
    return redirect(f"{reverse('bodies:list')}?body={below.public_id}")
