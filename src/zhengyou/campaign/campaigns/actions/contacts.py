"""Verbs of contacts, demonstration points and projects."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhengyou.campaign.campaigns import rules
from zhengyou.campaign.campaigns.actions.standing import needed, running, tell
from zhengyou.campaign.campaigns.enums import ContactKind, ContactState, PointState, ProjectState
from zhengyou.campaign.campaigns.machine import CONTACT, POINT, PROJECT, SPREAD
from zhengyou.campaign.campaigns.models import (
    Campaign,
    Contact,
    ContactNote,
    DemoPoint,
    Item,
    Milestone,
    Project,
    Spread,
)
from zhengyou.kernel import clock
from zhengyou.kernel.errors import Conflict, Invalid
from zhengyou.records.ledger import Actor
from zhengyou.records.ledger.actions import move, record
from zhengyou.registry.access.rules import require
from zhengyou.registry.bodies.models import Appointment, Body, Place

PAIRS = (ContactKind.PARTY, ContactKind.MASSES)


@transaction.atomic
def assign(
    campaign: Campaign,
    *,
    kind: ContactKind | str,
    appointment: Appointment,
    task: str,
    starts_on: dt.date,
    ends_on: dt.date,
    target: Body | None = None,
    partner: Appointment | None = None,
    household: str = "",
    actor: Actor,
) -> Contact:
    """Let the holder of a post look after a body, a colleague or a household for a term."""
    body = appointment.post.body
    campaign = running(campaign, rules.KEEP, body, actor)
    needed(task=(task, _("Say what they do together.")))
    wrong = {}
    if ends_on < starts_on:
        wrong["ends_on"] = _("The last day must not lie before the first.")
    if kind in PAIRS:
        target, household = None, ""
        if partner is None or partner.person_id == appointment.person_id:
            wrong["partner"] = _("Choose the colleague.")
    elif kind == ContactKind.FAMILY:
        target, partner = None, None
        if not household.strip():
            wrong["household"] = _("Give the number in the register; no names.")
    else:
        partner, household = None, ""
        if target is None or target.pk == body.pk:
            wrong["target"] = _("Choose the unit.")
    if wrong:
        raise Invalid(wrong)
    contact = Contact.objects.create(
        campaign=campaign, body=body, kind=kind, appointment=appointment, task=task.strip(), starts_on=starts_on,
        ends_on=ends_on, target=target, partner=partner, household=household.strip()[:60],
    )  # fmt: skip
    record("campaigns.assign", contact, actor=actor, target=contact.state)
    if target is not None:
        tell(
            [target], _("%(who)s looks after your unit: %(task)s"),
            reverse("campaigns:contact", args=[contact.pk]),
            actor=actor, source=f"contact:{contact.pk}", who=str(appointment), task=contact.task,
        )  # fmt: skip
    return contact


@transaction.atomic
def note_contact(
    contact: Contact,
    *,
    on: dt.date,
    text: str,
    place: Place | None = None,
    promise: str = "",
    promise_due: dt.date | None = None,
    actor: Actor,
) -> ContactNote:
    """Note what was seen or agreed; a promise needs a day and is followed until it is kept."""
    running(contact.campaign, rules.KEEP, contact.body, actor)
    needed(text=(text, _("Write down what was seen or agreed.")))
    if contact.state != ContactState.ACTIVE:
        raise Conflict(_("This contact has ended."))
    wrong = {}
    if on > clock.today() or on < contact.starts_on:
        wrong["on"] = _("This day lies outside of the term, or is still to come.")
    if promise.strip() and promise_due is None:
        wrong["promise_due"] = _("Say by when.")
    if wrong:
        raise Invalid(wrong)
    note = ContactNote.objects.create(
        contact=contact, on=on, text=text.strip(), place=place, promise=promise.strip()[:200],
        promise_due=promise_due if promise.strip() else None,
    )  # fmt: skip
    record("campaigns.note_contact", note, actor=actor)
    return note


@transaction.atomic
def keep_promise(note: ContactNote, *, how: str, actor: Actor) -> ContactNote:
    """Note how and today that a promise was kept."""
    running(note.contact.campaign, rules.KEEP, note.contact.body, actor)
    needed(how=(how, _("Say how it was kept.")))
    locked = ContactNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if not locked.promise or locked.kept_on is not None:
        raise Conflict(_("There is no open promise here."))
    locked.kept_on, locked.kept_how = clock.today(), how.strip()[:200]
    locked.save(update_fields=["kept_on", "kept_how"])
    record("campaigns.keep_promise", locked, actor=actor, fields=["kept_on"])
    return locked


@transaction.atomic
def end_contact(contact: Contact, *, outcome: str, actor: Actor) -> Contact:
    """End a contact with what came of it; open promises are kept first."""
    running(contact.campaign, rules.KEEP, contact.body, actor)
    needed(outcome=(outcome, _("Say what came of it.")))
    if contact.notes.exclude(promise="").filter(kept_on__isnull=True).exists():
        raise Conflict(_("A promise is still open; keep it first, or say how it was settled."))
    return move(contact, "end_contact", CONTACT, actor=actor, outcome=outcome.strip())


@transaction.atomic
def name_point(
    campaign: Campaign,
    *,
    body: Body,
    practice: str,
    leader: Appointment | None = None,
    item: Item | None = None,
    actor: Actor,
) -> DemoPoint:
    """Name a unit that shows a practice to the others."""
    campaign = running(campaign, rules.KEEP, campaign.body, actor)
    needed(practice=(practice, _("Say what it shows to others.")))
    if not campaign.units.filter(pk=body.pk).exists():
        raise Invalid({"body": _("This unit does not take part in the campaign.")})
    try:
        with transaction.atomic():
            point = DemoPoint.objects.create(
                campaign=campaign, body=body, practice=practice.strip(), leader=leader, item=item,
                named_on=clock.today(),
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(_("This unit is a demonstration point already."), field="body") from error
    record("campaigns.name_point", point, actor=actor, target=point.state)
    return point


@transaction.atomic
def spread(point: DemoPoint, *, units: Iterable[Body], actor: Actor) -> list[Spread]:
    """Tell units to take the practice over; those told before are not told again."""
    campaign = running(point.campaign, rules.KEEP, point.campaign.body, actor)
    if point.state != PointState.NAMED:
        raise Conflict(_("This is no longer a demonstration point."))
    known = set(point.spreads.values_list("body", flat=True)) | {point.body_id}
    fresh = [unit for unit in campaign.units.filter(pk__in=[one.pk for one in units]) if unit.pk not in known]
    if not fresh:
        raise Invalid({"units": _("Choose units that do not know of it yet.")})
    made = Spread.objects.bulk_create(Spread(point=point, body=unit, told_on=clock.today()) for unit in fresh)
    record("campaigns.spread", point, actor=actor, fields=["spreads"])
    tell(
        fresh, _("Take over the practice of %(unit)s: %(practice)s"), reverse("campaigns:point", args=[point.pk]),
        actor=actor, source=f"point:{point.pk}", unit=point.body.name, practice=point.practice[:100],
    )  # fmt: skip
    return made


@transaction.atomic
def adopt(one: Spread, *, how: str, actor: Actor) -> Spread:
    """Say how the own unit took the practice over."""
    require(actor, rules.SUBMIT, one.body, campaign_scope=one.point.campaign.scope_id)
    needed(how=(how, _("Say how it was taken over.")))
    return move(one, "adopt", SPREAD, actor=actor, how=how.strip(), adopted_on=clock.today())


@transaction.atomic
def see(one: Spread, *, actor: Actor) -> Spread:
    """Confirm that the practice was seen in use."""
    running(one.point.campaign, rules.KEEP, one.point.campaign.body, actor)
    return move(one, "see", SPREAD, actor=actor)


@transaction.atomic
def end_point(point: DemoPoint, *, outcome: str, actor: Actor) -> DemoPoint:
    """End a demonstration point with what came of it."""
    running(point.campaign, rules.KEEP, point.campaign.body, actor)
    needed(outcome=(outcome, _("Say what came of it.")))
    return move(point, "end_point", POINT, actor=actor, outcome=outcome.strip())


@transaction.atomic
def begin_project(
    campaign: Campaign,
    *,
    body: Body,
    title: str,
    aim: str,
    milestones: Sequence[tuple[str, dt.date]],
    partner: Body | None = None,
    actor: Actor,
) -> Project:
    """Begin a project with its milestones."""
    campaign = running(campaign, rules.KEEP, body, actor)
    needed(title=(title, _("Give it a title.")), aim=(aim, _("Say what it is to achieve.")))
    if not milestones:
        raise Invalid({"milestones": _("Name at least one milestone with its day.")})
    project = Project.objects.create(
        campaign=campaign, body=body, title=title.strip()[:120], aim=aim.strip(), partner=partner
    )
    Milestone.objects.bulk_create(
        Milestone(project=project, name=name.strip()[:120], due_on=due_on) for name, due_on in milestones
    )
    record("campaigns.begin_project", project, actor=actor, target=project.state)
    return project


@transaction.atomic
def reach(milestone: Milestone, *, note: str = "", actor: Actor) -> Milestone:
    """Note that a milestone was reached today."""
    project = milestone.project
    running(project.campaign, rules.KEEP, project.body, actor)
    locked = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    if project.state != ProjectState.RUNNING or locked.reached_on is not None:
        raise Conflict(_("This milestone is settled already."))
    locked.reached_on, locked.note = clock.today(), note.strip()[:300]
    locked.save(update_fields=["reached_on", "note"])
    record("campaigns.reach", project, actor=actor, fields=["milestones"])
    return locked


@transaction.atomic
def complete(project: Project, *, outcome: str, actor: Actor) -> Project:
    """Complete a project whose milestones are all reached."""
    running(project.campaign, rules.KEEP, project.body, actor)
    needed(outcome=(outcome, _("Say what came of it.")))
    if project.milestones.filter(reached_on__isnull=True).exists():
        raise Conflict(_("A milestone is still open."))
    return move(project, "complete", PROJECT, actor=actor, outcome=outcome.strip())


@transaction.atomic
def stop(project: Project, *, outcome: str, actor: Actor) -> Project:
    """Stop a project that will not be completed, with the reason."""
    running(project.campaign, rules.KEEP, project.body, actor)
    needed(outcome=(outcome, _("Say why it is stopped.")))
    return move(project, "stop", PROJECT, actor=actor, outcome=outcome.strip())
