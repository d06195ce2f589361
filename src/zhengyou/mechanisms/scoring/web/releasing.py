"""The pages on the road of results to the public; assessments and comparisons have the same ones."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhengyou.kernel import clock
from zhengyou.mechanisms.scoring import actions, queries, rules
from zhengyou.mechanisms.scoring.assessed import readable_assessments
from zhengyou.mechanisms.scoring.enums import AssessmentState
from zhengyou.mechanisms.scoring.models import Assessment, Objection, Run
from zhengyou.mechanisms.scoring.scheme_forms import AnswerForm, ReasonForm, TextForm
from zhengyou.mechanisms.scoring.web import asking
from zhengyou.registry.access.queries import within
from zhengyou.registry.access.rules import may
from zhengyou.registry.access.web import DeskRequest, desk_view
from zhengyou.registry.bodies.models import Body

RUN, ASSESSMENT = "run", "assessment"


def page_of(computed: Assessment | Run) -> str:
    """Return the page that shows the results."""
    name = "scoring:league" if isinstance(computed, Run) else "scoring:assessment"
    return reverse(name, args=[computed.pk])


def road(request: DeskRequest, computed: Assessment | Run) -> dict[str, Any]:
    """Return what `scoring/road.html` and `scoring/objections.html` show of ``computed`` to this hat."""
    kind = RUN if isinstance(computed, Run) else ASSESSMENT
    names = {"preview", "submit", "correct", "changes"} | (set() if kind == RUN else {"drop"})
    return {
        "computed": computed,
        "road": {name: reverse(f"scoring:{kind}-{name}", args=[computed.pk]) for name in names},
        "runs": bool(may(request.actor, rules.RUN, computed.body)),
        "objections": within(computed.objections.select_related("body"), request.actor, rules.READ),
        "may_answer": request.actor.holds(rules.ASSESS),
    }


def object_page(request: DeskRequest, computed: Assessment | Run, body: Body) -> str:
    """Return the page on which this hat objects to the result of ``body``; empty where it may not, or not now."""
    until = computed.objections_until
    if computed.state != AssessmentState.PREVIEW or (until and clock.today() >= until):
        return ""
    if not may(request.actor, rules.OBJECT, body):
        return ""
    name = "scoring:run-object" if isinstance(computed, Run) else "scoring:object"
    return reverse(name, args=[computed.pk, body.public_id])


def _found(request: DeskRequest, kind: str, pk: uuid.UUID) -> Assessment | Run:
    if kind == RUN:
        return get_object_or_404(queries.readable(request.actor), pk=pk)
    return get_object_or_404(readable_assessments(request.actor), pk=pk)


@desk_view(rules.RUN)
@require_POST
def preview(request: DeskRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Show results to the units."""
    shown = actions.preview(_found(request, kind, pk), actor=request.actor)
    messages.success(request, _("Shown to the units. They may object now."))
    return redirect(page_of(shown))


@desk_view(rules.RUN)
@require_POST
def submit(request: DeskRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Submit results for publication."""
    found = _found(request, kind, pk)
    actions.submit_results(found, actor=request.actor)
    messages.success(request, _("Submitted for publication."))
    return redirect(page_of(found))


@desk_view(rules.RUN)
def correct(request: DeskRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Compute a published period again, with a reason."""
    found = _found(request, kind, pk)
    lead = _("The published result stands until the correction is published; both stay on record.")
    return asking.asked(
        request, ReasonForm(request.POST or None),
        lambda given: page_of(actions.correct(found, actor=request.actor, **given)),
        title=_("Correct a published result"), lead=lead, submit=_("Compute again"),
    )  # fmt: skip


@desk_view(rules.OBJECT)
def object_to(request: DeskRequest, pk: uuid.UUID, unit: uuid.UUID, kind: str) -> HttpResponse:
    """Object to the own result."""
    found = _found(request, kind, pk)
    own = get_object_or_404(within(Body.objects.all(), request.actor, rules.OBJECT), public_id=unit)
    back = page_of(found) if kind == RUN else reverse("scoring:result", args=[pk, unit])

    def made(given: dict[str, Any]) -> str:
        actions.object_to(found, body=own, actor=request.actor, **given)
        messages.success(request, _("Filed. Publication waits for the answer."))
        return back

    form = TextForm(request.POST or None)
    words = {"title": _("Object to the result"), "lead": own.name, "submit": _("File")}
    return asking.asked(request, form, made, back=back, **words)


@desk_view(rules.ASSESS)
def answer(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer an objection."""
    found = within(Objection.objects.select_related("assessment__scheme", "run", "body"), request.actor, rules.ASSESS)
    objection = get_object_or_404(found, pk=pk)

    def made(given: dict[str, Any]) -> str:
        upheld = given["upheld"] == "yes"
        done = actions.answer_objection(objection, upheld=upheld, text=given["answer"], actor=request.actor)
        return page_of(done.about)

    form = AnswerForm(request.POST or None)
    lead = f"{objection.body.name}：{objection.text}"
    words = {"title": _("Answer the objection"), "lead": lead, "submit": _("Answer")}
    return asking.asked(request, form, made, back=page_of(objection.about), **words)
