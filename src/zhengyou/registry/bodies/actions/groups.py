"""Verbs of leading groups and of invited supervisors."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhengyou.kernel.errors import Refused
from zhengyou.records import ledger
from zhengyou.records.ledger.actions import record
from zhengyou.registry.bodies import rules
from zhengyou.registry.bodies.enums import GroupRole
from zhengyou.registry.bodies.models import Body, GroupSeat, LeadingGroup, Supervisor, SupervisorReport
from zhengyou.registry.people.models import Person


@transaction.atomic
def form_group(
    body: Body,
    *,
    name: str,
    starts_on: dt.date,
    task: str = "",
    document: str = "",
    office: Body | None = None,
    ends_on: dt.date | None = None,
    actor: ledger.Actor,
) -> LeadingGroup:
    """Form a leading group at ``body`` with its office, for a term or until further notice."""
    rules.require(actor, rules.MANAGE, body)
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("The end must lie after the beginning."), field="ends_on")
    group = LeadingGroup.objects.create(
        body=body, name=name, task=task, document=document, office=office, starts_on=starts_on, ends_on=ends_on
    )
    record("bodies.form_group", group, actor=actor, fields=["name", "office", "document"])
    return group


@transaction.atomic
def end_group(group: LeadingGroup, *, on: dt.date, actor: ledger.Actor) -> LeadingGroup:
    """Let a group and all its seats end on ``on``."""
    group = LeadingGroup.objects.select_for_update(of=("self",)).select_related("body").get(pk=group.pk)
    rules.require(actor, rules.MANAGE, group.body)
    if on < group.starts_on:
        raise Refused(_("The end must lie after the beginning."), field="on")
    group.ends_on = on
    group.save(update_fields=["ends_on"])
    still = group.seats.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    for seat in still.select_for_update(of=("self",)).order_by("pk"):
        seat.ends_on = max(on, seat.starts_on)
        seat.save(update_fields=["ends_on"])
    record("bodies.end_group", group, actor=actor, fields=["ends_on"])
    return group


@transaction.atomic
def seat(
    group: LeadingGroup,
    person: Person,
    *,
    role: str,
    starts_on: dt.date,
    office_held: str = "",
    seconded_from: Body | None = None,
    ends_on: dt.date | None = None,
    actor: ledger.Actor,
) -> GroupSeat:
    """Give ``person`` a seat in the group or in its office; whoever is called from another body comes for a term."""
    group = LeadingGroup.objects.select_for_update(of=("self",)).select_related("body").get(pk=group.pk)
    rules.require(actor, rules.MANAGE, group.body)
    if seconded_from is not None and ends_on is None:
        raise Refused(_("A secondment needs its last day."), field="ends_on")
    if ends_on is not None and ends_on <= starts_on:
        raise Refused(_("The end must lie after the beginning."), field="ends_on")
    sitting = group.seats.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
    if role == GroupRole.CHIEF and sitting.filter(role=GroupRole.CHIEF).exists():
        raise Refused(_("The group has a chief in that time: end that seat first."), field="role", code="chief")
    if sitting.filter(person=person, role=role).exists():
        raise Refused(_("This person has this seat already."), field="person", code="seated")
    number = max(group.seats.filter(role=role).values_list("order_number", flat=True), default=0) + 10
    made = GroupSeat.objects.create(
        group=group,
        person=person,
        role=role,
        office_held=office_held,
        order_number=number,
        seconded_from=seconded_from,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record("bodies.seat", group, actor=actor, fields=["seats"])
    return made


@transaction.atomic
def end_seat(seat: GroupSeat, *, on: dt.date, actor: ledger.Actor) -> GroupSeat:
    """Let a person sit in a group for the last time on the day before ``on``."""
    seat = GroupSeat.objects.select_for_update(of=("self",)).select_related("group__body").get(pk=seat.pk)
    rules.require(actor, rules.MANAGE, seat.group.body)
    if seat.ends_on is not None and seat.ends_on <= on:
        raise Refused(_("This seat has ended already."), field="on", code="ended")
    seat.ends_on = max(on, seat.starts_on)
    seat.save(update_fields=["ends_on"])
    record("bodies.end_seat", seat.group, actor=actor, fields=["seats"])
    return seat


@transaction.atomic
def invite_supervisor(
    body: Body,
    person: Person,
    *,
    capacity: str,
    starts_on: dt.date,
    ends_on: dt.date,
    rights: str = "",
    letter: str = "",
    actor: ledger.Actor,
) -> Supervisor:
    """Invite ``person`` to watch over the service of ``body`` and of all below it for a term."""
    rules.require(actor, rules.MANAGE, body)
    if ends_on <= starts_on:
        raise Refused(_("The end must lie after the beginning."), field="ends_on")
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    if body.supervisors.filter(person=person, ends_on__gt=starts_on, starts_on__lt=ends_on).exists():
        raise Refused(_("This person is invited for some of that time already."), field="person", code="invited")
    supervisor = Supervisor.objects.create(
        body=body,
        person=person,
        capacity=capacity,
        rights=rights,
        letter=letter,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record("bodies.invite_supervisor", supervisor, actor=actor, fields=["capacity", "rights", "letter"])
    return supervisor


@transaction.atomic
def end_supervision(supervisor: Supervisor, *, on: dt.date, actor: ledger.Actor) -> Supervisor:
    """Let the term of a supervisor end early, on ``on``."""
    supervisor = Supervisor.objects.select_for_update(of=("self",)).select_related("body").get(pk=supervisor.pk)
    rules.require(actor, rules.MANAGE, supervisor.body)
    if on >= supervisor.ends_on:
        raise Refused(_("The term ends by then anyway."), field="on")
    supervisor.ends_on = max(on, supervisor.starts_on)
    supervisor.save(update_fields=["ends_on"])
    record("bodies.end_supervision", supervisor, actor=actor, fields=["ends_on"])
    return supervisor


@transaction.atomic
def report(supervisor: Supervisor, *, about: Body, on: dt.date, text: str, actor: ledger.Actor) -> SupervisorReport:
    """Take down what a supervisor saw at ``about``, a body within the supervisor's charge, during the term."""
    rules.require(actor, rules.MANAGE, supervisor.body)
    if not about.stands_under(supervisor.body):
        raise Refused(_("This body is not in the supervisor's charge."), field="about")
    if not supervisor.starts_on <= on < supervisor.ends_on:
        raise Refused(_("The day lies outside the supervisor's term."), field="on")
    made = SupervisorReport.objects.create(supervisor=supervisor, about=about, on=on, text=text)
    record("bodies.report", made, actor=actor, fields=["about", "text"])
    return made


@transaction.atomic
def answer_report(report: SupervisorReport, *, answer: str, on: dt.date, actor: ledger.Actor) -> SupervisorReport:
    """Write down what the body did about a supervisor's report."""
    report = SupervisorReport.objects.select_for_update(of=("self",)).select_related("about").get(pk=report.pk)
    rules.require(actor, rules.MANAGE, report.about)
    if not answer.strip():
        raise Refused(_("Say what was done."), field="answer")
    report.answer, report.answered_on = answer, on
    report.save(update_fields=["answer", "answered_on"])
    record("bodies.answer_report", report, actor=actor, fields=["answer"])
    return report
