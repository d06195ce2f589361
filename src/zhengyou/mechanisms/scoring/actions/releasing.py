"""The road of results to the public: shown to the units, objected to, submitted, published, corrected.

Assessments by a scheme and comparisons by one indicator go the same way.
"""

import datetime as dt
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid, Refused
from zhengyou.kernel.moves import Move
from zhengyou.mechanisms.scoring import policy, rules
from zhengyou.mechanisms.scoring.actions import assessing, runs
from zhengyou.mechanisms.scoring.actions.findings import tell_found
from zhengyou.mechanisms.scoring.actions.standings import hold_question
from zhengyou.mechanisms.scoring.enums import AssessmentState, ObjectionState
from zhengyou.mechanisms.scoring.machine import ASSESSMENT, MOVES, OBJECTION
from zhengyou.mechanisms.scoring.models import Assessment, Objection, Result, Run, Score
from zhengyou.mechanisms.scoring.queries import same_question
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.records.notices.actions import Recipient, tell
from zhengyou.registry.access.rules import require
from zhengyou.registry.approvals import actions as approvals
from zhengyou.registry.approvals.models import Instance
from zhengyou.registry.bodies.enums import Duty
from zhengyou.registry.bodies.models import Body
from zhengyou.registry.bodies.queries import roster
from zhengyou.registry.deadlines import queries as deadlines
from zhengyou.registry.deadlines import reckoning

Computed = TypeVar("Computed", bound=Assessment | Run)
PREVIEW, APPROVING, PUBLISHED = AssessmentState.PREVIEW, AssessmentState.APPROVING, AssessmentState.PUBLISHED
"""The states on this road, which are the same words for both."""


@transaction.atomic
def preview(computed: Computed, *, actor: Actor) -> Computed:
    """Show the results to the units they concern, and open the days in which they may object."""
    require(actor, rules.RUN, computed.body)
    if not _rows(computed).exists():
        raise Refused(_("There is nothing to show: the scheme applies to no unit."))
    until = _objections_until(computed.body)
    moved = move(computed, "preview_results", _life(computed), actor=actor, objections_until=until)
    _tell_units(moved, actor)
    if isinstance(moved, Run):
        tell_found(moved)
    return moved


@transaction.atomic
def object_to(computed: Assessment | Run, *, body: Body, text: str, actor: Actor) -> Objection:
    """Object to the own result while the preview is open; publication waits for the answer."""
    require(actor, rules.OBJECT, body)
    locked = _locked(computed)
    if locked.state != PREVIEW:
        raise Conflict(_("Objections are taken while the result is shown to the units."), code="state")
    if locked.objections_until and clock.today() >= locked.objections_until:
        raise Refused(_("The days of objection are over."))
    if not text.strip():
        raise Invalid({"text": _("Say what is wrong, and by what it can be seen.")})
    if not _rows(locked).filter(body=body).exists():
        raise Refused(_("The unit was not assessed here."))
    about = {"run" if isinstance(locked, Run) else "assessment": locked}
    try:
        with transaction.atomic():
            made = Objection.objects.create(body=body, text=text.strip(), filed_at=clock.now(), **about)
    except IntegrityError as error:
        raise Conflict(_("An objection of this unit is open already."), code="open") from error
    record("scoring.object_to", made, actor=actor, target=ObjectionState.OPEN)
    return made


@transaction.atomic
def answer_objection(objection: Objection, *, upheld: bool, text: str, actor: Actor) -> Objection:
    """Answer an objection with a reason. Upheld: what is wrong is mended, and the period computed again."""
    require(actor, rules.ASSESS, objection.body)
    if not text.strip():
        raise Invalid({"answer": _("Answer with a reason.")})
    verb = "uphold_objection" if upheld else "dismiss_objection"
    return move(objection, verb, OBJECTION, actor=actor, answer=text.strip(), answered_at=clock.now())


@transaction.atomic
def submit_results(computed: Assessment | Run, *, actor: Actor) -> Instance:
    """Submit the results for publication, once the days of objection are over and every objection is answered."""
    require(actor, rules.RUN, computed.body)
    if isinstance(computed, Run):
        hold_question(computed)
    locked = _locked(computed)
    if locked.objections_until and clock.today() < locked.objections_until:
        raise Refused(_("Units may still object until %(day)s.") % {"day": locked.objections_until})
    if locked.objections.filter(state=ObjectionState.OPEN).exists():
        raise Refused(_("Answer every objection first."))
    if isinstance(locked, Run) and same_question(locked).filter(state=APPROVING).exists():
        raise Conflict(_("Another comparison of this period is under approval already."), code="running")
    moved = move(locked, "submit_results", _life(locked), actor=actor)
    title = _("Publication of results: %(assessment)s") % {"assessment": moved}
    return approvals.submit(policy.PROCEDURE_PUBLISH, moved, title=str(title), body=moved.body, actor=actor)


