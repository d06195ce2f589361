"""The wizard for changes of the tree: fill in, look at the consequences, confirm."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Forbidden, Refused
from zhengyou.registry.bodies import queries, rules
from zhengyou.registry.bodies.actions import changes
from zhengyou.registry.bodies.choosing import actor_of
from zhengyou.registry.bodies.enums import ChangeKind
from zhengyou.registry.bodies.forms.choices import scoped
from zhengyou.registry.bodies.forms.tree import CHANGE_FORMS, ChangeForm
from zhengyou.registry.bodies.models import Body, PlannedChange
from zhengyou.registry.bodies.web import asking, showing
from zhengyou.registry.people.desk import desk_view


@desk_view(rules.MANAGE)
def change(request: HttpRequest, public_id: uuid.UUID, kind: str) -> HttpResponse:
    """Ask for a change of a body, show what it brings about, and make or plan it once that is confirmed."""
    body = asking.visible_body(request, public_id)
    if kind not in CHANGE_FORMS:
        raise Http404
    form = _form(request, body, kind)
    context = {"body": body, "form": form, "title": _title(kind, body), "back": showing.url(body)}
    context["steps"] = _steps(previewed=False)
    if request.method == "POST" and form.is_valid():
        wanted, on, document = form.change(), form.cleaned_data["on"], form.cleaned_data["document"]
        actor = actor_of(request)
        try:
            if "confirm" in request.POST:
                ahead = on > clock.today()
                if ahead:
                    changes.plan(wanted, on=on, document=document, actor=actor)
                    messages.success(request, _("The change is kept and will be made on %(day)s.") % {"day": on})
                    return redirect(showing.url(body, "history"))
                made = changes.make(wanted, on=on, document=document, actor=actor)
                messages.success(request, _("The change is in force from %(day)s.") % {"day": on})
                return redirect(showing.url(made, "history"))
            if "edit" not in request.POST:
                changes.attempt(wanted, on=on, actor=actor)
                told = [{"title": sentence, "tone": "info"} for sentence in queries.consequences(wanted, on)]
                context |= {"told": told, "on": on, "ahead": on > clock.today()}
                context |= {"document": document, "steps": _steps(previewed=True)}
                return render(request, "bodies/change_preview.html", context)
        except Forbidden:
            raise
        except Refused as refusal:
            refusal.place_on(form)
    wrong = form.is_bound and bool(form.errors)
    return render(request, "bodies/change.html", context, status=422 if wrong else 200)


def _form(request: HttpRequest, body: Body, kind: str) -> ChangeForm:
    first = {"name": body.name, "short_name": body.short_name} if kind == ChangeKind.RENAME else {}
    if kind == ChangeKind.REORDER:
        first = {"order_number": str(body.order_number)}
    if request.method == "POST":
        form = CHANGE_FORMS[kind](request.POST, body=body)
    else:
        form = CHANGE_FORMS[kind](initial=first or None, body=body)
    scoped(form, asking.reach(request))
    return form


def _title(kind: str, body: Body) -> str:
    if kind == ChangeKind.FOUND:
        return _("Found a body below %(body)s") % {"body": body.name}
    return f"{ChangeKind(kind).label} · {body.name}"


def _steps(*, previewed: bool) -> list[dict[str, str]]:
    return [
        {"label": _("Fill in"), "state": "done" if previewed else "current"},
        {"label": _("Look at the consequences"), "state": "current" if previewed else "todo"},
        {"label": _("Confirm"), "state": "todo"},
    ]


@require_POST
@desk_view(rules.MANAGE)
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a planned change back."""
    rows = queries.at_paths(Body.objects.all(), rules.paths(actor_of(request), rules.READ))
    planned = get_object_or_404(PlannedChange.objects.select_related("body__parent").filter(body__in=rows), pk=pk)
    changes.cancel(planned, actor=actor_of(request))
    messages.success(request, _("The planned change was cancelled."))
    return redirect(showing.url(planned.body, "history"))


@desk_view(rules.READ)
def planned(request: HttpRequest) -> HttpResponse:
    """List the changes that wait for their day, and those that could not be made."""
    rows = queries.planned().filter(
        body__in=queries.at_paths(Body.objects.all(), rules.paths(actor_of(request), rules.READ))
    )
    managed = rules.paths(actor_of(request), rules.MANAGE)
    lines = [
        {
            "one": one,
            "url": showing.url(one.body, "history"),
            "tone": showing.TONES[one.state],
            "may_cancel": any(one.body.path.startswith(path) for path in managed),
        }
        for one in rows[:500]
    ]
    return render(request, "bodies/planned.html", {"lines": lines})