@transaction.atomic
def publish_approved(instance: Instance, *, actor: Actor) -> Assessment | Run:
    """Publish what was approved. What it corrects or repeats yields, and all that rests on that is redone."""
    found = _subject(instance)
    if isinstance(found, Run):
        hold_question(found)
        for earlier in same_question(found).filter(state=PUBLISHED).order_by("pk"):
            move(earlier, "replace_results", MOVES, actor=actor)
    elif found.corrects:
        move(found.corrects, "replace_results", ASSESSMENT, actor=actor)
    moved = move(found, "publish_results", _life(found), actor=actor, published_at=clock.now())
    if isinstance(found, Assessment) and found.corrects:
        assessing.redo_dependants(found.corrects, actor)
    return moved


@transaction.atomic
def return_unapproved(instance: Instance, *, actor: Actor) -> Assessment | Run:
    """Give results whose publication was not approved back to the office."""
    found = _subject(instance)
    return move(found, "unsign_results", _life(found), actor=actor)


@transaction.atomic
def correct(computed: Assessment | Run, *, reason: str, actor: Actor) -> Assessment | Run:
    """Compute a published period again because something was wrong; both stay on record, with the difference shown."""
    require(actor, rules.RUN, computed.body)
    locked = _locked(computed)
    if locked.state != PUBLISHED:
        raise Conflict(_("Only a published result is corrected; an unpublished one is dropped."), code="state")
    if not reason.strip():
        raise Invalid({"reason": _("Say why.")})
    if locked.corrections.filter(state__in=assessing.UNDER_WAY).exists():
        raise Conflict(_("A correction is under way already."), code="running")
    if isinstance(locked, Run):
        return runs.ask_again(locked, reason=reason.strip(), actor=actor)
    return assessing.queue(
        locked.scheme, locked.starts_on, locked.ends_on, actor, corrects=locked, reason=reason.strip()
    )


def _locked(computed: Computed) -> Computed:
    rows: Any = type(computed).objects
    found: Computed = rows.select_for_update(of=("self",)).get(pk=computed.pk)
    return found


def _life(computed: Assessment | Run) -> dict[str, Move]:
    return MOVES if isinstance(computed, Run) else ASSESSMENT


def _rows(computed: Assessment | Run) -> QuerySet[Score] | QuerySet[Result]:
    """Return what the results say of each unit."""
    return computed.scores.all() if isinstance(computed, Run) else computed.results.all()


def _subject(instance: Instance) -> Assessment | Run:
    models: dict[str, type[Assessment | Run]] = {one._meta.label_lower: one for one in (Assessment, Run)}
    found: Any = models[instance.subject_kind]
    result: Assessment | Run = found.objects.select_related("body").get(pk=instance.subject_id)
    return result


def _tell_units(computed: Assessment | Run, actor: Actor) -> None:
    text = _("%(assessment)s: your result can be seen. Objections are taken before %(day)s.") % {
        "assessment": computed,
        "day": computed.objections_until,
    }
    address = reverse("scoring:league" if isinstance(computed, Run) else "scoring:assessment", args=[computed.pk])
    bodies = list(Body.objects.filter(pk__in=set(_rows(computed).values_list("body_id", flat=True))))
    acting = roster(bodies, clock.today())
    found = [one for body in bodies if (one := acting.responsible(body, Duty.LIAISON))]
    if found:
        told = [Recipient(str(one.person.pk), f"{one.person.name} · {one.appointment}") for one in found]
        tell(told, str(text), address, actor=actor)


def _objections_until(body: Body) -> dt.date:
    """Return the first day on which no objection is taken any more: so many working days are left free."""
    today = clock.today()
    ground = reckoning.Ground(deadlines.calendar(body, deadlines.years_from(today)))
    day = today
    for _count in range(policy.OBJECTION_DAYS):
        day = ground.next_day(day + dt.timedelta(days=1), worked=True)
    return day + dt.timedelta(days=1)
